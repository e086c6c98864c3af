"""Scores for comments, from a released model, with numpy alone.

The arithmetic: a comment's features fall into two blocks, runs of characters and words with their pairs. A block adds
its weights divided by its length to a power, length being the root of the summed squares of its features. Added to
the attribute's bias, that is the margin of the comment. The same is done for windows of a dozen words, so that one
insult counts in a long and otherwise civil comment; calibration turns the comment's margin and its highest window's
into a probability. Kind sentences around a threat must not hide it: a comment is never scored lower than its worst
sentence alone, less an allowance for what the others may have made of it.
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
from classifiers.serving.passages import Layout, Passages

# Characters of a comment that are looked at.
LONGEST_TEXT: Final = 50_000
# How much lower than its worst sentence alone a comment may be scored.
SENTENCE_ALLOWANCE: Final = 0.08

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
    words: Doubles  # (words + 1) x (2A + 2)
    pairs: Doubles  # (words + 1) x (A + 1), nothing for the last of a comment
    whole: Doubles  # comments x A
    windows: Doubles  # windows x A
    sentences: Doubles  # sentences x A

    def highest_windows(self) -> Doubles:
        """Comments x A: the highest margin among the comment's windows."""
        highest: Doubles = np.maximum.reduceat(self.windows, self.layout.windows.first, axis=0)
        return highest

    def highest_sentences(self) -> Doubles:
        """The same among its sentences."""
        highest: Doubles = np.maximum.reduceat(self.sentences, self.layout.sentences.first, axis=0)
        return highest


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
        too; they are the same to the last bit in whatever company.
        """
        found: list[dict[str, float]] = []
        for batch in _batches(texts):
            with self._lock:
                probabilities = self._probabilities(self._sums(batch))
            found += map(self._named, probabilities.tolist())
        return found

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Scores as in `score`, and the spans that earned them."""
        found: list[Reading] = []
        for batch in _batches(texts):
            with self._lock:
                sums = self._sums(batch)
            probabilities = self._probabilities(sums)
            for number, text in enumerate(batch):
                evidence = Evidence(self.attributes, probabilities[number], partial(self._contributions, sums, number))
                found.append(Reading(self._named(probabilities[number].tolist()), spans(text, evidence)))
        return found

    def margins(self, texts: Sequence[str]) -> Doubles:
        """Uncalibrated margins, comments x 2 x attributes: of the whole, and the highest of the windows."""
        found = [np.zeros((0, 2, len(self.attributes)))]
        for batch in _batches(texts):
            with self._lock:
                sums = self._sums(batch)
            found.append(np.stack((sums.whole, sums.highest_windows()), axis=1))
        return np.concatenate(found)

    def _named(self, probabilities: list[float]) -> dict[str, float]:
        return dict(zip(self.attributes, probabilities, strict=True))

    def _probabilities(self, sums: _Sums) -> Doubles:
        window = sums.highest_windows()
        sentence = sums.highest_sentences()
        scores = _sigmoid(self._logits(sums.whole, window))
        alone = _sigmoid(self._logits(sentence, np.maximum(window, sentence)))
        return np.maximum(scores, alone - SENTENCE_ALLOWANCE)

    def _logits(self, whole: Doubles, window: Doubles) -> Doubles:
        by_whole, by_window, constant = self._calibration.T
        logits: Doubles = by_whole * whole + by_window * window + constant
        return logits

    def _sums(self, texts: Sequence[str]) -> _Sums:
        self._lexicon.make_room()
        layout = Layout(self._artifact.window, self._artifact.step)
        for text in texts:
            layout.add(*self._lexicon.look_up(text))
        words = np.empty((len(layout.words) + 1, self._lexicon.rows.shape[1]))
        self._lexicon.rows.take(layout.words, axis=0, out=words[:-1], mode="clip")
        words[-1] = 0.0
        pairs = self._pairs(layout)
        starts = np.array(layout.windows.starts + layout.sentences.starts)
        ends = np.array(layout.windows.ends + layout.sentences.ends)
        words_up_to, pairs_up_to = _up_to(words), _up_to(pairs)
        # A passage has a pair less than words.
        last = np.maximum(ends - 1, starts)
        margins = self._margins(
            np.concatenate(
                (
                    np.add.reduceat(words.take(layout.once, axis=0), layout.once_first, axis=0),
                    words_up_to.take(ends, axis=0) - words_up_to.take(starts, axis=0),
                )
            ),
            np.concatenate(
                (
                    np.add.reduceat(pairs.take(layout.pairs_once, axis=0), layout.pairs_once_first, axis=0),
                    pairs_up_to.take(last, axis=0) - pairs_up_to.take(starts, axis=0),
                )
            ),
        )
        windows, sentences = len(texts), len(texts) + len(layout.windows.starts)
        return _Sums(layout, words, pairs, margins[:windows], margins[windows:sentences], margins[sentences:])

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

    def _contributions(self, sums: _Sums, number: int, attribute: int) -> Doubles:
        """What each word of a comment added to the calibrated logit of an attribute; a pair's share is halved between
        its words.
        """
        start, end = sums.layout.limits[number : number + 2]
        window, highest_window = _highest(sums.windows, sums.layout.windows, number, attribute)
        sentence, highest_sentence = _highest(sums.sentences, sums.layout.sentences, number, attribute)
        by_whole, by_window, constant = self._calibration[attribute]
        score = _sigmoid(by_whole * sums.whole[number, attribute] + by_window * highest_window + constant)
        window_alone = max(highest_window, highest_sentence)
        alone = _sigmoid(by_whole * highest_sentence + by_window * window_alone + constant)
        whole = (start, end)
        if alone - SENTENCE_ALLOWANCE > score:
            whole = sentence
            window = sentence if highest_sentence >= highest_window else window
        added: Doubles = np.zeros(end - start)
        for (first, last), weight in ((whole, by_whole), (window, by_window)):
            shares = self._shares(sums.words[first:last], sums.pairs[first : max(last - 1, first)], attribute)
            added[first - start : last - start] += weight * shares
        return added

    def _shares(self, words: Doubles, pairs: Doubles, attribute: int) -> Doubles:
        by_runs, by_words = self._scales(words[:, -2:].sum(axis=0), pairs[:, -1:].sum(axis=0))
        own = words[:, len(self.attributes) + attribute]
        shares: Doubles = words[:, attribute] * by_runs + own * by_words
        halves = pairs[:, attribute] * by_words / 2
        shares[:-1] += halves
        shares[1:] += halves
        return shares


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


def _up_to(rows: Doubles) -> Doubles:
    """What the rows before each add up to."""
    sums = np.empty_like(rows)
    sums[0] = 0.0
    rows[:-1].cumsum(axis=0, out=sums[1:])
    return sums


def _highest(margins: Doubles, passages: Passages, number: int, attribute: int) -> tuple[tuple[int, int], float]:
    """The comment's passage with the highest margin, and that margin."""
    first, after = passages.of_comment(number)
    best = first + int(margins[first:after, attribute].argmax())
    return (passages.starts[best], passages.ends[best]), float(margins[best, attribute])


def _sigmoid(logit: Doubles) -> Doubles:
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0)))
