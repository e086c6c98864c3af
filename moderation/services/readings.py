"""What a score means on this site: of the comments with a similar one that moderators decided, how many they rejected.

"0.84" says little to a moderator; "8 of 10 like this were rejected here" does. It is counted on decisions that still
stand, in each process every few minutes and beside the requests.
"""

import asyncio
import time
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import structlog

from moderation.domain.errors import StorageUnavailable
from moderation.domain.learning import Label
from moderation.services.decided import Decided

log = structlog.get_logger()

MOST_ALIKE: Final = 50
"""Decided comments that a reading is made of, the nearest scores first."""
LEAST_ALIKE: Final = 10
FURTHEST: Final = 0.1
"""How far from the score they may be."""
LIFETIME: Final = 300.0
"""Seconds for which decisions are counted once."""
_PATIENCE: Final = 0.25
"""Seconds that a moderator waits for the count; it goes on without them."""


@dataclass(frozen=True, slots=True)
class Reading:
    decided: int
    rejected: int
    low: float
    high: float
    """The scores of those comments, from the lowest to the highest."""


class _Counted:
    """The decided comments of a site by the score that one model gave them for one attribute."""

    def __init__(self, scored: Sequence[tuple[float, bool]]) -> None:
        ordered = sorted(scored)
        self._scores = array("d", (score for score, _ in ordered))
        self._rejected = array("l", accumulate((rejected for _, rejected in ordered), initial=0))

    def near(self, score: float) -> Reading | None:
        first = after = bisect_left(self._scores, score)
        while after - first < MOST_ALIKE:
            below = score - self._scores[first - 1] if first else FURTHEST + 1
            above = self._scores[after] - score if after < len(self._scores) else FURTHEST + 1
            if min(below, above) > FURTHEST:
                break
            if below <= above:
                first -= 1
            else:
                after += 1
        if after - first < LEAST_ALIKE:
            return None
        return Reading(
            after - first, self._rejected[after] - self._rejected[first], self._scores[first], self._scores[after - 1]
        )


class Readings:
    def __init__(self, decided: Decided) -> None:
        self._decided = decided
        self._counted: dict[str, tuple[float, Mapping[tuple[str | None, str], _Counted]]] = {}
        self._counting: dict[str, asyncio.Task[None]] = {}

    async def of(self, site_id: str, model: str | None, scores: Mapping[str, float]) -> dict[str, dict[str, Any]]:
        """Attribute -> the reading of its score by this model, for those of which enough similar comments were decided.
        Nothing while the decisions are being counted for the first time and that takes long."""
        until, counted = self._counted.get(site_id, (0.0, None))
        if until <= time.monotonic():
            counting = self._count(site_id)
            if counted is None:
                await asyncio.wait((counting,), timeout=_PATIENCE)
                _, counted = self._counted.get(site_id, (0.0, None))
        found: dict[str, dict[str, Any]] = {}
        for attribute, score in scores.items():
            decided = None if counted is None else counted.get((model, attribute))
            if decided is not None and (reading := decided.near(score)) is not None:
                found[attribute] = _shown(reading)
        return found

    async def close(self) -> None:
        """Stop counting."""
        counting = tuple(self._counting.values())
        for task in counting:
            task.cancel()
        await asyncio.gather(*counting, return_exceptions=True)

    def _count(self, site_id: str) -> "asyncio.Task[None]":
        counting = self._counting.get(site_id)
        if counting is None:
            counting = self._counting[site_id] = asyncio.create_task(self._counted_again(site_id))
            counting.add_done_callback(lambda _: self._counting.pop(site_id, None))
        return counting

    async def _counted_again(self, site_id: str) -> None:
        try:
            labels = await self._decided.labels(site_id)
        except StorageUnavailable as error:
            log.warning("decisions could not be counted", site=site_id, reason=error.reason)
            return
        self._counted[site_id] = time.monotonic() + LIFETIME, await asyncio.to_thread(_by_attribute, labels)


def _by_attribute(labels: Sequence[Label]) -> dict[tuple[str | None, str], _Counted]:
    scored: dict[tuple[str | None, str], list[tuple[float, bool]]] = {}
    for label in labels:
        for attribute, score in label.scores.items():
            scored.setdefault((label.model, attribute), []).append((score, label.rejected))
    return {which: _Counted(each) for which, each in scored.items()}


def _shown(reading: Reading) -> dict[str, Any]:
    return {
        "decided": reading.decided,
        "rejected": reading.rejected,
        "low": round(reading.low, 4),
        "high": round(reading.high, 4),
    }
