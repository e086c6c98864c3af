"""The moderators' queues, the order within them, and claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.comment import Comment


class Queue(StrEnum):
    PENDING = "pending"  # held before anybody saw it
    REPORTED = "reported"  # visible, with open reports
    UNREVIEWED = "unreviewed"  # visible, nobody has looked yet
    UNSCORED = "unscored"  # the classifier was away
    APPEALS = "appeals"


class Sort(StrEnum):
    PRIORITY = "priority"
    OLDEST = "oldest"
    NEWEST = "newest"


HIGHEST_PRIORITY = 2047
LEASE_SECONDS = 300
LONGEST_LEASE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Claim:
    moderator: str
    until: int
    """Milliseconds since 1970, on the storage server's clock."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    queue: Queue
    comment: Comment
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class QueueSize:
    queue: Queue
    count: int
    oldest_at: int | None


def priority(scores: Mapping[str, float], reports: int, held: bool) -> int:
    """How much a look is worth, 0 to 2047: the worst score, lifted by reports and by a reader waiting for it.

    harm: severe attributes weigh more; reports: each adds, with diminishing returns; a held comment keeps its
    author waiting and goes before a visible one with the same evidence.
    """
    weights = {"THREAT": 1.0, "SEVERE_TOXICITY": 1.0, "IDENTITY_ATTACK": 0.95, "TOXICITY": 0.85, "INSULT": 0.8}
    harm = max((weights.get(name, 0.6) * score for name, score in scores.items()), default=0.3)
    reported = 1.0 - 0.7**reports
    return min(HIGHEST_PRIORITY, round(1200 * harm + 600 * reported + (200 if held else 0)))
