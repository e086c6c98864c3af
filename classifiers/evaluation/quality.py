"""Numbers for how well scores tell comments apart, and for how far a score can be taken at its word."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.evaluation.resampling import draws, interval

Doubles = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Interval = tuple[float, float]

THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9)
BINS = 10


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """If every comment at or above the threshold were held: the share held rightly (precision), and of the bad ones the
    share held (recall), each with its 95 % interval.
    """

    threshold: float
    precision: float | None
    precision_interval: Interval | None
    recall: float
    recall_interval: Interval | None
    held: float


@dataclass(frozen=True, slots=True)
class Quality:
    """`roc_auc`: how often a bad comment scores above a good one, with its 95 % interval. `ece`: how far scores are
    from frequencies, on average (0..1).
    """

    comments: int
    positives: int
    roc_auc: float
    roc_auc_interval: Interval | None
    average_precision: float
    ece: float
    at: tuple[AtThreshold, ...]

    def table(self) -> dict[str, Any]:
        """As JSON has it, rounded to four places."""
        table: dict[str, Any] = rounded(asdict(self))
        return table


def measure(
    scores: Doubles, labels: Truths, weights: Doubles | None = None, groups: npt.NDArray[np.int64] | None = None
) -> Quality | None:
    """Quality of scores against labels, or None if all labels agree. Weights count for everything but ROC AUC;
    intervals draw whole groups of near-copies (each comment is its own if none are given).
    """
    if labels.all() or not labels.any():
        return None
    counted = np.ones(len(scores)) if weights is None else weights
    drawn = draws(np.arange(len(scores)) if groups is None else groups)
    return Quality(
        comments=len(scores),
        positives=int(labels.sum()),
        roc_auc=roc_auc(scores, labels),
        roc_auc_interval=interval(roc_aucs(scores, labels, drawn.of_comments())),
        average_precision=average_precision(scores, labels, counted),
        ece=calibration_error(scores, labels, counted),
        at=tuple(
            _at(threshold, scores, labels, counted, drawn.totals(_columns(threshold, scores, labels, counted)))
            for threshold in THRESHOLDS
        ),
    )


def roc_auc(scores: Doubles, labels: Truths) -> float:
    """How often a comment that is bad scores above one that is good; ties count half (Hanley and McNeil, 1982)."""
    return float(roc_aucs(scores, labels, np.ones((1, len(scores))))[0])


def roc_aucs(scores: Doubles, labels: Truths, weights: Doubles) -> Doubles:
    """The same for each row of weights (draws x comments); not a number where a draw has no good or no bad comment."""
    levels, level = np.unique(scores, return_inverse=True)
    found = np.full(len(weights), np.nan)
    for number, row in enumerate(weights):
        bad = np.bincount(level, row * labels, minlength=len(levels))
        good = np.bincount(level, row * ~labels, minlength=len(levels))
        pairs = bad.sum() * good.sum()
        if pairs > 0:
            found[number] = (bad * (np.cumsum(good) - good / 2)).sum() / pairs
    return found


def average_precision(scores: Doubles, labels: Truths, weights: Doubles) -> float:
    """Precision averaged over the recall that each lower threshold adds."""
    levels, level = np.unique(-scores, return_inverse=True)
    right = np.bincount(level, weights * labels, minlength=len(levels))
    held = np.bincount(level, weights, minlength=len(levels))
    precision = np.cumsum(right) / np.cumsum(held)
    return float((precision * right).sum() / right.sum())


def calibration_error(scores: Doubles, labels: Truths, weights: Doubles) -> float:
    """Expected calibration error over ten equal bins (Naeini et al., 2015)."""
    gaps = np.bincount(bins(scores), weights * (scores - labels), minlength=BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def reliability(scores: Doubles, labels: Truths, weights: Doubles) -> list[dict[str, Any]]:
    """For each of ten bins of scores that is not empty: mean score, frequency, comments, and the bin's weight among the
    bad and the good ones.
    """
    table = []
    for number in range(BINS):
        chosen = bins(scores) == number
        if chosen.any():
            inside = weights[chosen]
            table.append(
                {
                    "bin": number,
                    "score": float(np.average(scores[chosen], weights=inside)),
                    "frequency": float(np.average(labels[chosen], weights=inside)),
                    "comments": int(chosen.sum()),
                    "of_bad": float(inside[labels[chosen]].sum() / weights[labels].sum()),
                    "of_good": float(inside[~labels[chosen]].sum() / weights[~labels].sum()),
                }
            )
    found: list[dict[str, Any]] = rounded(table)
    return found


def curve(scores: Doubles, labels: Truths, weights: Doubles) -> list[dict[str, Any]]:
    """Precision, recall and share held at 0.05, 0.10 ... 0.95."""
    table = []
    for step in range(1, 20):
        point = _at(step / 20, scores, labels, weights, None)
        table.append(
            {
                "threshold": point.threshold,
                "precision": point.precision,
                "recall": point.recall,
                "held": point.held,
            }
        )
    found: list[dict[str, Any]] = rounded(table)
    return found


def bins(scores: Doubles) -> npt.NDArray[np.int64]:
    """The number of the bin of each score."""
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)


def rounded(value: Any) -> Any:
    """Numbers of a JSON value to four places; what is not a number becomes None."""
    if isinstance(value, float):
        return round(value, 4) if np.isfinite(value) else None
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    return value


def _columns(threshold: float, scores: Doubles, labels: Truths, weights: Doubles) -> Doubles:
    held = scores >= threshold
    return np.column_stack((weights * (held & labels), weights * held, weights * labels))


def _at(threshold: float, scores: Doubles, labels: Truths, weights: Doubles, drawn: Doubles | None) -> AtThreshold:
    right, total, bad = _columns(threshold, scores, labels, weights).sum(axis=0).tolist()
    precisions = recalls = None
    if drawn is not None:
        rights, totals, bads = drawn.T
        precisions = interval(np.divide(rights, totals, out=np.full(len(rights), np.nan), where=totals > 0))
        recalls = interval(np.divide(rights, bads, out=np.full(len(rights), np.nan), where=bads > 0))
    return AtThreshold(
        threshold=threshold,
        precision=right / total if total else None,
        precision_interval=precisions if total else None,
        recall=right / bad,
        recall_interval=recalls,
        held=total / float(weights.sum()),
    )
