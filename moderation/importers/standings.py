"""What was done about an author, as a line of an export has it."""

from collections.abc import Mapping
from typing import Any

from moderation.domain.author import Standing, Warned
from moderation.domain.clock import milliseconds, rfc3339
from moderation.importers.fields import listed, text, text_or_none, whole
from moderation.importers.record import MeasureRecord, StandingRecord


def standing_document(record: StandingRecord) -> dict[str, Any]:
    """The author's standing now, and how it came to it."""
    warning = record.warning
    return {
        "type": "author",
        "id": record.author_id,
        "standing": str(record.standing),
        "until": _moment(record.until),
        "reason": record.reason,
        "version": record.version,
        "warning": None if warning is None else {"number": warning.number, "message": warning.message},
        "measures": [
            {
                "number": each.number,
                "at": rfc3339(each.at),
                "undone_at": _moment(each.undone_at or None),
                "undone_by": each.undone_by or None,
                "acknowledged_at": _moment(each.acknowledged_at or None),
                "detail": dict(each.detail),
            }
            for each in record.measures
        ],
    }


def standing_of(document: Mapping[str, Any]) -> StandingRecord:
    """KeyError, ValueError or TypeError say what is wrong with the document."""
    warning = document.get("warning")
    measures = [_measure(each) for each in listed(document.get("measures", []))]
    version = whole(document.get("version", 1), 1)
    if any(each.number > version for each in measures):
        raise ValueError(f"a measure has a number beyond the record's version {version}")
    return StandingRecord(
        author_id=text(document["id"]),
        standing=Standing(document["standing"]),
        until=_milliseconds(document.get("until")) or None,
        reason=text_or_none(document.get("reason")),
        version=version,
        warning=None if warning is None else Warned(whole(warning["number"], 1), text(warning["message"])),
        measures=tuple(measures),
    )


def _measure(document: Mapping[str, Any]) -> MeasureRecord:
    detail = dict(document["detail"])
    text(detail["actor"]), text_or_none(detail.get("bulk"))
    return MeasureRecord(
        number=whole(document["number"], 1),
        at=milliseconds(document["at"]),
        undone_at=_milliseconds(document.get("undone_at")),
        undone_by=text_or_none(document.get("undone_by")) or "",
        acknowledged_at=_milliseconds(document.get("acknowledged_at")),
        detail=detail,
    )


def _moment(at: int | None) -> str | None:
    return None if at is None else rfc3339(at)


def _milliseconds(value: str | None) -> int:
    return 0 if value is None else milliseconds(value)
