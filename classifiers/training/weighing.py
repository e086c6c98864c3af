"""How much each reader's word counts: the fast reader's logit and the careful reader's, weighed so that the
probability means what it says on comments as they come.

Both look at comments that neither has learned from, weighted to the natural share of positives. Where an attribute
has few positives, how the two compare is taken from TOXICITY and only the level is its own.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from classifiers.attributes import Attribute
from classifiers.training.calibration import natural_weights

Doubles = npt.NDArray[np.float64]

FEW: Final = 60
# How sure one is beforehand that both readers' words count alike, in comments.
_PRIOR: Final = 20.0


def weigh(
    logits: dict[Attribute, Doubles], labels: dict[Attribute, npt.NDArray[np.bool_]], natural: dict[Attribute, float]
) -> list[tuple[float, float, float]]:
    """(fast, careful, constant) per attribute, from its logits (comments x 2: fast, careful) and labels; TOXICITY
    must be among them.
    """
    shape = _fit(logits[Attribute.TOXICITY], labels[Attribute.TOXICITY], natural[Attribute.TOXICITY], None)
    rows = []
    for attribute, each in logits.items():
        known = labels[attribute]
        given = shape[:2] if known.sum() < FEW else None
        rows.append(_fit(each, known, natural[attribute], given))
    return rows


def _fit(
    logits: Doubles, labels: npt.NDArray[np.bool_], natural: float, given: Sequence[float] | None
) -> tuple[float, float, float]:
    weights = natural_weights(labels, natural)
    signs = np.where(labels, 1.0, -1.0)

    def cost(numbers: Doubles) -> float:
        fast, careful, constant = numbers if given is None else (*given, numbers[0])
        margins = signs * (fast * logits[:, 0] + careful * logits[:, 1] + constant)
        penalty = _PRIOR * ((fast - 0.5) ** 2 + (careful - 0.5) ** 2)
        return float((weights * np.logaddexp(0.0, -margins)).sum() + penalty)

    begin = np.array([0.5, 0.5, 0.0]) if given is None else np.zeros(1)
    bounds = [(0.0, None), (0.0, None), (None, None)] if given is None else [(None, None)]
    found = minimize(cost, begin, method="L-BFGS-B", bounds=bounds).x
    fast, careful, constant = found if given is None else (*given, found[0])
    return round(float(fast), 5), round(float(careful), 5), round(float(constant), 5)
