"""Whether one model is better than another on labels that neither has seen, and how sure that is."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

RESAMPLES: Final = 400
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Gain:
    """Before, after, and the difference with its interval of 95 % (paired bootstrap); positive is better."""

    before: float
    after: float
    gain: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        return self.low > 0.0


def compare(rejected: npt.NDArray[np.bool_], weights: Doubles, before: Doubles, after: Doubles) -> tuple[Gain, Gain]:
    """Gains in ROC AUC and in log loss (less is better, so the gain is what it fell by) of the scores `after` over the
    scores `before` on the same labels."""
    ranks = (_Ranked(before, rejected), _Ranked(after, rejected))
    losses = (_losses(before, rejected), _losses(after, rejected))
    random = np.random.default_rng(0)
    areas, falls = [], []
    for _ in range(RESAMPLES):
        drawn = weights * np.bincount(random.integers(0, len(weights), len(weights)), minlength=len(weights))
        if not (drawn[rejected].sum() > 0 and drawn[~rejected].sum() > 0):
            continue
        areas.append(ranks[1].area(drawn) - ranks[0].area(drawn))
        falls.append(float(drawn @ (losses[0] - losses[1])) / float(drawn.sum()))
    whole = float(weights.sum())
    return (
        _gain(ranks[0].area(weights), ranks[1].area(weights), 1.0, areas),
        _gain(float(weights @ losses[0]) / whole, float(weights @ losses[1]) / whole, -1.0, falls),
    )


def _gain(before: float, after: float, sign: float, differences: list[float]) -> Gain:
    tail = (1.0 - CONFIDENCE) / 2
    low, high = np.quantile(differences, (tail, 1.0 - tail)) if differences else (-1.0, 1.0)
    return Gain(before, after, sign * (after - before), float(low), float(high))


def _losses(scores: Doubles, rejected: npt.NDArray[np.bool_]) -> Doubles:
    kept = np.clip(scores, 1e-6, 1 - 1e-6)
    losses: Doubles = -np.log(np.where(rejected, kept, 1 - kept))
    return losses


class _Ranked:
    """Scores in order once, so that the area can be worked out for many weightings."""

    def __init__(self, scores: Doubles, rejected: npt.NDArray[np.bool_]) -> None:
        self._order = np.argsort(scores, kind="stable")
        ordered = scores[self._order]
        self._begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        self._rejected = rejected[self._order]

    def area(self, weights: Doubles) -> float:
        """Area under the ROC curve: how probably a rejected text stands above an approved one; ties count half."""
        ordered = weights[self._order]
        positive = np.add.reduceat(np.where(self._rejected, ordered, 0.0), self._begins)
        negative = np.add.reduceat(np.where(self._rejected, 0.0, ordered), self._begins)
        below = np.cumsum(negative) - negative
        return float(positive @ (below + negative / 2)) / float(positive.sum() * negative.sum())
