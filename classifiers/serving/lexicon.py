"""What each word adds to a comment's scores, worked out once per word and remembered.

Runs of characters never cross a word's edge, so all a word contributes is one short row of numbers for each of the two
blocks of features, its runs and the word itself: what they add for A attributes, and the square they add to the length
of the block. A comment is then a sum of rows. All of these are sums of 16-bit floats, multiples of 2**-24 far
below 2**29, so that 64 bits add them up without any rounding, in whatever order and company.

Memory is bounded: when many different tokens have been seen, they are put aside, and those that come up again are
taken over from there; the others are forgotten the next time.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers import text as canonical_text
from classifiers.disguise import plain_core
from classifiers.serving import hashing
from classifiers.serving.artifact import Weights
from classifiers.text import End

MOST_ROWS: Final = 30_000
_LONGEST_REMEMBERED: Final = 64

Doubles = npt.NDArray[np.float64]


class _Rows:
    """Words, their numbers, and by number what they add; `halves` are their `hashing.pair_halves`."""

    def __init__(self, columns: int) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self.rows: Doubles = np.zeros((4096, 2, columns))
        self.halves: hashing.Hashes = np.zeros((4096, 2), dtype=np.uint64)

    def grow(self) -> None:
        """Make the tables long enough for every word."""
        while len(self.words) > len(self.rows):
            self.rows = np.concatenate((self.rows, np.zeros_like(self.rows)))
            self.halves = np.concatenate((self.halves, np.zeros_like(self.halves)))


class Lexicon(dict[str, tuple[int, ...]]):
    """Token of a comment to the numbers of its words' rows, and behind them a mark below 0 if something ends there
    (`classifiers.text.End`).
    """

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self._columns = weights.bias.shape[0] + 1
        self._rows, self._rows_aside = _Rows(self._columns), _Rows(self._columns)
        self._aside: dict[str, tuple[int, ...]] = {}
        self._new: list[int] = []
        self._taken: list[tuple[int, int]] = []

    @property
    def rows(self) -> Doubles:
        """By number what a word adds, words x 2 x (A + 1)."""
        return self._rows.rows

    @property
    def halves(self) -> hashing.Hashes:
        """By number the word's `hashing.pair_halves`, words x 2."""
        return self._rows.halves

    def look_up(self, text: str) -> tuple[list[int], list[int]]:
        """The numbers of a comment's words, in order, and how many words precede each end of a sentence. `work_out`
        fills the rows of those that are new.
        """
        found: list[int] = []
        for token in canonical_text.tokens(text):
            found += self[token]
        marks = [place for place, number in enumerate(found) if number < 0]
        if not marks:
            return found, []
        ends = [(place - before, End(-found[place])) for before, place in enumerate(marks)]
        return [number for number in found if number >= 0], canonical_text.sentence_ends(ends)

    def make_room(self) -> None:
        """Put everything aside if it has become too much. Numbers that were looked up before mean nothing any more."""
        if len(self) >= MOST_ROWS or len(self._rows.words) >= MOST_ROWS:
            self._aside, self._rows_aside = dict(self), self._rows
            self._rows = _Rows(self._columns)
            self.clear()

    def work_out(self) -> None:
        """Fill the rows of the words that were looked up for the first time."""
        self._rows.grow()
        if self._taken:
            numbers, before = np.array(self._taken).T
            self._taken.clear()
            self.rows[numbers] = self._rows_aside.rows[before]
            self.halves[numbers] = self._rows_aside.halves[before]
        if self._new:
            numbers = np.array(self._new)
            words = [self._rows.words[number] for number in self._new]
            self._new.clear()
            own = np.array([hashing.word_hash(word) for word in words], dtype=np.uint64)
            self.halves[numbers] = hashing.pair_halves(own)
            self.rows[numbers, 1] = _of_buckets(self._weights.word_weights, own)
            self.rows[numbers, 0] = self._of_runs(words)

    def _of_runs(self, words: list[str]) -> Doubles:
        runs = hashing.Runs(words)
        sums: Doubles = np.zeros((runs.places, self._columns))
        for hashes, inside in runs:
            sums += _of_buckets(self._weights.run_weights, hashes) * inside[:, None]
        return np.add.reduceat(sums, runs.starts, axis=0)

    def __missing__(self, token: str) -> tuple[int, ...]:
        aside = self._aside.get(token)
        if aside is None:
            found = self._read(token)
        else:
            words = self._rows_aside.words
            found = tuple([number if number < 0 else self._number(words[number]) for number in aside])
        if len(token) <= _LONGEST_REMEMBERED:
            self[token] = found
        return found

    def _read(self, token: str) -> tuple[int, ...]:
        core = plain_core(token)
        if core == token:  # nothing ends with letters alone
            return self._numbers(token)
        words = self[core] if core else self._numbers(token)
        end = canonical_text.end_of(token)
        return (*words, -end) if end else words

    def _numbers(self, token: str) -> tuple[int, ...]:
        return tuple(map(self._number, canonical_text.token_words(token)))

    def _number(self, word: str) -> int:
        numbers = self._rows.numbers
        number = numbers.get(word)
        if number is None:
            number = numbers[word] = len(numbers)
            self._rows.words.append(word)
            aside = self._rows_aside.numbers.get(word)
            if aside is None:
                self._new.append(number)
            else:
                self._taken.append((number, aside))
        return number


def _of_buckets(weights: npt.NDArray[np.float32], hashes: hashing.Hashes | hashing.Hashes32) -> Doubles:
    return weights.take(hashes.astype(np.int64) & (len(weights) - 1), axis=0).astype(np.float64)
