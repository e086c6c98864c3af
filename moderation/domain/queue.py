"""The moderators' queues, how they can be sorted, and claims."""

from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.comment import Comment


class Queue(StrEnum):
    PENDING = "pending"  # held before anybody saw it
    REPORTED = "reported"  # visible, with open reports
    UNREVIEWED = "unreviewed"  # visible, nobody has looked yet
    UNSCORED = "unscored"  # the classifier was away
    APPEALS = "appeals"
    ESCALATED = "escalated"  # a moderator asked somebody else to decide


class Sort(StrEnum):
    PRIORITY = "priority"
    OLDEST = "oldest"
    NEWEST = "newest"


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
