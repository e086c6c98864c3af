"""The readers under measurement: the fast one alone, and the fast one with the careful one beside it.

Each remembers what it said of a text, so that a text that is in several measurements is read once.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from classifiers.serving.careful import Careful
from classifiers.serving.classifier import Classifier, Reading

Doubles = npt.NDArray[np.float64]
Say = Callable[[str], None]

FAST: Final = "fast"
BOTH: Final = "fast and careful"
_BATCH: Final = 2000
_SECOND_LOOKS: Final = 64


class Reader(Protocol):
    """What measurements need of a reader."""

    name: str
    attributes: tuple[str, ...]

    def scores(self, texts: Sequence[str]) -> Doubles: ...


class FastReader:
    """The fast reader alone."""

    def __init__(self, model: Classifier, say: Say = lambda _: None) -> None:
        self.name = FAST
        self.attributes = model.attributes
        self._model = model
        self._say = say
        self._known: dict[str, tuple[float, ...]] = {}

    def scores(self, texts: Sequence[str]) -> Doubles:
        """Scores, texts x attributes."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            for text, scores in zip(batch, self._model.score(batch), strict=True):
                self._known[text] = tuple(scores[name] for name in self.attributes)
            if len(new) > 2 * _BATCH and start // _BATCH % 4 == 3:
                self._say(f"{self.name}: {start + len(batch)} of {len(new)} comments")
        return np.array([self._known[text] for text in texts]).reshape(len(texts), len(self.attributes))


class BothReaders:
    """The fast reader, and the careful reader for what is in doubt."""

    def __init__(self, fast: FastReader, careful: Careful, say: Say = lambda _: None) -> None:
        self.name = BOTH
        self.attributes = fast.attributes
        self._fast = fast
        self._careful = careful
        self._say = say
        self._known: dict[str, tuple[float, ...]] = {}

    def doubted(self, texts: Sequence[str]) -> float:
        """The share of the texts that the careful reader looks at."""
        first = self._fast.scores(texts).tolist()
        rows = [dict(zip(self.attributes, row, strict=True)) for row in first]
        looks = [self._careful.doubtful(text, row) for text, row in zip(texts, rows, strict=True)]
        return sum(looks) / max(len(looks), 1)

    def scores(self, texts: Sequence[str]) -> Doubles:
        """Scores, texts x attributes."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        first = self._fast.scores(new).tolist()
        doubtful: list[tuple[str, Reading]] = []
        for text, row in zip(new, first, strict=True):
            scores = dict(zip(self.attributes, row, strict=True))
            if self._careful.doubtful(text, scores):
                doubtful.append((text, Reading(scores, ())))
            else:
                self._known[text] = tuple(row)
        self._look_again(doubtful)
        return np.array([self._known[text] for text in texts]).reshape(len(texts), len(self.attributes))

    def _look_again(self, doubtful: Sequence[tuple[str, Reading]]) -> None:
        batches = [doubtful[start : start + _SECOND_LOOKS] for start in range(0, len(doubtful), _SECOND_LOOKS)]
        # The reader computes outside the interpreter's lock, so threads use all cores.
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            for number, (batch, readings) in enumerate(zip(batches, threads.map(self._reread, batches), strict=True)):
                for (text, _), reading in zip(batch, readings, strict=True):
                    self._known[text] = tuple(reading.scores[name] for name in self.attributes)
                if number % 20 == 19:
                    self._say(f"{self.name}: {(number + 1) * _SECOND_LOOKS} of {len(doubtful)} second looks")

    def _reread(self, batch: Sequence[tuple[str, Reading]]) -> list[Reading]:
        return self._careful.reread([text for text, _ in batch], [reading for _, reading in batch])
