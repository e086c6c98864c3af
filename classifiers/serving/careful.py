"""The careful reader: a small transformer that reads a comment as a whole, for those the fast reader is unsure of.

It costs some milliseconds where the fast reader costs a fifth of one, so it is asked only when in doubt: a score in the
doubtful range, or a word about who people are, where counting words misleads most. Its answer weighs both readers: the
probability is sigmoid(fast * logit of the fast reader's score + careful * highest logit of a window + constant), the
three numbers calibrated per attribute.

Needs onnxruntime, the extra `careful`; without it everything works with the fast reader alone. A model file is a
graph of arithmetic and cannot run code.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from classifiers.serving.careful_artifact import CarefulArtifact
from classifiers.serving.classifier import Reading
from classifiers.serving.explain import Span
from classifiers.serving.odds import logit, probability_of
from classifiers.serving.wordpiece import WordPieces

# A comment of more windows is the fast reader's alone: it looks at every dozen words.
MOST_WINDOWS: Final = 8
EDGE: Final = 1e-6  # scores are kept so far from 0 and 1
_OVERLAP: Final = 8
_FARTHEST: Final = 60.0
_PLAIN: Final = re.compile(r"\w+")

Floats = npt.NDArray[np.float32]


class Session(Protocol):
    """What is used of an onnxruntime session."""

    def run(self, wanted: None, given: dict[str, npt.NDArray[Any]]) -> list[Any]: ...


def runs_here() -> bool:
    """Whether the extra `careful` is installed."""
    return find_spec("onnxruntime") is not None


class Careful:
    """A careful reader at work. Safe to share between threads; each call computes in the calling thread."""

    def __init__(self, artifact: CarefulArtifact) -> None:
        self.name = artifact.name
        self.language = artifact.language
        self.attributes = artifact.attributes
        self._artifact = artifact
        self._pieces = WordPieces(artifact.vocabulary)
        self._session = _session(artifact.graph)
        self._terms = frozenset(artifact.terms)

    def doubtful(self, text: str, scores: dict[str, float]) -> bool:
        """Whether the fast reader's scores of the text call for a second look."""
        low, high = self._artifact.doubt
        highest = max((scores[name] for name in self.attributes if name in scores), default=0.0)
        if low <= highest <= high:
            return True
        # Plain words, not canonical ones: every comment is asked this, and a disguised term only loses a second look.
        return not self._terms.isdisjoint(_PLAIN.findall(text.casefold()))

    def reread(self, texts: Sequence[str], readings: Sequence[Reading]) -> list[Reading]:
        """The readings after a second look, in order; one of a text too long for it comes back as it was."""
        return [self._reread(text, reading) for text, reading in zip(texts, readings, strict=True)]

    def logits(self, text: str) -> Floats | None:
        """The highest logit of the text's windows for each attribute, or None if it has too many windows."""
        windows = self.windows(self._pieces.pieces(text))
        if len(windows) > MOST_WINDOWS:
            return None
        longest = max(map(len, windows)) + 2
        pieces = np.full((len(windows), longest), self._pieces.padding, dtype=np.int64)
        there = np.zeros((len(windows), longest), dtype=np.float32)
        for row, window in enumerate(windows):
            marked = (self._pieces.first, *window, self._pieces.last)
            pieces[row, : len(marked)] = marked
            there[row, : len(marked)] = 1.0
        found: Floats = self._session.run(None, {"pieces": pieces, "there": there})[0]
        highest: Floats = found.max(axis=0)
        return highest

    def windows(self, pieces: list[int]) -> list[list[int]]:
        """The pieces in windows as long as those of training, overlapping, the last one ending where the text ends."""
        size = self._artifact.longest - 2
        if len(pieces) <= size:
            return [pieces]
        starts = [*range(0, len(pieces) - size, size - _OVERLAP), len(pieces) - size]
        return [pieces[start : start + size] for start in starts]

    def _reread(self, text: str, reading: Reading) -> Reading:
        found = self.logits(text)
        if found is None:
            return reading
        scores = dict(reading.scores)
        for name, own, (fast, careful, constant) in zip(
            self.attributes, found.tolist(), self._artifact.blend, strict=True
        ):
            if name in scores:
                scores[name] = probability_of(fast * logit(scores[name], EDGE) + careful * own + constant, _FARTHEST)
        spans = tuple(_rescaled(span, reading.scores, scores) for span in reading.spans)
        return replace(reading, scores=scores, spans=spans, reader="careful")


def _session(graph: bytes) -> Session:
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    # One core: the service decides how much of the machine second looks may take.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session: Session = runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return session


def _rescaled(span: Span, before: dict[str, float], after: dict[str, float]) -> Span:
    """A span keeps its share of the score, whatever the score has become."""
    share = span.value / max(before[span.attribute], EDGE)
    return replace(span, value=round(share * after[span.attribute], 4))
