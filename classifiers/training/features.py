"""Comments as a sparse matrix: one row a comment, one column a hashed feature, the classifier's arithmetic spelled out
for scikit-learn.

The left block holds runs of characters, the right block words and pairs of words; each block of a row is divided by a
power of its length. Rare features weigh more: a feature's value is its inverse document frequency, ln((1 + n) / (1 +
df)) + 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifiers import text as canonical_text
from classifiers.serving import hashing

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Features before weighting. `rows x run_buckets` is `words @ runs`, kept apart because a word's runs never
    change.
    """

    words: Any  # comments x different words, how often
    runs: Any  # different words x run buckets, how often
    features: Any  # comments x word buckets: words and pairs, how often


def windows(words: Sequence[str], size: int, step: int) -> list[Sequence[str]]:
    """The windows of a comment: `size` words every `step`, the last one ending where the comment ends; a short comment
    is its own window.
    """
    if len(words) <= size:
        return [words]
    return [words[start : start + size] for start in (*range(0, len(words) - size, step), len(words) - size)]


def count(comments: Iterable[Sequence[str]], run_buckets: int, word_buckets: int, *, distinct: bool) -> Counts:
    """Count the features of comments given as canonical words; `distinct` counts a repeated word or pair of a comment
    once.
    """
    number: dict[str, int] = {}
    rows: list[npt.NDArray[np.int64]] = []
    pairs: list[npt.NDArray[np.int64]] = []
    for words in comments:
        row = [number.setdefault(word, len(number)) for word in words]
        rows.append(np.array(list(dict.fromkeys(row)) if distinct else row, dtype=np.int64))
        both = list(pairwise(row))
        pairs.append(np.array(list(dict.fromkeys(both)) if distinct else both, dtype=np.int64).reshape(-1, 2))
    own = np.array([hashing.word_hash(word) for word in number], dtype=np.uint64)
    halves = hashing.pair_halves(own)
    mask = np.uint64(word_buckets - 1)
    buckets = [
        np.concatenate(
            (own[row] & mask, hashing.pair_hashes(halves[pair[:, 0], 0], halves[pair[:, 1], 1]) & mask)
        ).astype(np.int64)
        for row, pair in zip(rows, pairs, strict=True)
    ]
    runs = [np.array(hashing.run_hashes(word), dtype=np.int64) & (run_buckets - 1) for word in number]
    return Counts(
        _matrix(rows, max(len(number), 1)),
        _matrix(runs or [np.zeros(0, np.int64)], run_buckets),
        _matrix(buckets, word_buckets),
    )


def _matrix(rows: Sequence[npt.NDArray[np.int64]], width: int) -> Any:
    columns = np.concatenate(rows)
    limits = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    matrix = sparse.csr_matrix(
        (np.ones(len(columns)), columns.astype(np.int32), limits.astype(np.int32)), shape=(len(rows), width)
    )
    matrix.sum_duplicates()
    return matrix


@dataclass(frozen=True, slots=True)
class HashedText:
    """Comments (lists of canonical words) to a matrix with a column for each bucket of runs, then for each of words."""

    run_rarity: Doubles
    word_rarity: Doubles
    length_power: float
    distinct: bool = True

    @classmethod
    def learned(cls, counts: Counts, length_power: float) -> Self:
        """With how rare each feature is in what was counted."""
        runs = (counts.words @ counts.runs).tocsr()
        return cls(_rarity(runs), _rarity(counts.features), length_power)

    def transform(self, comments: Sequence[Sequence[str]]) -> Any:
        """The matrix, in 64-bit numbers."""
        counts = count(comments, len(self.run_rarity), len(self.word_rarity), distinct=self.distinct)
        return self.transform_counts(counts)

    def transform_counts(self, counts: Counts) -> Any:
        """The same, from counts that are there already."""
        run_squares = counts.words @ (counts.runs @ self.run_rarity**2)
        word_squares = counts.features @ self.word_rarity**2
        runs = sparse.diags(self._scale(run_squares)) @ (counts.words @ counts.runs) @ sparse.diags(self.run_rarity)
        features = sparse.diags(self._scale(word_squares)) @ counts.features @ sparse.diags(self.word_rarity)
        return sparse.hstack([runs, features], format="csr")

    def _scale(self, squares: Doubles) -> Doubles:
        scale: Doubles = np.maximum(squares, 1.0) ** (-self.length_power / 2)
        return scale


def _rarity(counts: Any) -> Doubles:
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    # 16 bits is what the artifact keeps; training sees the same value.
    rarity = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    kept: Doubles = np.sqrt((rarity**2).astype(np.float16).astype(np.float64))
    return kept


def canonical_words(texts: Iterable[str]) -> list[list[str]]:
    """The canonical words of each comment."""
    return [canonical_text.words(text) for text in texts]
