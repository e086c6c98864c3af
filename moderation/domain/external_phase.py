"""An external moderation phase: another program that is asked about every comment before it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from moderation.domain.policy import OnFailure
from moderation.domain.secret import Secret

MOST_PHASES: Final = 5
"""Of a site."""
LEAST_DEADLINE_MS, LONGEST_DEADLINE_MS = 50, 10_000


class BodyFormat(StrEnum):
    TEXT = "text"  # as the author typed it
    HTML = "html"  # as readers see it


@dataclass(frozen=True, slots=True)
class ExternalPhase:
    id: str
    url: str
    title: str
    """As moderators read it."""
    format: BodyFormat
    deadline_ms: int
    on_silence: OnFailure
    """What a comment comes to of which it did not say anything in time."""
    may_approve: bool
    """Whether its APPROVED sets our own doubts aside; otherwise it is only noted."""
    enabled: bool
    secrets: Sequence[Secret]
    """Newest first."""
    created_at: int


def document_of(phase: ExternalPhase) -> dict[str, Any]:
    """As stored."""
    return {
        "id": phase.id,
        "url": phase.url,
        "title": phase.title,
        "format": str(phase.format),
        "deadline_ms": phase.deadline_ms,
        "on_silence": str(phase.on_silence),
        "may_approve": phase.may_approve,
        "enabled": phase.enabled,
        "secrets": [[secret.text, secret.created_at, secret.until] for secret in phase.secrets],
        "created": phase.created_at,
    }


def phase_of(document: Mapping[str, Any]) -> ExternalPhase:
    """What `document_of` wrote."""
    return ExternalPhase(
        id=document["id"],
        url=document["url"],
        title=document["title"],
        format=BodyFormat(document["format"]),
        deadline_ms=document["deadline_ms"],
        on_silence=OnFailure(document["on_silence"]),
        may_approve=document["may_approve"],
        enabled=document["enabled"],
        secrets=tuple(Secret(text, created, until) for text, created, until in document["secrets"]),
        created_at=document["created"],
    )
