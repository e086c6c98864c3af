"""Acts that decided many comments at once, on their way out of a store and into another.

Their decisions go with the comments, and measures with the authors. Of an act that a file does not have (those of
earlier versions have none) each comes in by itself.
"""

from collections.abc import AsyncIterator, Mapping, Set
from dataclasses import replace
from typing import Any

from moderation.domain import ids
from moderation.importers.record import ActRecord, CommentRecord, StandingRecord
from moderation.storage.records import Records


async def acts_of(records: Records, site_id: str) -> AsyncIterator[ActRecord]:
    """Every act of a site, by id."""
    for name in sorted({name async for name in records.bulks.names(site_id)}):
        act = await records.bulks.act(site_id, name)
        if act is not None:
            named = [(await records.threads.name(site_id, ids.place_of(each)), each) for each in act.comments]
            comments = tuple((article, each) for article, each in named if article is not None)
            yield ActRecord(act.id, act.moderator, act.at, comments)


async def take_in_act(records: Records, site_id: str, record: ActRecord) -> None:
    """Keep what is not there yet. StorageUnavailable."""
    comments = [ids.at_place(each, await records.threads.settle(site_id, article)) for article, each in record.comments]
    await records.bulks.restore(site_id, record.id, record.moderator, record.at, comments)


def decided_in(acts: Set[str], record: CommentRecord) -> CommentRecord:
    """The comment, with decisions of no acts but these."""
    decisions = tuple(replace(each, detail=_by_itself(acts, each.detail)) for each in record.decisions)
    return replace(record, decisions=decisions)


def measured_in(acts: Set[str], record: StandingRecord) -> StandingRecord:
    """The standing, with measures of no acts but these."""
    measures = tuple(replace(each, detail=_by_itself(acts, each.detail)) for each in record.measures)
    return replace(record, measures=measures)


def _by_itself(acts: Set[str], detail: Mapping[str, Any]) -> dict[str, Any]:
    known = detail.get("bulk") in acts
    return {"imported_bulk" if name == "bulk" and not known else name: value for name, value in detail.items()}
