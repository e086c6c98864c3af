"""Scores for comments, from a released model, with numpy alone.

The arithmetic: a comment's features fall into two blocks, runs of characters and words with their pairs. A block adds
its weights divided by its length to a power, length being the root of the summed squares of its features. Added to
the attribute's bias, that is the margin of the comment. The same is done for windows of a dozen words, so that one
insult counts in a long and otherwise civil comment; calibration turns the comment's margin and its highest window's
into a probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers.serving import hashing
from classifiers.serving.artifact import Artifact
from classifiers.serving.explain import Evidence, Span, spans
from classifiers.serving.lexicon import Lexicon

# Characters of a comment that are looked at.
LONGEST_TEXT: Final = 50_000

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model says about a comment: a probability per attribute, the spans that earned the high ones, and which
    reader has spoken last, `fast` or `careful`.
    """

    scores: dict[str, float]
    spans: tuple[Span, ...]
    reader: str = "fast"


@dataclass(frozen=True, slots=True)
class _Sums:
    """A comment added up: each word's row, each neighbouring pair's weights, and the margins they give."""

    words: Doubles  # words x (2A + 2)
    pairs: Doubles  # pairs x (A + 1)
    whole: Doubles  # A
    windows: Doubles  # windows x A
    starts: npt.NDArray[np.int64]  # first word of each window


class Classifier:
    """A model, ready to score. Safe to share between threads; they take turns."""

    def __init__(self, artifact: Artifact) -> None:
        self.name = artifact.name
        self.attributes = artifact.attributes
        self._artifact = artifact
        self._calibration = artifact.weights.calibration.astype(np.float64)
        self._lexicon = Lexicon(artifact.weights)
        self._lock = Lock()

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Calibrated probabilities, 0..1, one per attribute, for each comment. Any string has scores, the empty one
        too.
        """
        with self._lock:
            return [self._named(self._probabilities(self._sums(text))) for text in texts]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Scores as in `score`, and the spans that earned them."""
        with self._lock:
            return [self._read(text) for text in texts]

    def margins(self, texts: Sequence[str]) -> Doubles:
        """Uncalibrated margins, comments x 2 x attributes: of the whole, and the highest of the windows."""
        with self._lock:
            sums = [self._sums(text) for text in texts]
        shape = (len(texts), 2, len(self.attributes))
        return np.array([(each.whole, each.windows.max(axis=0)) for each in sums], dtype=np.float64).reshape(shape)

    def _named(self, probabilities: Doubles) -> dict[str, float]:
        return dict(zip(self.attributes, probabilities.tolist(), strict=True))

    def _read(self, text: str) -> Reading:
        text = text[:LONGEST_TEXT]
        sums = self._sums(text)
        probabilities = self._probabilities(sums)
        evidence = Evidence(self.attributes, probabilities, partial(self._contributions, sums))
        return Reading(self._named(probabilities), spans(text, evidence))

    def _probabilities(self, sums: _Sums) -> Doubles:
        whole, window, constant = self._calibration.T
        return _sigmoid(whole * sums.whole + window * sums.windows.max(axis=0) + constant)

    def _sums(self, text: str) -> _Sums:
        rows = self._lexicon.look_up(text[:LONGEST_TEXT])
        size = self._artifact.window
        words = self._lexicon.rows.take(rows, axis=0).astype(np.float64)
        pairs = self._pairs(rows)
        distinct = list(dict.fromkeys(rows))
        if len(distinct) == len(rows):
            once, once_pairs = words.sum(axis=0), pairs.sum(axis=0)
        else:
            once = self._lexicon.rows.take(distinct, axis=0).sum(axis=0, dtype=np.float64)
            places = list({pair: place for place, pair in enumerate(pairwise(rows))}.values())
            once_pairs = pairs.take(places, axis=0).sum(axis=0)
        whole = self._margins(once, once_pairs)
        if len(rows) <= size:
            starts = np.zeros(1, dtype=np.int64)
            windows = whole if len(distinct) == len(rows) else self._margins(words.sum(axis=0), pairs.sum(axis=0))
            return _Sums(words, pairs, whole, windows.reshape(1, -1), starts)
        starts = np.append(np.arange(0, len(rows) - size, self._artifact.step), len(rows) - size)
        up_to = np.zeros((len(words) + 1, words.shape[1]))
        words.cumsum(axis=0, out=up_to[1:])
        pairs_up_to = np.zeros((len(pairs) + 1, pairs.shape[1]))
        pairs.cumsum(axis=0, out=pairs_up_to[1:])
        windows = self._margins(
            up_to[starts + size] - up_to[starts], pairs_up_to[starts + size - 1] - pairs_up_to[starts]
        )
        return _Sums(words, pairs, whole, windows, starts)

    def _pairs(self, rows: list[int]) -> Doubles:
        weights = self._artifact.weights.word_weights
        if len(rows) < 2:
            return np.zeros((0, weights.shape[1]))
        hashes = self._lexicon.hashes.take(rows)
        buckets = hashing.pair_hashes(hashes[:-1], hashes[1:]) & np.uint64(len(weights) - 1)
        return weights.take(buckets.astype(np.int64), axis=0).astype(np.float64)

    def _margins(self, words: Doubles, pairs: Doubles) -> Doubles:
        by_runs, by_words = self._scales(words, pairs)
        count = len(self.attributes)
        runs, own = words[..., :count], words[..., count : 2 * count]
        margins: Doubles = self._artifact.weights.bias + runs * by_runs + (own + pairs[..., :count]) * by_words
        return margins

    def _scales(self, words: Doubles, pairs: Doubles) -> tuple[Doubles, Doubles]:
        power = -self._artifact.length_power / 2
        runs = np.maximum(words[..., -2:-1], 1.0)
        own = np.maximum(words[..., -1:] + pairs[..., -1:], 1.0)
        return runs**power, own**power

    def _contributions(self, sums: _Sums, attribute: int) -> Doubles:
        """What each word added to the calibrated logit of an attribute; a pair's share is halved between its words."""
        size = self._artifact.window
        whole, window, _ = self._calibration[attribute]
        added: Doubles = whole * self._shares(sums.words, sums.pairs, attribute)
        start = int(sums.starts[sums.windows[:, attribute].argmax()])
        last = start + size
        added[start:last] += window * self._shares(sums.words[start:last], sums.pairs[start : last - 1], attribute)
        return added

    def _shares(self, words: Doubles, pairs: Doubles, attribute: int) -> Doubles:
        by_runs, by_words = self._scales(words[:, -2:].sum(axis=0), pairs[:, -1:].sum(axis=0))
        own = words[:, len(self.attributes) + attribute]
        shares: Doubles = words[:, attribute] * by_runs + own * by_words
        halves = pairs[:, attribute] * by_words / 2
        shares[:-1] += halves
        shares[1:] += halves
        return shares


def _sigmoid(logit: Doubles) -> Doubles:
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0)))
