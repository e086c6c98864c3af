"""XML, read part by part: however long a file is, no more of it is held than the part that is being read.

Files come from strangers. A document type, and with it every entity that could be declared to grow or to reach out of
the file, is refused. What exporters are known to get wrong is mended: control characters, bytes that are no text,
unescaped ampersands, names of characters that only HTML knows.
"""

import html
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers import expat

from moderation.importers.record import Unusable

LONGEST_TEXT: Final = 4 << 20
"""Characters of one element; what follows them is left out."""
LONGEST_SIGN: Final = 4 << 20
"""Bytes of one tag or XML comment, which is read anew whenever more of it comes."""
DEEPEST: Final = 1_000
"""Elements within one another."""
_DECLARATION: Final = re.compile(r"\s*(?:<\?xml[^>]*>)?")
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND: Final = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|(\d{1,8}));|(?![A-Za-z][A-Za-z0-9]{1,31};))")
_LONGEST_SIGN: Final = 48  # of what must not be torn apart: a character's name, the beginning and end of CDATA


class Part:
    """An element with what stands in it, by the last part of its name."""

    __slots__ = ("around", "attributes", "line", "name", "parts", "words")

    def __init__(self, name: str, line: int, attributes: dict[str, str], around: "Part | None") -> None:
        self.name, self.line, self.attributes, self.around = name, line, attributes, around
        self.parts: dict[str, Part] = {}
        self.words: list[str] = []

    def text(self, *names: str) -> str:
        """The text of the part that is reached by these names, without the white space around it; empty if there is
        none."""
        part: Part | None = self
        for name in names:
            part = None if part is None else part.parts.get(name)
        return "" if part is None else "".join(part.words).strip()

    def attribute(self, name: str, of: str) -> str:
        """An attribute of the part of that name; empty if there is none."""
        part = self.parts.get(name)
        return "" if part is None else part.attributes.get(of, "").strip()


class Broken(Exception):
    """From here on the file cannot be read; `part`: what was being read."""

    def __init__(self, line: int, reason: str, part: Part | None) -> None:
        super().__init__(reason)
        self.line, self.reason, self.part = line, reason, part


def parts_of(texts: Iterable[str], wanted: frozenset[str]) -> Iterator[Part]:
    """Every part that stands at one of the `wanted` paths (`disqus/post`), when it is complete. Unusable for a file
    with a document type; Broken, after what came before, for one that is no XML from some line on or ends too soon."""
    reading = _Reading(wanted)
    try:
        for text in _mended(texts):
            reading.parse(text)
            while reading.complete:
                yield reading.complete.popleft()
        reading.parser.Parse("", True)
    except Broken:
        yield from reading.complete
        raise
    except expat.ExpatError as why:
        yield from reading.complete
        raise Broken(why.lineno, expat.ErrorString(why.code), reading.wanted_part()) from None
    yield from reading.complete


class _Reading:
    def __init__(self, wanted: frozenset[str]) -> None:
        self.complete: deque[Part] = deque()
        self._wanted = wanted
        self._deepest = max(path.count("/") + 1 for path in wanted)
        self._path: list[str] = []
        self._part: Part | None = None
        self._length = 0
        self._read = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        # Names of characters that no document type declares are then passed over, and not an error.
        self.parser.UseForeignDTD(True)
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.SkippedEntityHandler = self._say_character

    def parse(self, text: str) -> None:
        """Read on."""
        raw = text.encode()
        self.parser.Parse(raw, False)
        self._read += len(raw)
        if self._read - self.parser.CurrentByteIndex > LONGEST_SIGN:
            reason = f"a tag or XML comment has more than {LONGEST_SIGN:,} bytes"
            raise Broken(self.parser.CurrentLineNumber, reason, self.wanted_part())

    def wanted_part(self) -> Part | None:
        """The wanted part that is being read."""
        part, depth = self._part, len(self._path)
        while part is not None and "/".join(self._path[:depth]) not in self._wanted:
            part, depth = part.around, depth - 1
        return part

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if len(self._path) == DEEPEST:
            reason = f"more than {DEEPEST:,} elements stand within one another"
            raise Broken(self.parser.CurrentLineNumber, reason, self.wanted_part())
        self._path.append(name)
        if self._part is not None or self._is_wanted():
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            self._part = Part(name, self.parser.CurrentLineNumber, plain, self._part)
            self._length = 0

    def _end(self, _name: str) -> None:
        part = self._part
        if part is not None:
            if self._is_wanted():
                self.complete.append(part)
            elif part.around is not None:
                part.around.parts.setdefault(part.name, part)
            self._part = part.around
        self._path.pop()

    def _is_wanted(self) -> bool:
        return len(self._path) <= self._deepest and "/".join(self._path) in self._wanted

    def _say(self, words: str) -> None:
        if self._part is not None and self._length < LONGEST_TEXT:
            self._length += len(words)
            self._part.words.append(words)

    def _say_character(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._say(html.unescape(f"&{name};"))


def _refuse(*_declared: object) -> None:
    raise Unusable("The file declares a document type, which no export has and which may do harm: it was not read.")


def _mended(texts: Iterable[str]) -> Iterator[str]:
    """The text without what no XML may hold. Within CDATA an ampersand is one, and stays."""
    verbatim, held = False, ""
    for text in _undeclared(texts):
        held += _FORBIDDEN.sub("\ufffd", text)
        ready, held = held[:-_LONGEST_SIGN], held[-_LONGEST_SIGN:]
        # A sign that began in what is ready may end in what is held.
        torn = [ready.rfind("&", -_LONGEST_SIGN), ready.rfind("<", -_LONGEST_SIGN)]
        torn += [len(ready) - len(end) for end in ("]]", "]") if ready.endswith(end)]
        if (first := min((place for place in torn if place >= 0), default=-1)) >= 0:
            ready, held = ready[:first], ready[first:] + held
        mended, verbatim = _mend(ready, verbatim)
        yield mended
    yield _mend(held, verbatim)[0]


def _undeclared(texts: Iterable[str]) -> Iterator[str]:
    """The text without its XML declaration, before which nothing may stand, and which is wrong about decoded text."""
    begun = False
    for text in texts:
        yield text if begun else _DECLARATION.sub(_without_words, text, count=1)
        begun = begun or bool(text.strip())


def _without_words(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _mend(text: str, verbatim: bool) -> tuple[str, bool]:
    done = []
    while text:
        part, sign, text = text.partition("]]>" if verbatim else "<![CDATA[")
        done.append(part if verbatim else _AMPERSAND.sub(_written, part))
        done.append(sign)
        verbatim = verbatim != bool(sign)
    return "".join(done), verbatim


def _written(found: re.Match[str]) -> str:
    if found[1] is None and found[2] is None:
        return "&amp;"
    number = int(found[1], 16) if found[1] is not None else int(found[2])
    return "\ufffd" if number > 0x10FFFF or _FORBIDDEN.match(chr(number)) else found[0]
