"""A threshold from a target: "hold at most 3 % of fine comments" gives the score from which to hold, and its price.

Measured on the site's own newest comments where enough of them were decided; otherwise on what the released model was
measured on, weighted to a natural mix.
"""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from moderation.domain.comment import Status
from moderation.domain.errors import Conflict, Invalid
from moderation.domain.ids import PARTITIONS
from moderation.domain.policy import ATTRIBUTES
from moderation.scoring.catalogue import Catalogue
from moderation.scoring.models import measured
from moderation.services.access import Access
from moderation.services.policymaking import Policymaking
from moderation.storage.learning import LONGEST_MS
from moderation.storage.records import Records

NEWEST: Final = 500
"""Comments of each partition that are looked at."""
LEAST_DECIDED, LEAST_REJECTED, LEAST_FINE = 200, 20, 100
_Z: Final = 1.96
_PAGE: Final = 250


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share with its interval of 95 % (Wilson's)."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """What holding from `threshold` on does: how many of the fine and of the bad comments are held."""

    threshold: float
    fine: Share
    bad: Share


class Thresholds:
    def __init__(self, records: Records, access: Access, catalogue: Catalogue, policymaking: Policymaking) -> None:
        self._records = records
        self._access = access
        self._catalogue = catalogue
        self._policymaking = policymaking

    async def suggest(
        self, site_id: str, attribute: str, most_fine: float, actor: str, *, apply: bool = False
    ) -> dict[str, Any]:
        """The lowest threshold that holds at most `most_fine` (0 to 1) of fine comments; with `apply` it becomes
        `hold.ATTRIBUTE` of the policy. Invalid, UnknownSite, Conflict where nothing has been measured."""
        if attribute not in ATTRIBUTES:
            raise Invalid("There is no such attribute.", {"attribute": [f"Must be one of {', '.join(ATTRIBUTES)}."]})
        if not 0 < most_fine < 1:
            raise Invalid("The target is no share.", {"hold_fine_at_most": ["Must be over 0 and under 1."]})
        policy = await self._access.policy(site_id)
        bad, fine, decided = await self._own(site_id, attribute)
        if decided >= LEAST_DECIDED and len(bad) >= LEAST_REJECTED and len(fine) >= LEAST_FINE:
            basis, comments, found = "decisions", len(bad) + len(fine), _from_scores(bad, fine, most_fine)
        else:
            basis = "released model"
            comments, found = await self._released(site_id, policy.languages[0], attribute, most_fine)
        document = {
            "attribute": attribute,
            "hold_fine_at_most": most_fine,
            "threshold": found.threshold,
            "present": policy.hold.get(attribute),
            "fine_held": _shown(found.fine),
            "recall": _shown(found.bad),
            "basis": basis,
            "comments": comments,
            "decided": decided,
            "applied": apply,
        }
        if apply:
            await self._policymaking.set_policy(site_id, {f"hold.{attribute}": found.threshold}, actor)
        return document

    async def _own(self, site_id: str, attribute: str) -> tuple[list[float], list[float], int]:
        """Scores of comments that moderators rejected, of those that are fine, and how many of both were decided. What
        is visible and not reported counts as fine: moderators rather look at what the scores point to, so decisions
        alone are no natural mix."""
        since = await self._records.store.server_time_ms() - LONGEST_MS
        parts = await asyncio.gather(
            *(self._own_part(site_id, attribute, number, since) for number in range(PARTITIONS))
        )
        bad = [score for part in parts for score in part[0]]
        fine = [score for part in parts for score in part[1]]
        return bad, fine, sum(part[2] for part in parts)

    async def _own_part(
        self, site_id: str, attribute: str, number: int, since: int
    ) -> tuple[list[float], list[float], int]:
        verdicts = {verdict.comment_id for verdict in await self._records.verdicts.newest(site_id, number, since)}
        bad: list[float] = []
        fine: list[float] = []
        decided = 0
        wanted = await self._records.comments.newest(site_id, number, None, NEWEST)
        for start in range(0, len(wanted), _PAGE):
            for comment in await self._records.comments.read_many(site_id, wanted[start : start + _PAGE]):
                if comment is None or comment.revision is None:
                    continue
                score, state = comment.revision.judgement.scores.get(attribute), comment.state
                looked_at = comment.id in verdicts
                if score is None or (state.status is Status.REJECTED and not looked_at):
                    continue
                if state.status is Status.REJECTED:
                    bad.append(score)
                elif state.status.visible and not state.open_reports:
                    fine.append(score)
                else:
                    continue
                decided += looked_at
        return bad, fine, decided

    async def _released(self, site_id: str, language: str, attribute: str, most_fine: float) -> tuple[int, Point]:
        choice = (await self._access.models(site_id)).get(language)
        pinned = None if choice is None or choice.pinned is None else await self._catalogue.find(choice.pinned.model)
        release = pinned or self._catalogue.defaults.get(language)
        quality = None if release is None else measured(release).get(attribute)
        if quality is None:
            raise Conflict(
                f"{attribute} has not been measured: no released model for {language} has it, and it takes "
                f"{LEAST_DECIDED} decided comments, {LEAST_REJECTED} of them rejected, to measure it here."
            )
        return int(quality["comments"]), _from_table(quality, most_fine)


def _from_scores(bad: Sequence[float], fine: Sequence[float], most_fine: float) -> Point:
    for step in range(1, 101):
        threshold = step / 100
        held = sum(score >= threshold for score in fine)
        if held <= most_fine * len(fine):
            break
    caught = sum(score >= threshold for score in bad)
    return Point(threshold, _wilson(held, len(fine)), _wilson(caught, len(bad)))


def _from_table(quality: Mapping[str, Any], most_fine: float) -> Point:
    """Between two measured thresholds both shares are taken to fall evenly; beyond the last, to nothing at 1."""
    positives, negatives = int(quality["positives"]), int(quality["comments"]) - int(quality["positives"])
    points = [*sorted((float(row["threshold"]), *_shares(row)) for row in quality["at"]), (1.0, 0.0, 0.0)]
    threshold, fine, bad = points[0]
    if fine > most_fine:
        threshold, fine, bad = points[-1]
        for lower, upper in pairwise(points):
            if lower[1] > most_fine >= upper[1]:
                way = (lower[1] - most_fine) / (lower[1] - upper[1])
                threshold, fine, bad = (low + way * (high - low) for low, high in zip(lower, upper, strict=True))
                break
    return Point(
        math.ceil(threshold * 100 - 1e-9) / 100,
        _wilson(fine * negatives, negatives),
        _wilson(bad * positives, positives),
    )


def _shares(row: Mapping[str, float]) -> tuple[float, float]:
    """Shares of the fine and of the bad comments that are held, from precision, recall and the share of all held."""
    bad = row["held"] * row["precision"] / row["recall"] if row["recall"] else 0.0
    return row["held"] * (1 - row["precision"]) / (1 - bad), row["recall"]


def _wilson(found: float, number: int) -> Share:
    share = found / number
    centre = share + _Z**2 / (2 * number)
    margin = _Z * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    scale = 1 + _Z**2 / number
    return Share(share, max(0.0, (centre - margin) / scale), min(1.0, (centre + margin) / scale))


def _shown(share: Share) -> dict[str, float]:
    return {"share": round(share.share, 4), "low": round(share.low, 4), "high": round(share.high, 4)}
