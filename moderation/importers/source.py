"""A file as it is read: unpacked where it is packed, as text where it is text, and how far one has come."""

import codecs
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Final

from moderation.importers.record import Unusable

Progress = Callable[[str, int, int], None]
"""`progress(what, done, whole)`, as often as one likes."""
BEGINNING: Final = 1 << 14
_CHUNK: Final = 1 << 16
_PIECE: Final = 1 << 8
"""Packed bytes that are unpacked in one go: what comes of a piece that is damaged is lost."""
PACKED: Final = b"\x1f\x8b"
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:\-]{1,40})["']""")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    *((sign.encode(encoding), encoding) for sign in "<{" for encoding in ("utf-16-le", "utf-16-be")),
)
"""How a file begins that is in none of the encodings in which ASCII stays as it is, and in UTF-8 with a mark."""


class CutOff(Exception):
    """The file ends where it should go on."""


def beginning(path: Path) -> bytes:
    """The first kilobytes, unpacked and without a mark and white space before them. Unusable if the file cannot be
    read, or is empty."""
    found = b""
    try:
        with closing(chunks(path, _unheard)) as parts:
            for part in parts:
                found += part
                if len(found) >= BEGINNING:
                    break
    except OSError as why:
        raise Unusable(f"{path} cannot be read: {why.strerror or why}.") from None
    except CutOff as why:
        if not found:
            raise Unusable(f"{path} cannot be read: {why}. Copy it again.") from None
    if not found.strip():
        raise Unusable(f"{path} is empty.")
    encoding = _encoding_of(found)
    marked = encoding in {name for _, name in _MARKS}
    return (found[:BEGINNING].decode(encoding, "replace").encode() if marked else found[:BEGINNING]).lstrip()


def chunks(path: Path, progress: Progress) -> Generator[bytes, None, None]:
    """The file's bytes, unpacked. OSError; CutOff, after what there is, where a packed file is not whole."""
    size = path.stat().st_size
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == PACKED
        for chunk in _unpacked(file) if packed else iter(partial(file.read, _CHUNK), b""):
            progress("bytes", file.tell(), size)
            yield chunk


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    """What follows the end of what is packed is passed over, if it is not packed as well."""
    unpacking, piece = zlib.decompressobj(wbits=31), file.read(_PIECE)
    while piece:
        try:
            if chunk := unpacking.decompress(piece):
                yield chunk
        except zlib.error:
            raise CutOff("the packed file is damaged") from None
        piece = file.read(_PIECE)
        if unpacking.eof:
            piece = unpacking.unused_data + piece
            if not piece.startswith(PACKED):
                return
            unpacking = zlib.decompressobj(wbits=31)
    raise CutOff("the packed file ends too soon")


@contextmanager
def unpacked(path: Path, progress: Progress) -> Iterator[Path]:
    """The file itself, or where it is packed one beside the other temporary files for as long as it is needed. As
    `chunks`."""
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == PACKED
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


def lines(path: Path, progress: Progress, longest: int) -> Iterator[str]:
    """The file's lines as text; of one that is longer than `longest` characters no more than one beyond them. As
    `chunks`."""
    held: list[str] = []
    room = longest + 1
    for part in texts(path, progress):
        *ends, rest = part.split("\n")
        for end in ends:
            yield "".join([*held, end[:room]])
            held, room = [], longest + 1
        held.append(rest[:room])
        room -= len(held[-1])
    if room <= longest:
        yield "".join(held)


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
