"""The lines of our own export, from the records they stand for."""

from typing import Any, Final

from moderation.domain import ids
from moderation.domain.clock import rfc3339
from moderation.importers.appeals import appeal_document
from moderation.importers.history import past_document
from moderation.importers.record import (
    ActRecord,
    CommentRecord,
    DecisionRecord,
    HistoryRecord,
    NotesRecord,
    ReceivedRecord,
    Record,
    SiteRecord,
    StandingRecord,
    ThreadRecord,
)
from moderation.importers.revisions import revision_document
from moderation.importers.settings import setting_document
from moderation.importers.standings import standing_document

FORMAT: Final = "moderation-export"
VERSION: Final = 1


def document_of(record: Record) -> dict[str, Any]:
    """What stands on its line, in JSON."""
    match record:
        case SiteRecord():
            return {"format": FORMAT, "version": VERSION, "site": {"id": record.id, "title": record.title}}
        case ThreadRecord():
            return {
                "type": "thread",
                "article": record.article,
                "title": record.title,
                "url": record.url,
                "open": record.open,
                "mode": record.mode,
            }
        case StandingRecord():
            return standing_document(record)
        case NotesRecord():
            return {
                "type": "notes",
                "author": record.author_id,
                "notes": [
                    {"id": note.id, "text": note.text, "by": note.by, "at": rfc3339(note.at)} for note in record.notes
                ],
            }
        case ActRecord():
            return {
                "type": "act",
                "id": record.id,
                "moderator": record.moderator,
                "at": rfc3339(record.at),
                "comments": [[article, ids.to_text(comment_id)] for article, comment_id in record.comments],
            }
        case CommentRecord():
            return _comment_document(record)
        case HistoryRecord() | ReceivedRecord():
            return past_document(record)
        case _:
            return setting_document(record)


def _comment_document(record: CommentRecord) -> dict[str, Any]:
    return {
        "type": "comment",
        "id": ids.to_text(record.id),
        "article": record.article,
        "parent_id": None if record.parent is None else ids.to_text(record.parent),
        "author_id": record.author_id,
        "status": str(record.status),
        "queues": sorted(record.queues),
        "version": record.version,
        "revision": record.revision_number,
        "likes": record.likes,
        "round": record.round,
        "priority": record.priority,
        "edited_at": rfc3339(record.edited_at) if record.edited_at else None,
        "waiting_since": rfc3339(record.waiting_since) if record.waiting_since else None,
        "text": revision_document(record.revision),
        "earlier": [
            {"number": each.number, "since": rfc3339(each.since), "text": revision_document(each.revision)}
            for each in record.earlier
        ],
        "decisions": [_decision_document(each) for each in record.decisions],
        "reports": [
            {"mark": each.mark.hex(), "round": each.round, "at": rfc3339(each.at), "report": dict(each.report)}
            for each in record.reports
        ],
        "appeals": [appeal_document(each) for each in record.appeals],
        "likers": [each.hex() for each in record.likers],
    }


def _decision_document(decision: DecisionRecord) -> dict[str, Any]:
    before = decision.before
    return {
        "id": ids.to_text(decision.id),
        "version": decision.version,
        "at": rfc3339(decision.at),
        "undone_at": rfc3339(decision.undone_at) if decision.undone_at else None,
        "undone_by": decision.undone_by or None,
        "status_after": str(decision.status_after),
        "before": {
            "status": str(before.status),
            "queues": sorted(before.queues),
            "open_reports": before.open_reports,
            "round": before.round,
            "priority": before.priority,
            "waiting_since": rfc3339(before.waiting_since) if before.waiting_since else None,
        },
        "detail": dict(decision.detail),
    }
