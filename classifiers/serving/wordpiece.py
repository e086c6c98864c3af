"""Comments as numbers of word pieces, the careful reader's alphabet (WordPiece, Schuster & Nakajima, 2012).

Reads canonical text, so that a disguise undone for the fast reader is undone for the careful one too. A vocabulary
holds every ASCII letter and digit as a piece, so that no plain word is unknown.
"""

import re
from collections.abc import Sequence
from typing import Final

from classifiers import text as canonical_text

PAD: Final = "[PAD]"
UNKNOWN: Final = "[UNK]"
FIRST: Final = "[CLS]"
LAST: Final = "[SEP]"

_LONGEST_WORD: Final = 64
_MOST_REMEMBERED: Final = 50_000
_WORD: Final = re.compile(r"[^\W_]+|[^\w\s]|_")


class WordPieces:
    """A vocabulary at work; the number of a piece is its place in it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.number = {piece: number for number, piece in enumerate(vocabulary)}
        self.first, self.last = self.number[FIRST], self.number[LAST]
        self.padding, self._unknown = self.number[PAD], self.number[UNKNOWN]
        self._known: dict[str, tuple[int, ...]] = {}

    def pieces(self, text: str) -> list[int]:
        """The pieces of a comment, without the marks at its ends."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        found: list[int] = []
        for word in _WORD.findall(canonical_text.fold(text)):
            numbers = self._known.get(word)
            if numbers is None:
                numbers = self._known[word] = self._split(word)
            found.extend(numbers)
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        """The longest piece that fits, again and again; one unknown piece where none does."""
        word = word[:_LONGEST_WORD]
        numbers: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self.number.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                return (self._unknown,)
            numbers.append(number)
            start = end
        return tuple(numbers)
