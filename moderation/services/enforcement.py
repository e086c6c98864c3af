"""What moderators know of authors, and their standing."""

from typing import Any

import orjson

from moderation.domain.author import Standing
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Invalid
from moderation.services.access import Access
from moderation.services.documents import record_document
from moderation.storage.records import Records


class Enforcement:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def author(self, site_id: str, author_id: str) -> dict[str, Any]:
        """An author's record; an empty one for somebody who never commented, since a ban may come first."""
        await self._access.site(site_id)
        record = await self._records.authors.record(site_id, author_id)
        return record_document(record, await self._records.store.server_time_ms())

    async def set_standing(
        self, site_id: str, author_id: str, standing: Standing, until_ms: int | None, reason: str, moderator: str
    ) -> dict[str, Any]:
        """Change an author's standing from now on, everywhere; `until_ms` ends it by itself."""
        await self._access.site(site_id)
        now = await self._records.store.server_time_ms()
        if until_ms is not None and until_ms <= now:
            raise Invalid("The standing would be over before it began.", {"until": ["Must be in the future."]})
        before = await self._records.authors.record(site_id, author_id)
        detail = {
            "action": "set_standing",
            "actor": moderator,
            "author": author_id,
            "before": str(before.standing),
            "after": str(standing),
            "until": None if until_ms is None else rfc3339(until_ms),
            "reason": reason,
        }
        await self._records.authors.set_standing(site_id, author_id, standing, until_ms, reason, orjson.dumps(detail))
        return await self.author(site_id, author_id)
