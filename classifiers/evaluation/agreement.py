"""How far our scores agree with those another system gave the same comments, and which threshold of ours does the work
of a threshold of theirs.

A threshold of theirs that holds a share of the comments corresponds to the threshold of ours that holds the same share
(equipercentile linking, as tests are equated with one another).
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from classifiers.evaluation.quality import roc_auc, roc_aucs, rounded
from classifiers.evaluation.resampling import draws, interval

Doubles = npt.NDArray[np.float64]

MAPPED: Final = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
MOVERS: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
JUDGED: Final = (0.5, 0.7)
# Fewer comments than this above a threshold do not carry a threshold of ours.
FEW: Final = 10


def agreement(
    ours: Doubles,
    theirs: Doubles,
    *,
    judged: Sequence[float] = JUDGED,
    mapped: Sequence[float] = MAPPED,
    groups: npt.NDArray[np.int64] | None = None,
) -> dict[str, Any]:
    """Rank correlation, ROC AUC of our scores for being at or above each `judged` threshold of theirs, and the
    thresholds of ours that stand for the `mapped` ones, all with 95 % intervals. Needs at least two comments.
    """
    drawn = draws(np.arange(len(ours)) if groups is None else groups)
    repeats = drawn.of_comments()
    correlations = np.array([_weighted_spearman(ours, theirs, row) for row in repeats])
    table = {
        "comments": len(ours),
        "spearman": spearman(ours, theirs),
        "spearman_interval": interval(correlations),
        "roc_auc": [_judged(ours, theirs >= threshold, threshold, repeats) for threshold in judged],
        "thresholds": [_mapped(ours, theirs, threshold, repeats) for threshold in mapped],
    }
    found: dict[str, Any] = rounded(table)
    return found


def spearman(first: Doubles, second: Doubles) -> float | None:
    """Rank correlation (Spearman, 1904), ties sharing their mean rank; None where one of them is the same for all."""
    found = _weighted_spearman(first, second, np.ones(len(first)))
    return found if np.isfinite(found) else None


def _weighted_spearman(first: Doubles, second: Doubles, weights: Doubles) -> float:
    a, b = _ranks(first, weights), _ranks(second, weights)
    a, b = a - np.average(a, weights=weights), b - np.average(b, weights=weights)
    spread = float(np.sqrt((weights * a * a).sum() * (weights * b * b).sum()))
    return float((weights * a * b).sum()) / spread if spread > 0 else float("nan")


def _ranks(values: Doubles, weights: Doubles) -> Doubles:
    levels, level = np.unique(values, return_inverse=True)
    there = np.bincount(level, weights, minlength=len(levels))
    ranks: Doubles = (np.cumsum(there) - there / 2)[level]
    return ranks


def _judged(ours: Doubles, above: npt.NDArray[np.bool_], threshold: float, repeats: Doubles) -> dict[str, Any]:
    if above.all() or not above.any():
        return {"theirs": threshold, "above": int(above.sum()), "roc_auc": None, "roc_auc_interval": None}
    return {
        "theirs": threshold,
        "above": int(above.sum()),
        "roc_auc": roc_auc(ours, above),
        "roc_auc_interval": interval(roc_aucs(ours, above, repeats)),
    }


def _mapped(ours: Doubles, theirs: Doubles, threshold: float, repeats: Doubles) -> dict[str, Any]:
    above = theirs >= threshold
    order = np.argsort(-ours, kind="stable")
    row: dict[str, Any] = {"theirs": threshold, "above": int(above.sum()), "held": float(above.mean()), "ours": None,
                           "ours_interval": None}  # fmt: skip
    if above.sum() >= FEW and not above.all():
        row["ours"] = _holding(ours[order], np.ones(len(ours)), int(above.sum()))
        moved = np.array([_holding(ours[order], repeat[order], float(repeat[above].sum())) for repeat in repeats])
        row["ours_interval"] = interval(moved)
    return row


def _holding(falling: Doubles, weights: Doubles, held: float) -> float:
    """The score at or above which `held` comments lie."""
    if held <= 0:
        return float("nan")
    place = int(np.searchsorted(np.cumsum(weights), held))
    return float(falling[min(place, len(falling) - 1)])
