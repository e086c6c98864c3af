"""A file as it is read: unpacked where it is packed, as text where it is text, and how far one has come."""

import codecs
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, Protocol, cast

from moderation.importers.record import Unusable

Progress = Callable[[str, int, int], None]
"""`progress(what, done, whole)`, as often as one likes."""
BEGINNING: Final = 1 << 14
_CHUNK: Final = 1 << 16
_PACKED: Final = b"\x1f\x8b"
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:\-]{1,40})["']""")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class CutOff(Exception):
    """The file ends where it should go on."""


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


def beginning(path: Path) -> bytes:
    """The first kilobytes, unpacked. Unusable if the file cannot be read, or is empty."""
    try:
        found = next(chunks(path, _unheard), b"")
    except OSError as why:
        raise Unusable(f"{path} cannot be read: {why.strerror or why}.") from None
    except CutOff:
        found = b""
    if not found.strip():
        raise Unusable(f"{path} is empty.")
    encoding = _encoding_of(found)
    return found[:BEGINNING].decode(encoding, "replace").encode() if encoding == "utf-16" else found[:BEGINNING]


def chunks(path: Path, progress: Progress) -> Iterator[bytes]:
    """The file's bytes, unpacked. OSError; CutOff, after what there is, where a packed file is not whole."""
    size = path.stat().st_size
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == _PACKED
        content = cast(_Bytes, gzip.GzipFile(fileobj=file) if packed else file)
        with closing(content):
            while True:
                try:
                    chunk = content.read(_CHUNK)
                except (EOFError, zlib.error, gzip.BadGzipFile) as why:
                    raise CutOff(f"the packed file is not whole ({why})") from None
                if not chunk:
                    return
                progress("bytes", file.tell(), size)
                yield chunk


@contextmanager
def unpacked(path: Path, progress: Progress) -> Iterator[Path]:
    """The file itself, or where it is packed one beside the other temporary files for as long as it is needed. As
    `chunks`."""
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == _PACKED
    if not packed:
        yield path
        return
    with NamedTemporaryFile() as plain:
        for chunk in chunks(path, progress):
            plain.write(chunk)
        plain.flush()
        yield Path(plain.name)


def texts(path: Path, progress: Progress) -> Iterator[str]:
    """The file as text, in the encoding that it declares, or UTF-8; bytes that are none are marked as such (U+FFFD).
    As `chunks`."""
    decoder: codecs.IncrementalDecoder | None = None
    for chunk in chunks(path, progress):
        if decoder is None:
            decoder = codecs.getincrementaldecoder(_encoding_of(chunk))("replace")
        yield decoder.decode(chunk)
    if decoder is not None:
        yield decoder.decode(b"", True)


def lines(path: Path, progress: Progress, longest: int) -> Iterator[bytes]:
    """The file's lines; one that is longer than `longest` bytes comes in parts. As `chunks`."""
    rest = b""
    for chunk in chunks(path, progress):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        if len(rest) > longest:
            yield rest
            rest = b""
    if rest:
        yield rest


def _encoding_of(start: bytes) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if (declared := _DECLARED.match(start)) is None:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode()).name
        codecs.getincrementaldecoder(name)
        # What was read of the declaration is ASCII; and not everything that Python can decode is a text.
        return name if b"<?xml".decode(name) == "<?xml" else "utf-8"
    except (LookupError, ValueError):
        return "utf-8"


def _unheard(_what: str, _done: int, _whole: int) -> None:
    """Nobody waits for this."""
