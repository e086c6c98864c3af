"""What each word adds to a comment's scores, worked out once per word and remembered.

Runs of characters never cross a word's edge, so all a word contributes is one short row of numbers for each of the two
blocks of features, its runs and the word itself: what they add for A attributes, and the square they add to the length
of the block. A comment is then a sum of rows. All of these are sums of 16-bit floats, multiples of 2**-24 far
below 2**29, so that 64 bits add them up without any rounding, in whatever order and company. Memory is bounded: when
too many different tokens have been seen, everything is forgotten and learned again.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers import text as canonical_text
from classifiers.serving import hashing
from classifiers.serving.artifact import Weights
from classifiers.text import End

MOST_ROWS: Final = 50_000
_LONGEST_REMEMBERED: Final = 64


class Lexicon(dict[str, tuple[int, ...]]):
    """Token of a comment to the numbers of its words' rows in `rows` and `halves`, and behind them a mark below 0 if
    something ends there (`classifiers.text.End`).

    `halves` are the words' `hashing.pair_halves`.
    """

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self._attributes = weights.bias.shape[0]
        self._numbers: dict[str, int] = {}
        self.forget()

    def forget(self) -> None:
        """Empty it, which costs time when the words come back and changes no score."""
        self.clear()
        self._numbers.clear()
        self.rows: npt.NDArray[np.float64] = np.zeros((4096, 2, self._attributes + 1))
        self.halves: npt.NDArray[np.uint64] = np.zeros((4096, 2), dtype=np.uint64)

    def look_up(self, text: str) -> tuple[list[int], list[int]]:
        """The rows of a comment's words, in order, and how many words precede each end of a sentence."""
        found: list[int] = []
        for token in canonical_text.tokens(text):
            found += self[token]
        marks = [place for place, number in enumerate(found) if number < 0]
        if not marks:
            return found, []
        ends = [(place - before, End(-found[place])) for before, place in enumerate(marks)]
        return [number for number in found if number >= 0], canonical_text.sentence_ends(ends)

    def make_room(self) -> None:
        """Forget everything if it has become too much. Rows that were looked up before are not valid any more."""
        if len(self) >= MOST_ROWS or len(self._numbers) >= MOST_ROWS:
            self.forget()

    def __missing__(self, token: str) -> tuple[int, ...]:
        found = tuple([self._row(word) for word in canonical_text.token_words(token)])
        if end := canonical_text.end_of(token):
            found = (*found, -end)
        if len(token) <= _LONGEST_REMEMBERED:
            self[token] = found
        return found

    def _row(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._numbers)
            if number == len(self.rows):
                self.rows = np.concatenate((self.rows, np.zeros_like(self.rows)))
                self.halves = np.concatenate((self.halves, np.zeros_like(self.halves)))
            own = hashing.word_hash(word)
            runs = np.array(hashing.run_hashes(word), dtype=np.int64) & (len(self._weights.run_weights) - 1)
            self.halves[number] = hashing.pair_halves(own)
            self.rows[number, 0] = self._weights.run_weights.take(runs, axis=0).sum(axis=0, dtype=np.float64)
            self.rows[number, 1] = self._weights.word_weights[own & (len(self._weights.word_weights) - 1)]
        return number
