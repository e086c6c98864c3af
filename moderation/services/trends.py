"""Whether an author's comments fare better or worse than they did: what became of those of the last weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

from moderation.domain import ids
from moderation.domain.clock import DAY_MS, rfc3339
from moderation.domain.comment import Status
from moderation.services.documents import Document
from moderation.storage.authors import NewestComments
from moderation.storage.records import Records

WEEKS: Final = 8
WEEK_MS: Final = 7 * DAY_MS
LEAST: Final = 4
"""Decided comments in each half of the weeks, below which nothing is said."""
CLEAR: Final = 1.28
"""Standard errors between the halves from which the difference counts: chance alone gives as much one time in five."""


class Trend(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    STEADY = "steady"
    UNKNOWN = "unknown"  # too little was decided


@dataclass(frozen=True, slots=True)
class Week:
    """Of the comments written in it: how many stand approved, how many rejected."""

    approved: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        return self.approved + self.rejected


def trend_of(weeks: Sequence[Week]) -> Trend:
    """The newer half of the weeks, oldest first, against the older half.

    Compared are the shares of rejected comments among those decided, each with one rejected and one approved added
    (Agresti and Caffo, The American Statistician 54, 2000), so that few comments make no certainty. They differ if they
    lie CLEAR standard errors apart; UNKNOWN with fewer than LEAST decided in either half.
    """
    middle = len(weeks) // 2
    halves = [
        (sum(week.rejected for week in half), sum(week.decided for week in half))
        for half in (weeks[:middle], weeks[middle:])
    ]
    if any(decided < LEAST for _, decided in halves):
        return Trend.UNKNOWN
    (before, of_before), (lately, of_lately) = [
        ((rejected + 1) / (decided + 2), decided + 2) for rejected, decided in halves
    ]
    error = sqrt(before * (1 - before) / of_before + lately * (1 - lately) / of_lately)
    if abs(lately - before) < CLEAR * error:
        return Trend.STEADY
    return Trend.WORSE if lately > before else Trend.BETTER


async def weeks_of(records: Records, site_id: str, author_id: str, newest: NewestComments) -> Document:
    """The author's last weeks, seven days each and the last ending now: what was written in them, as it stands at
    present. StorageUnavailable."""
    now = await records.store.server_time_ms()
    begin = now - WEEKS * WEEK_MS
    counted = [each for each in newest.ids if ids.time_of(each) >= begin]
    approved, rejected = [0] * WEEKS, [0] * WEEKS
    for comment_id, state in zip(counted, await records.comments.states(site_id, counted), strict=True):
        week = min(WEEKS - 1, (ids.time_of(comment_id) - begin) // WEEK_MS)
        if state is not None and state.author_id == author_id:
            approved[week] += state.status is Status.APPROVED
            rejected[week] += state.status is Status.REJECTED
    weeks = [Week(*pair) for pair in zip(approved, rejected, strict=True)]
    return {
        "trend": str(trend_of(weeks)),
        "comments": len(counted),
        "complete": newest.complete or len(counted) < len(newest.ids),
        "weeks": [
            {"from": rfc3339(begin + number * WEEK_MS), "approved": week.approved, "rejected": week.rejected}
            for number, week in enumerate(weeks)
        ],
    }
