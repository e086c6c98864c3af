"""What readers say of comments: reports and likes."""

from typing import Any

from moderation.domain import ids
from moderation.domain.author import Reader
from moderation.domain.errors import NotFound
from moderation.domain.report import Reason
from moderation.services.access import Access
from moderation.services.discussion import Discussion
from moderation.storage.records import Records


class Reporting:
    def __init__(self, records: Records, access: Access, discussion: Discussion) -> None:
        self._records = records
        self._access = access
        self._discussion = discussion

    async def report(
        self, site_id: str, reader: Reader, comment_id: str, reason: Reason, detail: str | None
    ) -> dict[str, Any]:
        """File a report; a second one of the same reader while the first is open changes nothing."""
        await self._access.site(site_id)
        word = await self._records.reports.file(site_id, ids.to_bytes(comment_id), reader.subject, reason, detail)
        if word == "gone":
            raise NotFound(f"There is no comment {comment_id}.")
        return {"id": comment_id, "reason": str(reason), "status": "received"}

    async def react(self, site_id: str, reader: Reader, comment_id: str, like: bool) -> dict[str, Any]:
        """Like a comment or take the like back; doing it twice changes nothing."""
        await self._access.site(site_id)
        raw = ids.to_bytes(comment_id)
        likes = await self._records.reports.react(site_id, raw, reader.subject, like)
        if likes is None:
            raise NotFound(f"There is no comment {comment_id}.")
        self._discussion.changed(site_id, ids.place_of(raw))
        return {"reactions": {"like": likes}}
