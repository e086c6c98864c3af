"""A webhook: an address of another program that is told what happens on a site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from moderation.domain.secret import Secret

TYPES: Final = (
    "comment.posted",
    "comment.edited",
    "comment.deleted",
    "comment.reported",
    "comment.published",
    "comment.hidden",
    "queue.entered",
    "queue.left",
    "decision.made",
    "decision.undone",
    "appeal.filed",
    "appeal.decided",
)
"""What can be told. `comment.published` and `comment.hidden` are about what readers see, whatever the cause."""
PING: Final = "ping"
"""Told on request, to try a webhook out."""
MOST_WEBHOOKS: Final = 20
"""Of a site."""
ANYTHING: Final = "*"


class Format(StrEnum):
    JSON = "json"  # our own documents
    SLACK = "slack"  # a message for Slack's incoming webhooks and the many that understand them
    CORAL = "coral"  # as Coral's webhooks, for receivers that were made for those


CORAL_TYPES: Final = frozenset({"comment.published", "queue.entered", "queue.left"})
CORAL_QUEUES: Final = frozenset({"pending", "reported", "unreviewed"})
"""What Coral has words for."""


@dataclass(frozen=True, slots=True)
class Webhook:
    id: str
    url: str
    events: Sequence[str]
    """Types, or `comment.*` for all of a family, or `*`."""
    queues: Sequence[str]
    """Of the queues' own events only these; empty means every queue."""
    format: Format
    title: str
    enabled: bool
    secrets: Sequence[Secret]
    """Newest first."""
    created_at: int

    def wants(self, kind: str, queue: str | None) -> bool:
        family = f"{kind.partition('.')[0]}.{ANYTHING}"
        if self.format is Format.CORAL and (kind not in CORAL_TYPES or queue not in (None, *CORAL_QUEUES)):
            return False
        if not any(wanted in (kind, family, ANYTHING) for wanted in self.events):
            return False
        return queue is None or not self.queues or queue in self.queues


PATTERNS: Final = (*TYPES, *sorted({f"{kind.partition('.')[0]}.{ANYTHING}" for kind in TYPES}), ANYTHING)
"""What `events` may name."""


class Outcome(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a delivery. `status` is None where nothing was answered; `problem` where it did not succeed."""

    at: int
    milliseconds: int
    status: int | None
    problem: str | None
    answer: str = ""
    """The beginning of what was answered instead of success."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that a webhook is to be told. It names the comment and does not hold it: what is sent is the comment as
    it stands then, so that nothing taken back or erased in between is told, and nothing of it is kept here."""

    id: str
    type: str
    at: int
    """When it happened."""
    comment: str | None = None
    queue: str | None = None
    before: str | None = None
    after: str | None = None
    version: int = 0
    actor: str | None = None
    """Who decided; nobody else is named."""
    outcome: Outcome = Outcome.WAITING
    tries: int = 0
    """Since it was queued or replayed."""
    attempts: Sequence[Attempt] = ()
    """The latest, newest last."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a webhook fares. Times in milliseconds since 1970."""

    failures: int = 0
    """In a row."""
    failing_since: int | None = None
    problem: str | None = None
    """The latest."""
    succeeded_at: int | None = None
    disabled_at: int | None = None
    missed: int = 0
    """Events that were not kept, as too many were waiting."""
    waiting: int = 0


def document_of(webhook: Webhook) -> dict[str, Any]:
    """As stored."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": list(webhook.events),
        "queues": list(webhook.queues),
        "format": str(webhook.format),
        "title": webhook.title,
        "enabled": webhook.enabled,
        "secrets": [[secret.text, secret.created_at, secret.until] for secret in webhook.secrets],
        "created": webhook.created_at,
    }


def webhook_of(document: Mapping[str, Any]) -> Webhook:
    """What `document_of` wrote."""
    return Webhook(
        id=document["id"],
        url=document["url"],
        events=tuple(document["events"]),
        queues=tuple(document["queues"]),
        format=Format(document["format"]),
        title=document["title"],
        enabled=document["enabled"],
        secrets=tuple(Secret(text, created, until) for text, created, until in document["secrets"]),
        created_at=document["created"],
    )
