"""A JSON object, read member by member, and its lists entry by entry: no more of it is held than one entry."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from moderation.importers.source import CutOff

LONGEST: Final = 16 << 20
"""Characters of one entry."""
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_decoder: Final = json.JSONDecoder()


class Broken(Exception):
    """From here on the file is no JSON."""


def members_of(texts: Iterator[str]) -> Iterator[tuple[str, int, Any]]:
    """(name, 0, value) of each member of the object, but of a list (name, number from 1, entry) of each entry. Broken,
    or CutOff where it ends too soon, after what came before."""
    text = _Text(texts)
    text.expect("{")
    while (sign := text.next_sign()) != "}":
        if sign == ",":
            text.expect(",")
        name = text.value()
        text.expect(":")
        if text.next_sign() != "[":
            yield str(name), 0, text.value()
            continue
        text.expect("[")
        number = 0
        while (sign := text.next_sign()) != "]":
            if sign == ",":
                text.expect(",")
            number += 1
            yield str(name), number, text.value()
        text.expect("]")


class _Text:
    def __init__(self, texts: Iterator[str]) -> None:
        self._texts = texts
        self._held = ""
        self._at = 0

    def _more(self) -> bool:
        """Whether there was more to hold; what was read before is let go of."""
        wanted, parts = max(1, len(self._held) - self._at), [self._held[self._at :]]
        self._at = 0
        for text in self._texts:
            parts.append(text)
            wanted -= len(text)
            if wanted <= 0:
                break
        before, self._held = len(parts[0]), "".join(parts)
        return len(self._held) > before

    def next_sign(self) -> str:
        """The next character that is no white space. CutOff if there is none."""
        while True:
            found = _SPACE.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                raise CutOff("it ends where it should go on")

    def expect(self, sign: str) -> None:
        """Read this sign. Broken if there is another."""
        if (there := self.next_sign()) != sign:
            raise Broken(f"there is {there!r} where {sign!r} should be")
        self._at += 1

    def value(self) -> Any:
        """Read a value."""
        self.next_sign()
        while True:
            try:
                value, end = _decoder.raw_decode(self._held, self._at)
                length, certain = end - self._at, end < len(self._held)
                if certain or not self._more():
                    self._at += length
                    return value
            except RecursionError:
                raise Broken("it is nested too deep") from None
            except ValueError as why:
                if len(self._held) - self._at > LONGEST:
                    raise Broken(str(why)) from None
                if not self._more():
                    raise CutOff("it ends where it should go on") from None
