"""An appeal as the lines of an export have it, within the line of its comment."""

from collections.abc import Mapping
from typing import Any

from moderation.domain import ids
from moderation.domain.appeal import Appeal, AppealState
from moderation.domain.clock import milliseconds, rfc3339
from moderation.importers.fields import text, text_or_none, whole
from moderation.importers.revisions import revision_document, revision_of


def appeal_document(appeal: Appeal) -> dict[str, Any]:
    """The appeal with the revision it is about, as JSON values."""
    return {
        "id": appeal.id,
        "state": str(appeal.state),
        "at": rfc3339(appeal.at),
        "against": appeal.against,
        "decision_id": appeal.decision_id,
        "revision": appeal.revision_number,
        "statement": appeal.statement,
        "text": None if appeal.revision is None else revision_document(appeal.revision),
        "decided_at": None if appeal.decided_at is None else rfc3339(appeal.decided_at),
        "decided_by": appeal.decided_by,
        "outcome_id": appeal.outcome_id,
        "note": appeal.note,
        "message": appeal.message,
    }


def appeal_of(document: Mapping[str, Any], comment_id: str) -> Appeal:
    """KeyError, ValueError, TypeError or NotFound say what is wrong with the document."""
    written, decided_at = document.get("text"), document.get("decided_at")
    return Appeal(
        id=ids.to_text(ids.to_bytes(text(document["id"]))),
        comment_id=comment_id,
        state=AppealState(document["state"]),
        at=milliseconds(document["at"]),
        against=text(document["against"]),
        decision_id=_id(document.get("decision_id")),
        revision_number=whole(document["revision"], 1),
        statement=text(document["statement"]),
        revision=None if written is None else revision_of(written),
        decided_at=None if decided_at is None else milliseconds(decided_at),
        decided_by=text_or_none(document.get("decided_by")),
        outcome_id=_id(document.get("outcome_id")),
        note=text_or_none(document.get("note")),
        message=text_or_none(document.get("message")),
    )


def _id(value: object) -> str | None:
    return None if value is None else ids.to_text(ids.to_bytes(text(value)))
