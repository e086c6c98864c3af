"""A weighted logistic regression with an offset and an L2 penalty of its own per coefficient, in numpy alone.

scikit-learn's has no offset, which is how a site's model starts from what the frozen one says. Without one both give
the same coefficients, and a test holds it to that. Newton's method with conjugate gradients (Lin, Weng and Keerthi,
2008, without the trust region): the loss is convex and the penalty positive, so a step that is short enough gets lower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers.serving.onsite import BUCKETS, INPUTS, SiteModel, table

Doubles = npt.NDArray[np.float64]

WORD_PENALTY: Final = 1.0
INPUT_PENALTY: Final = 50.0
CONSTANT_PENALTY: Final = 10.0
"""Stronger than that of words: what a house minds is to be found in what was said, not in a general mistrust of what
the frozen model says, which would move everything."""
_STEPS: Final = 40
_TOLERANCE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Design:
    """Rows of features: buckets weighted so that a row's squares add up to one, then inputs, then a constant."""

    columns: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    values: Doubles
    inputs: Doubles
    offset: Doubles

    @classmethod
    def of(
        cls, buckets: Sequence[Sequence[int]], inputs: Sequence[Sequence[float]], offset: Sequence[float]
    ) -> "Design":
        columns, limits = table(buckets)
        sizes = np.diff(limits)
        rows = np.repeat(np.arange(len(buckets)), sizes)
        values = np.repeat(1.0 / np.sqrt(np.maximum(sizes, 1)), sizes)
        dense = np.array(inputs, dtype=np.float64).reshape(len(buckets), len(INPUTS))
        return cls(columns, rows, values, dense, np.array(offset, dtype=np.float64))

    def __len__(self) -> int:
        return len(self.offset)

    def take(self, chosen: npt.NDArray[np.bool_]) -> "Design":
        """The rows that are chosen."""
        kept = chosen[self.rows]
        renumbered = np.cumsum(chosen) - 1
        return Design(
            self.columns[kept],
            renumbered[self.rows[kept]],
            self.values[kept],
            self.inputs[chosen],
            self.offset[chosen],
        )

    def times(self, coefficients: Doubles) -> Doubles:
        """The matrix times a vector: buckets, inputs, constant."""
        words = np.bincount(self.rows, self.values * coefficients[self.columns], minlength=len(self))
        product: Doubles = words + self.inputs @ coefficients[BUCKETS:-1] + coefficients[-1]
        return product

    def transposed_times(self, vector: Doubles) -> Doubles:
        words = np.bincount(self.columns, self.values * vector[self.rows], minlength=BUCKETS)
        return np.concatenate((words, self.inputs.T @ vector, [vector.sum()]))


def predict(model: SiteModel, design: Design) -> Doubles:
    """Probabilities of all rows at once; equal to `SiteModel.score` of each."""
    return _sigmoid(design.offset + design.times(coefficients(model)))


def coefficients(model: SiteModel) -> Doubles:
    return np.concatenate((model.word_weights, model.input_weights, [model.constant])).astype(np.float64)


def model_of(found: Doubles) -> SiteModel:
    """The model with these coefficients, as it is after a round trip through its artifact."""
    return SiteModel(
        found[:BUCKETS].astype(np.float32), found[BUCKETS:-1].astype(np.float32), float(found[-1])
    ).as_released()


def fit(design: Design, rejected: npt.NDArray[np.bool_], weights: Doubles) -> Doubles:
    """The coefficients that minimise the weighted log loss plus half the penalties times their squares."""
    penalty = np.full(BUCKETS + len(INPUTS) + 1, WORD_PENALTY)
    penalty[BUCKETS:-1] = INPUT_PENALTY
    penalty[-1] = CONSTANT_PENALTY
    labels = rejected.astype(np.float64)
    found = np.zeros(len(penalty))
    loss = _loss(design, labels, weights, penalty, found)
    for _ in range(_STEPS):
        chances = _sigmoid(design.offset + design.times(found))
        gradient = design.transposed_times(weights * (chances - labels)) + penalty * found
        size = float(np.linalg.norm(gradient))
        if size < _TOLERANCE * max(1.0, float(weights.sum())) ** 0.5:
            break
        step = _newton_step(design, weights * chances * (1.0 - chances), penalty, gradient, size)
        length = 1.0
        while length > 1e-6:
            tried = _loss(design, labels, weights, penalty, found + length * step)
            if tried < loss:
                break
            length /= 2
        else:
            break
        found = found + length * step
        loss = tried
    return found


def _newton_step(design: Design, curvature: Doubles, penalty: Doubles, gradient: Doubles, size: float) -> Doubles:
    """Solve Hessian * step = -gradient by conjugate gradients, the more exactly the nearer the end is."""
    step = np.zeros_like(gradient)
    rest = -gradient
    diagonal = penalty + _diagonal(design, curvature)
    scaled = rest / diagonal
    direction = scaled.copy()
    product = float(rest @ scaled)
    enough = min(0.1, size**0.5) * size
    for _ in range(200):
        bent = design.transposed_times(curvature * design.times(direction)) + penalty * direction
        length = product / float(direction @ bent)
        step += length * direction
        rest = rest - length * bent
        if float(np.linalg.norm(rest)) <= enough:
            break
        scaled = rest / diagonal
        following = float(rest @ scaled)
        direction = scaled + following / product * direction
        product = following
    return step


def _diagonal(design: Design, curvature: Doubles) -> Doubles:
    words = np.bincount(design.columns, design.values**2 * curvature[design.rows], minlength=BUCKETS)
    return np.concatenate((words, (design.inputs**2).T @ curvature, [curvature.sum()]))


def _loss(design: Design, labels: Doubles, weights: Doubles, penalty: Doubles, found: Doubles) -> float:
    margins = design.offset + design.times(found)
    return float(weights @ (np.logaddexp(0.0, margins) - labels * margins) + 0.5 * (penalty @ found**2))


def _sigmoid(margins: Doubles) -> Doubles:
    chances: Doubles = 1.0 / (1.0 + np.exp(-np.clip(margins, -30.0, 30.0)))
    return chances
