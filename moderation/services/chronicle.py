"""What was done at a site, on the way out of a store and into another: its audit log and what was counted.

In a store where nothing has happened yet, the log of each partition goes on from what the file says, entry by entry
with its seal, so that statistics, statements of reasons, the yearly report, readings and learning count the decisions
of the other store as they count its own. The log of settings begins with the making of the site, so what was set
elsewhere follows as entries of its own, which say when it was done and by which seal to find it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

import orjson

from moderation.domain.audit import GENESIS, AuditEntry, link
from moderation.domain.clock import rfc3339
from moderation.domain.ids import PARTITIONS
from moderation.importers.record import HistoryRecord, PastRecord, ReceivedRecord
from moderation.services.transfer_report import Report
from moderation.storage import keys
from moderation.storage.records import Records

AT_ONCE: Final = 200
"""Entries on one line."""
SETTINGS: Final = "site"
"""The chain of a site's settings."""


async def history_of(records: Records, site_id: str) -> AsyncIterator[PastRecord]:
    """Every entry of every chain, chain by chain, and every count."""
    for name, _, log in keys.chains(site_id):
        entries: list[AuditEntry] = []
        async for entry in records.audit.chain(log, name):
            entries.append(entry)
            if len(entries) == AT_ONCE:
                yield HistoryRecord(name, tuple(entries))
                entries.clear()
        if entries:
            yield HistoryRecord(name, tuple(entries))
    for number in range(PARTITIONS):
        if counts := await records.reports.counted(site_id, number):
            yield ReceivedRecord(number, counts)


@dataclass(slots=True)
class Chronicle:
    """Takes a file's history into one site. `ends`: how far each chain of the file was read."""

    records: Records
    site: str
    report: Report
    ends: dict[str, AuditEntry] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    """Chains that say other things here."""
    broken: list[str] = field(default_factory=list)
    """Chains of the file that are not as they were written."""
    connected: bool = False
    """Whether the file has the entry of settings that was taken in last, or none was."""

    async def take_in(self, record: PastRecord) -> None:
        """Keep what is not there yet. StorageUnavailable."""
        if isinstance(record, ReceivedRecord):
            await self.records.reports.restore_counts(self.site, record.partition, record.counts)
        elif record.chain not in {name for name, _, _ in keys.chains(self.site)}:
            self.report.warnings.append(f"There is no part {record.chain[:64]!r} of an audit log; it was left out.")
        elif record.chain not in (*self.own, *self.broken):
            await self._continue(record)

    async def _continue(self, record: HistoryRecord) -> None:
        end = self.ends.get(record.chain)
        before = GENESIS if end is None else end.link
        if not _whole(end, before, record):
            self.broken.append(record.chain)
            return
        if record.entries:
            self.ends[record.chain] = record.entries[-1]
        if record.chain == SETTINGS:
            await self._settings(before, record)
        elif not await self.records.audit.restore(self.site, record.chain, before, record.entries):
            self.own.append(record.chain)

    async def _settings(self, before: str, record: HistoryRecord) -> None:
        """What comes after the last entry that was taken in."""
        last = await self.records.audit.last_taken_in(self.site)
        links = [before, *(entry.link for entry in record.entries)]
        if last not in links:
            return  # it is on a later line, or nowhere in this file
        self.connected = True
        for entry, previous in zip(record.entries, links, strict=False):
            if previous == last:
                origin = {"at": rfc3339(entry.at), "sequence": entry.sequence, "link": entry.link}
                detail = orjson.dumps({"elsewhere": origin, **entry.detail})
                if not await self.records.audit.restore_change(self.site, previous, entry, detail):
                    return
                last = entry.link

    def close(self) -> None:
        """Say what was not taken over."""
        if SETTINGS in self.ends and not self.connected:
            self.own.append(SETTINGS)
        if self.broken:
            self.report.warnings.append(
                f"The audit log in the file is not as it was written, in its parts {', '.join(self.broken)}: they were "
                "not taken over from there on."
            )
        if self.own:
            self.report.warnings.append(
                f"The site has an audit log of its own, in its parts {', '.join(self.own)}: what the file has there "
                "was not added, so statistics, statements of reasons and reports do not count it."
            )


def _whole(end: AuditEntry | None, before: str, record: HistoryRecord) -> bool:
    sequence, place = (0, (0, 0)) if end is None else (end.sequence, _place(end))
    for entry in record.entries:
        right = link(before, entry.sequence, entry.at, entry.change, entry.concerned, entry.decision, entry.raw_detail)
        if entry.sequence != sequence + 1 or entry.link != right or _place(entry) <= place:
            return False
        sequence, before, place = entry.sequence, entry.link, _place(entry)
    return True


def _place(entry: AuditEntry) -> tuple[int, int]:
    """Where it stands in its log, which no seal covers."""
    milliseconds, _, number = entry.stream_id.partition("-")
    return int(milliseconds), int(number)
