"""Numbers for how well scores tell comments apart, and for how far a score can be taken at its word."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score, roc_auc_score

Doubles = npt.NDArray[np.float64]

THRESHOLDS = (0.3, 0.5, 0.7, 0.9)
_BINS = 10


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """If every comment at or above the threshold were held: the share held rightly (precision), and of the bad ones the
    share held (recall).
    """

    threshold: float
    precision: float | None
    recall: float
    held: float


@dataclass(frozen=True, slots=True)
class Quality:
    """`roc_auc`: how often a bad comment scores above a good one. `ece`: how far scores are from frequencies, on
    average (0..1).
    """

    comments: int
    positives: int
    roc_auc: float
    average_precision: float
    ece: float
    at: tuple[AtThreshold, ...]

    def table(self) -> dict[str, Any]:
        """As JSON has it, rounded to four places."""
        table: dict[str, Any] = _rounded(asdict(self))
        return table


def measure(scores: Doubles, labels: npt.NDArray[np.bool_], weights: Doubles | None = None) -> Quality | None:
    """Quality of scores against labels, or None if all labels agree. Weights count for everything but ROC AUC."""
    if labels.all() or not labels.any():
        return None
    counted = np.ones(len(scores)) if weights is None else weights
    return Quality(
        comments=len(scores),
        positives=int(labels.sum()),
        roc_auc=float(roc_auc_score(labels, scores)),
        average_precision=float(average_precision_score(labels, scores, sample_weight=counted)),
        ece=_calibration_error(scores, labels, counted),
        at=tuple(_at(threshold, scores, labels, counted) for threshold in THRESHOLDS),
    )


def _calibration_error(scores: Doubles, labels: npt.NDArray[np.bool_], weights: Doubles) -> float:
    """Expected calibration error over ten equal bins (Naeini et al., 2015)."""
    bins = np.minimum((scores * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(bins, weights * (scores - labels), minlength=_BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def _at(threshold: float, scores: Doubles, labels: npt.NDArray[np.bool_], weights: Doubles) -> AtThreshold:
    held = scores >= threshold
    right = float(weights[held & labels].sum())
    total = float(weights[held].sum())
    return AtThreshold(
        threshold=threshold,
        precision=right / total if total else None,
        recall=right / float(weights[labels].sum()),
        held=total / float(weights.sum()),
    )


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value
