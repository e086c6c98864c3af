"""Scores for comments, from a released model, with numpy alone.

The arithmetic: a comment's features fall into two blocks, runs of characters and words with their pairs. A block adds
its weights divided by its length to a power, length being the root of the summed squares of its features. Added to
the attribute's bias, that is the margin of the comment. The same is done for windows of a dozen words, so that one
insult counts in a long and otherwise civil comment; calibration turns the comment's margin and its highest window's
into a probability. Kind sentences around a threat must not hide it: a comment is never scored much lower than its worst
sentence alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers.serving import hashing
from classifiers.serving.artifact import Artifact
from classifiers.serving.explain import Evidence, Span, spans
from classifiers.serving.lexicon import Lexicon
from classifiers.serving.passages import Layout

# Characters of a comment that are looked at.
LONGEST_TEXT: Final = 50_000
# How much lower than its worst sentence alone a comment may be scored, and the score at which sentences begin to count;
# they do in full from a half on. Mild ones are many in long comments, and most of those are fine.
SENTENCE_ALLOWANCE: Final = 0.095
_MILD: Final = 0.25
_FULL: Final = 0.5

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
    """Comments added up: each word's row, what it and the next word add as a pair, and the margins they give. Behind
    the last word is one of nothing.
    """

    layout: Layout
    words: Doubles  # (words + 1) x 2 x (A + 1)
    pairs: Doubles  # (words + 1) x (A + 1), nothing for the last of a comment
    whole: Doubles  # comments x A
    passages: Doubles  # passages x A
    highest: Doubles  # 2 x comments x A: the highest of the comment's windows, and of its sentences


class Classifier:
    """A model, ready to score. Safe to share between threads; they take turns."""

    def __init__(self, artifact: Artifact) -> None:
        self.name = artifact.name
        self.attributes = artifact.attributes
        self._artifact = artifact
        self._calibration = artifact.weights.calibration.astype(np.float64)
        self._by_whole, self._by_window, self._constant = np.ascontiguousarray(self._calibration.T)
        self._lexicon = Lexicon(artifact.weights)
        self._lock = Lock()

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Calibrated probabilities, 0..1, one per attribute, for each comment. Any string has scores, the empty one
        too; they are the same to the last bit in whatever company.
        """
        found: list[dict[str, float]] = []
        for batch in _batches(texts):
            with self._lock:
                scores, alone = self._calibrated(self._sums(batch))
            found += map(self._named, np.maximum(scores, alone).tolist())
        return found

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Scores as in `score`, and the spans that earned them."""
        found: list[Reading] = []
        for batch in _batches(texts):
            with self._lock:
                sums = self._sums(batch)
            scores, alone = self._calibrated(sums)
            for number, probabilities in enumerate(np.maximum(scores, alone).tolist()):
                contributions = partial(self._contributions, sums, number, alone[number] > scores[number])
                evidence = Evidence(self.attributes, probabilities, contributions)
                found.append(Reading(self._named(probabilities), spans(batch[number], evidence)))
        return found

    def margins(self, texts: Sequence[str]) -> Doubles:
        """Uncalibrated margins, comments x 2 x attributes: of the whole, and the highest of the windows."""
        found = [np.zeros((0, 2, len(self.attributes)))]
        for batch in _batches(texts):
            with self._lock:
                sums = self._sums(batch)
            found.append(np.stack((sums.whole, sums.highest[0]), axis=1))
        return np.concatenate(found)

    def _named(self, probabilities: list[float]) -> dict[str, float]:
        return dict(zip(self.attributes, probabilities, strict=True))

    def _calibrated(self, sums: _Sums) -> tuple[Doubles, Doubles]:
        """Probabilities of the comments as they are, and the least that their worst sentences allow; each comments x
        A.
        """
        window, sentence = sums.highest
        logits = self._by_whole * np.array((sums.whole, sentence))
        logits += self._by_window * np.array((window, np.maximum(window, sentence)))
        logits += self._constant
        scores, alone = _sigmoid(logits)
        return scores, least(alone)

    def _sums(self, texts: Sequence[str]) -> _Sums:
        self._lexicon.make_room()
        layout = Layout(self._artifact.window, self._artifact.step)
        for text in texts:
            layout.add(*self._lexicon.look_up(text))
        self._lexicon.work_out()
        words = np.empty((len(layout.words) + 1, *self._lexicon.rows.shape[1:]))
        # "clip" spares a copy; no number is out of range.
        self._lexicon.rows.take(layout.words, axis=0, out=words[:-1], mode="clip")
        words[-1] = 0.0
        pairs = self._pairs(layout)
        count = len(texts)
        up_to = np.empty_like(words)
        up_to[0] = 0.0
        words[:-1].cumsum(axis=0, out=up_to[1:])
        up_to[1:, 1] += pairs[:-1].cumsum(axis=0)
        sums = np.empty((count + len(layout.starts), *words.shape[1:]))
        # In a whole comment words and pairs count once, in a passage as often as they are there.
        np.subtract(up_to.take(layout.limits[1:], axis=0), up_to.take(layout.limits[:-1], axis=0), out=sums[:count])
        sums[:count] -= np.add.reduceat(words.take(layout.again, axis=0), layout.again_first, axis=0)
        sums[:count, 1] -= np.add.reduceat(pairs.take(layout.pairs_again, axis=0), layout.pairs_again_first, axis=0)
        ends = np.array(layout.ends)
        np.subtract(up_to.take(ends, axis=0), up_to.take(layout.starts, axis=0), out=sums[count:])
        # The last word of a passage makes no pair with the next; only an empty comment has passages without words.
        sums[count:, 1] -= pairs.take(np.where(ends > layout.starts, ends - 1, -1), axis=0)
        margins = self._margins(sums)
        passages = margins[count:]
        firsts = np.column_stack((layout.windows_first, layout.sentences_first)).ravel()
        highest = np.maximum.reduceat(passages, firsts, axis=0).reshape(count, 2, -1).transpose(1, 0, 2)
        return _Sums(layout, words, pairs, margins[:count], passages, highest)

    def _pairs(self, layout: Layout) -> Doubles:
        weights = self._artifact.weights.word_weights
        pairs = np.zeros((len(layout.words) + 1, weights.shape[1]))
        if len(pairs) > 2:
            halves = self._lexicon.halves.take(layout.words, axis=0)
            buckets = hashing.pair_hashes(halves[:-1, 0], halves[1:, 1]) & np.uint64(len(weights) - 1)
            pairs[:-2] = weights.take(buckets.astype(np.int64), axis=0)
            # The last word of a comment and the first of the next are no pair.
            pairs[[end - 1 for end in layout.limits]] = 0.0
        return pairs

    def _margins(self, sums: Doubles) -> Doubles:
        """Margins (n x A) of n sums of rows (n x 2 x (A + 1))."""
        parts = sums[..., :-1] * self._scales(sums[..., -1:])
        margins: Doubles = parts[..., 0, :] + parts[..., 1, :]
        margins += self._artifact.weights.bias
        return margins

    def _scales(self, squares: Doubles) -> Doubles:
        scales: Doubles = np.maximum(squares, 1.0) ** (-self._artifact.length_power / 2)
        return scales

    def _contributions(
        self, sums: _Sums, number: int, alone: npt.NDArray[np.bool_], attributes: Sequence[int]
    ) -> list[Doubles]:
        """What each word of a comment added to the calibrated logits of the attributes; `alone` tells of all of them
        whether the worst sentence decided.
        """
        start, end = sums.layout.limits[number : number + 2]
        windows = _best(sums, sums.layout.windows(number))
        sentences = _best(sums, sums.layout.sentences(number))
        shares: dict[tuple[int, int], Doubles] = {}
        found = []
        for attribute in attributes:
            window, sentence = windows[attribute], sentences[attribute]
            if alone[attribute] and sums.passages[sentence, attribute] > sums.passages[window, attribute]:
                window = sentence
            whole = sums.layout.passage(sentence) if alone[attribute] else (start, end)
            added: Doubles = np.zeros(end - start)
            for passage, weight in ((whole, self._by_whole), (sums.layout.passage(window), self._by_window)):
                if passage not in shares:
                    shares[passage] = self._shares(sums, *passage)
                added[passage[0] - start : passage[1] - start] += weight[attribute] * shares[passage][:, attribute]
            found.append(added)
        return found

    def _shares(self, sums: _Sums, first: int, after: int) -> Doubles:
        """What each word of a passage adds to its margins, words x A; a pair's share is halved between its words."""
        words, pairs = sums.words[first:after], sums.pairs[first : after - 1]
        squares = words[..., -1].sum(axis=0)
        squares[1] += pairs[:, -1].sum()
        by_runs, by_words = self._scales(squares)
        shares: Doubles = words[:, 0, :-1] * by_runs + words[:, 1, :-1] * by_words
        halves = pairs[:, :-1] * (by_words / 2)
        shares[:-1] += halves
        shares[1:] += halves
        return shares


def least(alone: Doubles) -> Doubles:
    """The least score of a comment whose worst sentence scores `alone` by itself."""
    slope = (_FULL - SENTENCE_ALLOWANCE) / (_FULL - _MILD)
    return np.minimum(alone - SENTENCE_ALLOWANCE, slope * (alone - _MILD))


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """The comments, cut to what is looked at, as many at a time as are added up exactly (see `lexicon`)."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > LONGEST_TEXT:
            yield batch
            batch, size = [], 0
        batch.append(text[:LONGEST_TEXT])
        size += len(text)
    if batch:
        yield batch


def _best(sums: _Sums, which: slice) -> list[int]:
    """For each attribute the number of the passage with the highest margin among these."""
    return [which.start + best for best in sums.passages[which].argmax(axis=0).tolist()]


def _sigmoid(logit: Doubles) -> Doubles:
    return 1.0 / (1.0 + np.exp(np.minimum(-logit, 60.0)))
