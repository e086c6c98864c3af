"""How much a reader may ask of moderators in a day."""

from moderation.domain.author import Reader
from moderation.domain.clock import DAY_MS
from moderation.domain.errors import TooFast
from moderation.storage.records import Records


async def spend_daily(records: Records, site_id: str, reader: Reader, what: str, per_day: int, sentence: str) -> None:
    """One of a day's allowance; `per_day` 0 means that there is no limit. TooFast, with the sentence, where it is
    spent; StorageUnavailable."""
    if not per_day:
        return
    waiting = await records.authors.allow(site_id, f"{what}:{reader.subject}", DAY_MS / per_day, per_day)
    if waiting:
        raise TooFast(sentence, waiting / 1000)
