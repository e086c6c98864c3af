"""One attempt to teach a site's model: train on older labels, judge on newer ones, and let it act only if that is sure
to be better and not too far from what acts now."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from classifiers.serving.onsite import SiteModel, features, inputs, offset
from classifiers.training.onsite.comparing import compare
from classifiers.training.onsite.fitting import Design, coefficients, fit, model_of, predict
from classifiers.training.onsite.label import Label, unrepeated
from classifiers.training.onsite.sources import jumps, weigh

Doubles = npt.NDArray[np.float64]

LEAST_LABELS: Final = 200
LEAST_OF_CLASS: Final = 40
LEAST_NEWER: Final = 50
LEAST_NEWER_OF_CLASS: Final = 15
OLDER: Final = 0.7
"""Share of the weight that is trained on; the newer rest judges."""
MOST_MOVED: Final = 0.12
"""How far one promotion may move the mean score of the reference texts (mean of the absolute differences)."""
ALARMING: Final = 0.35
"""A model that would move them this far is not even tried in part."""
DISAGREED: Final = 0.5
"""With less of the capped weight believed than this, the sources contradict each other too much to learn from."""


@dataclass(slots=True)
class Lesson:
    """What came of it: `promote` with the model's artifact, or `why` not. Everything else is told to the operator."""

    promote: bool = False
    why: str = ""
    artifact: bytes = b""
    alarms: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the fixed reference set, with the frozen model's scores."""

    text: str
    scores: Mapping[str, float]


def teach(labels: Sequence[Label], present: SiteModel | None, reference: Sequence[Text]) -> Lesson:
    """Try to improve on `present` (None: the frozen model alone). Pure: the same labels always give the same lesson."""
    lesson = Lesson()
    known = unrepeated(labels)
    rejected = np.array([label.rejected for label in known], dtype=bool)
    lesson.about |= {"labels": len(known), "rejected": int(rejected.sum()), "sources": []}
    if not known:
        lesson.why = "There are no labels to learn from."
        return lesson
    design = _design(known)
    weights, sources = weigh(known, design)
    lesson.about |= {"from": known[0].at, "to": known[-1].at, "sources": [asdict(source) for source in sources]}
    if len(known) < LEAST_LABELS or min(rejected.sum(), (~rejected).sum()) < LEAST_OF_CLASS:
        lesson.why = (
            f"Too little to learn from: {len(known)} labels, {int(rejected.sum())} of them rejections; it takes "
            f"{LEAST_LABELS}, and {LEAST_OF_CLASS} of each kind."
        )
        return lesson
    lesson.alarms += jumps(known)
    for source in sources:
        if source.agreement is not None and source.trust < 0.5:
            lesson.alarms.append(f"{source.name} contradicts the others and counts for {source.trust:.0%}.")
    doubted = sum(source.share for source in sources if source.trust < 0.5)
    if doubted > DISAGREED:
        lesson.why = "The sources of labels contradict each other, and it cannot be told who is right."
        return lesson
    if told := jumps(known):
        lesson.why = f"A source of labels changed its ways: {told[0]}"
        return lesson
    older, newer = _split(known, weights)
    for rows in (older, newer):
        if rows.sum() < LEAST_NEWER or min(rejected[rows].sum(), (~rejected[rows]).sum()) < LEAST_NEWER_OF_CLASS:
            lesson.why = "Older and newer decisions do not both have approvals and rejections enough."
            return lesson
    acting = present or SiteModel.unlearned()
    wanted = fit(design.take(older), rejected[older], weights[older])
    candidate = _bounded(lesson, acting, wanted, reference)
    if candidate is None:
        return lesson
    unseen = design.take(newer)
    area, loss = compare(rejected[newer], weights[newer], predict(acting, unseen), predict(candidate, unseen))
    lesson.about |= {
        "trained_on": int(older.sum()),
        "judged_on": int(newer.sum()),
        "roc_auc": asdict(area),
        "log_loss": asdict(loss),
    }
    if not (area.certain and loss.certain):
        measured = f"ROC AUC {area.before:.3f} to {area.after:.3f} (gain {area.low:+.3f} to {area.high:+.3f})"
        lesson.why = f"It is not surely better on the {int(newer.sum())} newest labels: {measured}, log loss gain " + (
            f"{loss.low:+.3f} to {loss.high:+.3f}."
        )
        return lesson
    lesson.promote = True
    lesson.why = f"ROC AUC {area.before:.3f} to {area.after:.3f} on {int(newer.sum())} labels it had not seen."
    lesson.artifact = candidate.pack()
    lesson.about |= {"sha256": hashlib.sha256(lesson.artifact).hexdigest(), "bytes": len(lesson.artifact)}
    return lesson


def moved(before: SiteModel, after: SiteModel, reference: Sequence[Text]) -> float:
    """How far the scores of the reference texts are apart: the mean of the absolute differences."""
    if not reference:
        return 0.0
    design = _rows([(features(each.text), each.scores) for each in reference])
    return float(np.abs(predict(after, design) - predict(before, design)).mean())


def _bounded(lesson: Lesson, acting: SiteModel, wanted: Doubles, reference: Sequence[Text]) -> SiteModel | None:
    """The wanted model, or as much of the way to it as one promotion may go; None with an alarm if that is absurd."""
    whole = moved(acting, model_of(wanted), reference)
    lesson.about |= {"moves": whole, "way": 1.0}
    if whole > ALARMING:
        lesson.why = f"It would move the scores of the reference texts by {whole:.2f}; {ALARMING} is alarming."
        lesson.alarms.append(lesson.why)
        return None
    start = coefficients(acting)
    way, low, high = 1.0, 0.0, 1.0
    if whole > MOST_MOVED:
        for _ in range(12):
            way = (low + high) / 2
            near = moved(acting, model_of(start + way * (wanted - start)), reference) <= MOST_MOVED
            low, high = (way, high) if near else (low, way)
        way = low
    candidate = model_of(start + way * (wanted - start))
    lesson.about |= {"moved": moved(acting, candidate, reference), "way": way}
    return candidate


def _split(labels: Sequence[Label], weights: Doubles) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which labels to train on and which to judge by: by time, so that most of the believed weight is older, and no
    text of the older ones is among the newer."""
    order = np.cumsum(weights) / float(weights.sum())
    older = order <= OLDER
    seen = {label.features for label, old in zip(labels, older, strict=True) if old}
    newer = np.array([not old and label.features not in seen for label, old in zip(labels, older, strict=True)])
    return older, newer


def _design(labels: Sequence[Label]) -> Design:
    return _rows([(label.features, label.scores) for label in labels])


def _rows(known: Sequence[tuple[Sequence[int], Mapping[str, float]]]) -> Design:
    return Design.of(
        [buckets for buckets, _ in known],
        [inputs(scores) for _, scores in known],
        [offset(scores) for _, scores in known],
    )
