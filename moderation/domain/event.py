"""What happened, as the event stream tells it to caches, live readers and consumers."""

from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.comment import Status


class Kind(StrEnum):
    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"
    DECIDED = "decided"
    UNDONE = "undone"
    REPORTED = "reported"
    REACTED = "reacted"
    CLAIMED = "claimed"
    RELEASED = "released"
    RESCORED = "rescored"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    THREAD = "thread"  # title, address, open or mode of the article changed


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a partition's stream. `id` is the stream's own (`<milliseconds>-<sequence>`)."""

    partition: int
    id: str
    kind: Kind
    article: int
    """Number of the article in the partition."""
    comment: bytes | None
    author_id: str
    before: Status | None
    after: Status | None
    queues_before: frozenset[str]
    queues_after: frozenset[str]
    count: int
    version: int
    actor: str

    @property
    def appeared(self) -> bool:
        return bool(self.after and self.after.visible and not (self.before and self.before.visible))

    @property
    def vanished(self) -> bool:
        return bool(self.before and self.before.visible and not (self.after and self.after.visible))
