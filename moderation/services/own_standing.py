"""What readers are told of what was done about them: a restriction, a warning that waits, all of it in their file."""

from collections.abc import Sequence
from typing import Any

import orjson

from moderation.domain.author import AuthorRecord, Reader
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Conflict, NotFound, NotSignedIn
from moderation.domain.measure import Measure
from moderation.services.access import Access
from moderation.services.documents import Document
from moderation.services.restraint import restriction_of
from moderation.storage.records import Records


class OwnStanding:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def warning(self, site_id: str, reader: Reader) -> Document:
        """The warning that waits for the signed-in reader to acknowledge it."""
        await self._access.site(site_id)
        record = await self._records.authors.record(site_id, _signed_in(reader))
        return _own_warning(record)

    async def shown(self, site_id: str, reader: Reader) -> Document:
        """What keeps the signed-in reader from commenting, or their comments from being read at once: a restriction
        with its end and what they are to know of it, and a warning that waits. Whoever is shadowed is told nothing, as
        ever."""
        await self._access.site(site_id)
        record = await self._records.authors.record(site_id, _signed_in(reader))
        now = await self._records.store.server_time_ms()
        restriction = await restriction_of(self._records, site_id, record, now)
        return {"restriction": restriction} | _own_warning(record)

    async def acknowledge(self, site_id: str, reader: Reader, number: int) -> Document:
        """The reader has read a warning. NotFound if none with this number waits, Conflict where a newer one does."""
        await self._access.site(site_id)
        author_id = _signed_in(reader)
        detail = orjson.dumps({"action": "acknowledge", "actor": author_id, "author": author_id, "measure": number})
        match await self._records.measures.acknowledge(site_id, author_id, number, detail):
            case "other":
                raise Conflict("Another warning waits for you; read that one.")
            case "none":
                raise NotFound("No such warning waits for you.")
        return {"warning": None}


def _signed_in(reader: Reader) -> str:
    if reader.author_id is None:
        raise NotSignedIn("Send the publisher's token: only signed-in readers are warned.")
    return reader.author_id


def _own_warning(record: AuthorRecord) -> Document:
    if record.warning is None:
        return {"warning": None}
    return {"warning": {"number": record.warning.number, "message": record.warning.message}}


def told_measures(measures: Sequence[Measure]) -> list[dict[str, Any]]:
    """What was done about a person, for them: not by whom."""
    return [
        {
            "at": rfc3339(each.at),
            "standing": str(each.after),
            "until": None if each.until is None else rfc3339(each.until),
            "reason": each.reason,
            "message": each.warning or each.told,
            "undone_at": None if each.undone_at is None else rfc3339(each.undone_at),
        }
        for each in measures
    ]
