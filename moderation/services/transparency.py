"""The yearly transparency report of a site, counted from its audit log."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from moderation.domain.audit import AuditEntry
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Invalid
from moderation.importers.source import Progress
from moderation.services.access import Access
from moderation.services.restrictions import Restrictions, restricts
from moderation.services.tallying import Tally
from moderation.storage.records import Records
from moderation.storage.reports import NOTICE

FIRST_YEAR: Final = 2020
PATIENCE_SECONDS: Final = 10.0
"""How long whoever asks waits before being told to come again."""
_AT_ONCE: Final = 50


class Transparency:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._restrictions = Restrictions(records)
        self._counting: dict[tuple[str, int], asyncio.Task[dict[str, Any]]] = {}

    async def report(self, site_id: str, year: int, patience: float = PATIENCE_SECONDS) -> dict[str, Any] | None:
        """The report of a year; None while it is still being counted, for which this process goes on: ask again."""
        await self._access.site(site_id)
        task = self._counting.get((site_id, year))
        if task is None:
            task = asyncio.create_task(self.counted(site_id, year), name=f"transparency of {site_id} in {year}")
            self._counting[site_id, year] = task
        done, _ = await asyncio.wait({task}, timeout=patience)
        if not done:
            return None
        if self._counting.get((site_id, year)) is task:
            del self._counting[site_id, year]
        return task.result()

    async def counted(self, site_id: str, year: int, progress: Progress | None = None) -> dict[str, Any]:
        """Count it now, however long that takes. UnknownSite; Invalid for a year that has not begun."""
        site = await self._access.site(site_id)
        now = await self._records.store.server_time_ms()
        last = datetime.fromtimestamp(now / 1000, UTC).year
        if not FIRST_YEAR <= year <= last:
            raise Invalid("There is no report of this year.", {"year": [f"Must be {FIRST_YEAR} to {last}."]})
        begins, ends = _beginning(year), _beginning(year + 1)
        tally, looked = Tally(), 0
        whole = await self._records.audit.size(site_id)
        waiting: list[AuditEntry] = []
        async for entry in self._records.audit.backwards(site_id, (ends, 0, ""), begins):
            looked += 1
            tally.note(entry)
            if restricts(entry):
                waiting.append(entry)
            if len(waiting) == _AT_ONCE:
                await self._restrict(site_id, tally, waiting)
                waiting.clear()
            if looked % 500 == 0:
                await asyncio.sleep(0)
            if progress is not None:
                progress("entries", looked, max(whole, looked))
        await self._restrict(site_id, tally, waiting)
        received = await self._records.reports.received(site_id, [f"{year}-{month:02d}" for month in range(1, 13)])
        reports = {reason: count for reason, count in sorted(received.items()) if reason != NOTICE}
        return {
            "site": site_id,
            "title": site.title,
            "year": year,
            "from": rfc3339(begins),
            "to": rfc3339(min(ends, now)),
            "complete": ends <= now,
            "counted_at": rfc3339(now),
            "reports": {"received": sum(reports.values()), "by_reason": reports},
        } | tally.document()

    async def _restrict(self, site_id: str, tally: Tally, entries: Sequence[AuditEntry]) -> None:
        for restriction in await asyncio.gather(*(self._restrictions.of(site_id, entry) for entry in entries)):
            if restriction is not None:
                tally.restrict(restriction)

    async def close(self) -> None:
        tasks = list(self._counting.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._counting.clear()


def _beginning(year: int) -> int:
    return round(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000
