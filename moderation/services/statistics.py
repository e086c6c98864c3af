"""How a site's moderation goes: volume, what was held, decisions and time to decision, agreement with the classifier,
and what every threshold would have come to on the site's own decisions."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any, Final

from moderation.domain.clock import DAY_MS, rfc3339
from moderation.domain.decision import Action
from moderation.domain.errors import Invalid
from moderation.domain.ids import PARTITIONS
from moderation.domain.learning import Label
from moderation.domain.policy import ATTRIBUTES
from moderation.domain.queue import Queue
from moderation.services.access import Access
from moderation.services.decided import Decided
from moderation.storage.activity import Activity, Worked
from moderation.storage.records import Records

HOUR_MS: Final = 3_600_000
USUAL_MS: Final = 7 * DAY_MS
"""How far back is looked unless the caller says otherwise."""
LONGEST_MS: Final = 92 * DAY_MS
SAMPLE: Final = 100
"""The newest comments of each partition whose scores stand for those of all."""


@dataclass(frozen=True, slots=True)
class Span:
    first: int
    last: int

    @property
    def step(self) -> int:
        """An hour for up to two days, else a day."""
        return HOUR_MS if self.last - self.first <= 2 * DAY_MS else DAY_MS

    @property
    def edges(self) -> list[int]:
        """Where each hour or day begins (in UTC), and where the last one ends."""
        start = self.first - self.first % self.step
        return [*range(start, self.last + 1, self.step), self.last - self.last % self.step + self.step]

    @property
    def cut(self) -> list[int]:
        """The same, with the first and the last cut short: what lies outside the span does not count."""
        return [self.first, *self.edges[1:-1], self.last + 1]

    def document(self) -> dict[str, Any]:
        return {"from": rfc3339(self.first), "to": rfc3339(self.last)}


class Statistics:
    def __init__(self, records: Records, access: Access, decided: Decided) -> None:
        self._records = records
        self._access = access
        self._decided = decided

    async def shown(self, site_id: str, from_ms: int | None, to_ms: int | None) -> dict[str, Any]:
        """Everything about a span of time; Invalid if it is longer than LONGEST_MS or ends before it begins."""
        policy = await self._access.policy(site_id)
        span = await self._span(from_ms, to_ms)
        activity = await self._records.activities.between(site_id, span.first, span.last)
        written = await self._records.activities.written(site_id, span.cut)
        labels = [each for each in await self._decided.labels(site_id) if span.first <= each.at <= span.last]
        names = {
            actor: await self._access.moderator_name(site_id, actor)
            for actor in {each.decision.moderator for each in activity.worked} | {each.source for each in labels}
        }
        since = activity.complete_since
        return {
            **span.document(),
            "complete_since": None if since is None else rfc3339(since),
            "comments": sum(written),
            "held": len(activity.held),
            "held_share": round(len(activity.held) / sum(written), 4) if sum(written) else 0.0,
            "step_seconds": span.step // 1000,
            "steps": _steps(span, written, activity),
            "queues": _queues(activity.worked),
            "moderators": _moderators(activity.worked, labels, policy.hold, names),
            "agreement": agreement(labels, policy.hold),
        }

    async def thresholds(self, site_id: str, attribute: str, from_ms: int | None, to_ms: int | None) -> dict[str, Any]:
        """What holding from each threshold on would have come to: of the comments that were decided, which would have
        been held and how many of those were rejected; of all comments, how many a day would have been looked at."""
        if attribute not in ATTRIBUTES:
            raise Invalid("There is no such attribute.", {"attribute": [f"Must be one of {', '.join(ATTRIBUTES)}."]})
        policy = await self._access.policy(site_id)
        span = await self._span(from_ms, to_ms)
        days = max(1.0, (span.last - span.first) / DAY_MS)
        (written,) = await self._records.activities.written(site_id, [span.first, span.last + 1])
        sample = await self._scores(site_id, attribute, span)
        decided = [
            (score, label.rejected)
            for label in await self._decided.labels(site_id)
            if span.first <= label.at <= span.last and (score := label.scores.get(attribute)) is not None
        ]
        return {
            **span.document(),
            "attribute": attribute,
            "hold": policy.hold.get(attribute),
            "reject": policy.reject.get(attribute),
            "comments": written,
            "comments_a_day": round(written / days, 2),
            "sample": len(sample),
            "decided": len(decided),
            "rejected": sum(rejected for _, rejected in decided),
            "points": points(decided, sample, written / days),
        }

    async def _span(self, from_ms: int | None, to_ms: int | None) -> Span:
        now = await self._records.store.server_time_ms()
        last = now if to_ms is None else to_ms
        first = max(0, last - USUAL_MS) if from_ms is None else from_ms
        if first > last:
            raise Invalid("The time span ends before it begins.", {"from": ["Must not be after `to`."]})
        if last - first > LONGEST_MS:
            raise Invalid("The time span is too long.", {"from": [f"Must be at most {LONGEST_MS // DAY_MS} days ago."]})
        return Span(first, last)

    async def _scores(self, site_id: str, attribute: str, span: Span) -> list[float]:
        """Of the newest comments in the span, a few of each partition."""
        before = (span.last + 1).to_bytes(6, "big") + bytes(10)
        found: list[float] = []
        for number in range(PARTITIONS):
            wanted = await self._records.comments.newest(site_id, number, before, SAMPLE)
            recent = [each for each in wanted if int.from_bytes(each[:6], "big") >= span.first]
            for comment in await self._records.comments.read_many(site_id, recent):
                if comment is not None and comment.revision is not None:
                    score = comment.revision.judgement.scores.get(attribute)
                    found += [] if score is None else [score]
        return found


def points(decided: Sequence[tuple[float, bool]], sample: Sequence[float], a_day: float) -> list[dict[str, Any]]:
    """For each threshold from 0 to 1 in steps of 0.01: precision and recall among (score, rejected), and how many of
    `a_day` comments with scores like the sample's would have been looked at."""
    scores, sampled = sorted(score for score, _ in decided), sorted(sample)
    bad = sorted(score for score, rejected in decided if rejected)
    found = []
    for step in range(101):
        threshold = step / 100
        held, caught = _reaching(scores, threshold), _reaching(bad, threshold)
        found.append(
            {
                "threshold": threshold,
                "held": held,
                "precision": round(caught / held, 4) if held else None,
                "recall": round(caught / len(bad), 4) if bad else None,
                "missed": len(bad) - caught,
                "reviewed_a_day": round(a_day * _reaching(sampled, threshold) / len(sample), 2) if sample else None,
            }
        )
    return found


def _reaching(ordered: Sequence[float], threshold: float) -> int:
    """How many of these scores, the lowest first, are as high as the threshold."""
    return len(ordered) - bisect_left(ordered, threshold)


def agreement(labels: Iterable[Label], hold: Mapping[str, float]) -> dict[str, Any]:
    """How often a decision that stands is what the classifier pointed to: rejected where a score reaches the site's
    present threshold for holding, approved where none does."""
    cells = Counter((_flagged(label, hold), label.rejected) for label in labels)
    decided, agreed = sum(cells.values()), cells[True, True] + cells[False, False]
    return {
        "decided": decided,
        "share": round(agreed / decided, 4) if decided else None,
        "flagged_rejected": cells[True, True],
        "flagged_approved": cells[True, False],
        "passed_rejected": cells[False, True],
        "passed_approved": cells[False, False],
    }


def _flagged(label: Label, hold: Mapping[str, float]) -> bool:
    return any(label.scores.get(attribute, 0.0) >= threshold for attribute, threshold in hold.items())


def _steps(span: Span, written: Sequence[int], activity: Activity) -> list[dict[str, Any]]:
    def counted(moments: Iterable[int]) -> Counter[int]:
        return Counter((at - edges[0]) // span.step for at in moments)

    edges = span.edges
    held, refused = counted(activity.held), counted(activity.refused)
    by_action = {
        action: counted(each.decision.at for each in activity.worked if each.decision.action is action)
        for action in Action
    }
    return [
        {
            "from": rfc3339(edges[place]),
            "comments": number,
            "held": held[place],
            "refused": refused[place],
            "approved": by_action[Action.APPROVE][place],
            "rejected": by_action[Action.REJECT][place],
            "escalated": by_action[Action.ESCALATE][place],
        }
        for place, number in enumerate(written)
    ]


def _tally(worked: Sequence[Worked]) -> dict[str, Any]:
    """Numbers of decisions, and the time to those that were not taken back."""
    actions = Counter(each.decision.action for each in worked)
    waited = sorted(
        each.waited
        for each in worked
        if each.waited is not None and each.decision.undone_at is None and each.decision.action is not Action.ESCALATE
    )
    return {
        "decisions": len(worked),
        "approved": actions[Action.APPROVE],
        "rejected": actions[Action.REJECT],
        "escalated": actions[Action.ESCALATE],
        "undone": sum(each.decision.undone_at is not None for each in worked),
        "median_seconds": _seconds(waited, 0.5),
        "slow_seconds": _seconds(waited, 0.9),
    }


def _seconds(waited: Sequence[int], share: float) -> float | None:
    """The time within which that share of the decisions came (nearest rank)."""
    return round(waited[max(0, ceil(share * len(waited)) - 1)] / 1000, 3) if waited else None


def _queues(worked: Sequence[Worked]) -> list[dict[str, Any]]:
    return [{"queue": str(queue)} | _tally([each for each in worked if each.queue is queue]) for queue in Queue]


def _moderators(
    worked: Sequence[Worked], labels: Sequence[Label], hold: Mapping[str, float], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    def by(each: Worked) -> str:
        return each.decision.moderator

    labels_of: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels:
        labels_of[label.source].append(label)
    return [
        {"moderator": names[actor]} | _tally(list(part)) | {"agreement": agreement(labels_of[actor], hold)}
        for actor, part in groupby(sorted(worked, key=by), by)
    ]
