"""How much each source of labels is believed, and when one behaves as it did not before.

Everybody may be wrong, and somebody may want to be: a moderator who rejects everything, a stolen key. So no source has
more than a share of either class, other programs together have less than the moderators, and a source that contradicts
what a model of everybody else's labels expects counts for little.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers.training.onsite.fitting import Design, fit, model_of, predict
from classifiers.training.onsite.label import Label

Doubles = npt.NDArray[np.float64]

MOST_OF_CLASS: Final = 0.2
"""Share of a class's weight that one source may have, where there are sources enough."""
_LOOSE: Final = 1.5
"""Of few sources each may have half as much again as an equal part; an equal part itself would let one that labels
little take everybody else's weight away, and with it the balance of the classes."""
MOST_OUTSIDE: Final = 1 / 3
"""Share of a class's weight that other programs may have together, beside moderators."""
LEAST_TO_JUDGE: Final = 20
"""Labels below which a source is believed untested."""
MOST_JUDGED: Final = 12
"""The sources with most labels that are tested."""
DISTRUST: Final = 0.02
"""What remains of a source's weight that contradicts all others."""
_DISTRUSTED, _TRUSTED = 0.2, 0.7
"""Agreements, as shares of the usual one, below which a source has the least trust and above which it has all."""
_LEAST_USUAL: Final = 0.15
"""Where even the middle one of all sources agrees with the others less than this, there is nothing they agree on."""
JUMP: Final = 0.3
"""Change of a source's share of rejections that is told as an alarm, if it is also beyond chance."""
_JUMP_SIGMAS: Final = 4.0
_JUMP_LEAST: Final = 40


@dataclass(frozen=True, slots=True)
class Source:
    """`agreement`: how its labels follow what a model of all others' labels expects: 1 as closely as theirs, 0 not at
    all, below 0 to the contrary; one standard error in its favour, None if untested. `trust` multiplies its weight;
    `share` is what it has of all weight in the end."""

    name: str
    outside: bool
    approved: int
    rejected: int
    agreement: float | None
    trust: float
    share: float


def weigh(labels: Sequence[Label], design: Design) -> tuple[Doubles, list[Source]]:
    """A weight per label, and what they came to per source. Weights of all labels add up to at most their number."""
    names = [label.source for label in labels]
    capped = _capped(labels, np.ones(len(labels)))
    agreements = _agreements(labels, design, capped)
    # Where little can be foreseen at all, nobody is expected to follow it closely.
    usual = max(_LEAST_USUAL, min(1.0, float(np.median(list(agreements.values())))) if agreements else 1.0)
    trust = {name: _trust(agreements.get(name), usual) for name in set(names)}
    weights = capped * np.array([trust[name] for name in names])
    total = float(weights.sum()) or 1.0
    sources = []
    for name, _ in Counter(names).most_common():
        own = np.array([each == name for each in names])
        rejected = sum(label.rejected for label in labels if label.source == name)
        outside = any(label.outside for label in labels if label.source == name)
        share = float(weights[own].sum()) / total
        agreement = agreements.get(name)
        sources.append(Source(name, outside, int(own.sum()) - rejected, rejected, agreement, trust[name], share))
    return weights, sources


def jumps(labels: Sequence[Label]) -> list[str]:
    """Sentences about sources whose share of rejections in their newest third is not what it was before."""
    told = []
    by_source: dict[str, list[bool]] = {}
    for label in labels:
        by_source.setdefault(label.source, []).append(label.rejected)
    for name, verdicts in sorted(by_source.items()):
        cut = len(verdicts) - len(verdicts) // 3
        before, after = verdicts[:cut], verdicts[cut:]
        if len(after) < _JUMP_LEAST:
            continue
        first, second = sum(before) / len(before), sum(after) / len(after)
        pooled = sum(verdicts) / len(verdicts)
        noise = math.sqrt(pooled * (1 - pooled) * (1 / len(before) + 1 / len(after))) or 1.0
        if abs(second - first) > JUMP and abs(second - first) / noise > _JUMP_SIGMAS:
            told.append(f"{name} rejected {first:.0%} of its labels before and {second:.0%} of the newest ones.")
    return told


def _capped(labels: Sequence[Label], weights: Doubles) -> Doubles:
    """Weights scaled down so that no source, and not all other programs together, have more than their share of a
    class."""
    capped = weights.copy()
    for rejected in (False, True):
        of_class = np.array([label.rejected is rejected for label in labels], dtype=bool)
        groups = {
            name: np.array([label.source == name for label in labels]) & of_class
            for name in {label.source for label in labels}
        }
        totals = {name: float(weights[rows].sum()) for name, rows in groups.items() if rows.any()}
        moderators = {label.source for label in labels if not label.outside}
        inside = {name: total for name, total in totals.items() if name in moderators}
        outside = {name: total for name, total in totals.items() if name not in moderators}
        limits = _limited(inside or outside)
        if inside and outside:
            room = sum(limits.values()) * MOST_OUTSIDE / (1 - MOST_OUTSIDE)
            # Each of them may have no more than the cap of the whole, and all together no more than the room.
            most = MOST_OF_CLASS / (1 - MOST_OF_CLASS) * sum(limits.values())
            kept = {name: min(total, most) for name, total in outside.items()}
            scale = min(1.0, room / sum(kept.values()))
            limits |= {name: total * scale for name, total in kept.items()}
        for name, total in totals.items():
            capped[groups[name]] *= limits[name] / total
    return capped


def _limited(totals: dict[str, float]) -> dict[str, float]:
    """Totals cut so that none is more than the share of what remains."""
    share = max(MOST_OF_CLASS, _LOOSE / len(totals)) if totals else 1.0
    if share >= 1.0:
        return dict(totals)
    # The highest level at which the largest, cut to it, have no more than their share of the sum.
    low, high = 0.0, max(totals.values())
    for _ in range(60):
        level = (low + high) / 2
        cut = sum(min(total, level) for total in totals.values())
        low, high = (level, high) if level <= share * cut * (1 + 1e-9) else (low, level)
    level = max(low, min(totals.values()))
    return {name: min(total, level) for name, total in totals.items()}


def _agreements(labels: Sequence[Label], design: Design, weights: Doubles) -> dict[str, float]:
    counts = Counter(label.source for label in labels)
    if len(counts) < 2:
        return {}
    rejected = np.array([label.rejected for label in labels])
    found = {}
    for name, count in counts.most_common(MOST_JUDGED):
        own = np.array([label.source == name for label in labels])
        others = rejected[~own]
        if count < LEAST_TO_JUDGE or min(int(others.sum()), int((~others).sum())) < LEAST_TO_JUDGE // 2:
            continue
        model = model_of(fit(design.take(~own), others, weights[~own]))
        found[name] = _agreement(rejected[own], predict(model, design.take(own)))
    return found


def _agreement(rejected: npt.NDArray[np.bool_], expected: Doubles) -> float:
    """The slope of labels over expectations by least squares. Where those hardly differ nothing can be told, so the
    error of a coin's tosses is given to the source."""
    apart = expected - expected.mean()
    spread = float(apart @ apart) or 1e-12
    return float(apart @ rejected) / spread + 0.5 / math.sqrt(spread)


def _trust(agreement: float | None, usual: float) -> float:
    if agreement is None:
        return 1.0
    return max(DISTRUST, min(1.0, (agreement / usual - _DISTRUSTED) / (_TRUSTED - _DISTRUSTED)))
