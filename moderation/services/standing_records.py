"""What was done about an author between its stored form and the record of it in an export."""

from collections.abc import Sequence

import orjson

from moderation.domain.author import AuthorRecord
from moderation.importers.record import MeasureRecord, StandingRecord
from moderation.storage.measures import encode_measure, split_measure


def standing_record(author: AuthorRecord, stored: Sequence[tuple[int, bytes]]) -> StandingRecord | None:
    """None for an author about whom nothing was ever done."""
    if not author.version and not stored:
        return None
    return StandingRecord(
        author_id=author.id,
        standing=author.standing,
        until=author.until,
        reason=author.reason or None,
        version=author.version,
        warning=author.warning,
        measures=tuple(MeasureRecord(number, *split_measure(raw)) for number, raw in stored),
    )


def restored_author(record: StandingRecord) -> tuple[AuthorRecord, list[tuple[int, bytes]]]:
    """(the author's record as far as it is brought back, the stored measures by number)."""
    author = AuthorRecord(
        id=record.author_id,
        standing=record.standing,
        until=record.until,
        reason=record.reason,
        version=record.version,
        warning=record.warning,
    )
    return author, [(each.number, _stored(each)) for each in record.measures]


def _stored(measure: MeasureRecord) -> bytes:
    detail = orjson.dumps(measure.detail)
    return encode_measure(measure.at, measure.undone_at, measure.undone_by, measure.acknowledged_at, detail)
