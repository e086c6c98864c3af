"""What is wrong with rules, where, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

MOST_MISTAKES: Final = 20
"""So many are looked for and told: a hint takes a millisecond, and nobody reads more at once."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Characters `start` to `end` (half open) of the rules' text."""

    start: int
    end: int

    def to(self, other: "Place") -> "Place":
        """From the beginning of this to the end of the other."""
        return Place(self.start, other.end)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """`message` says what is wrong, `hint` what to do about it; both are sentences, the hint may be empty."""

    place: Place
    message: str
    hint: str = ""


class RulesInvalid(Exception):
    """The rules cannot be used; `mistakes` in the order of the text, at least one and at most `MOST_MISTAKES`."""

    def __init__(self, text: str, mistakes: Iterable[Mistake]) -> None:
        self.text = text
        self.mistakes = tuple(sorted(set(mistakes))[:MOST_MISTAKES])
        super().__init__(" ".join(self.sentences))

    @property
    def sentences(self) -> list[str]:
        """Each mistake as one line for people."""
        found = []
        for mistake in self.mistakes:
            line, column = position(self.text, mistake.place.start)
            found.append(f"Line {line}, column {column}: {mistake.message} {mistake.hint}".rstrip())
        return found

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Each mistake for programs; lines and columns count from 1, `start` and `end` are characters from 0."""
        found = []
        for mistake in self.mistakes:
            line, column = position(self.text, mistake.place.start)
            found.append(
                {
                    "line": line,
                    "column": column,
                    "start": mistake.place.start,
                    "end": mistake.place.end,
                    "message": mistake.message,
                    "hint": mistake.hint,
                }
            )
        return found


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of a text."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """A hint that names what was probably meant; empty where nothing comes close."""
    close = get_close_matches(written[:80], list(known), 1, 0.6)
    return f"Did you mean {close[0]}?" if close else ""
