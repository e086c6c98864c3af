"""What must be true of readers' lists of what they reported: each report is in its reader's list, and nothing else is.

The list lies in another slot than the report and is written a moment after it, so what seems wrong is looked at again
after a moment.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from moderation.domain import ids
from moderation.domain.actors import ADDRESS
from moderation.storage import author_keys, keys
from moderation.storage.author_verification import named
from moderation.storage.client import Store
from moderation.storage.invariants import Finding
from moderation.storage.replies import sound
from moderation.storage.reporters import Reporters
from moderation.storage.reports import reader_mark
from moderation.storage.stored_reports import StoredReport, decode_report
from moderation.storage.whole_threads import AT_ONCE, UNREADABLE, WholeThread, WholeThreads

LOOKS: Final = 3
MOMENT: Final = 0.1
"""Seconds between them."""
_ERASED: Final = "erased"


class ReporterVerification:
    """Of one site: each thread's reports first, then the lists of the readers who filed them."""

    def __init__(self, store: Store, site: str, repair: bool) -> None:
        self._store = store
        self._site = site
        self._repair = repair
        self._reporters = Reporters(store)
        self._whole = WholeThreads(store)
        self._readers: set[str] = set()

    async def of_thread(self, thread: WholeThread) -> AsyncIterator[Finding]:
        """Reports of a thread that are missing from the lists of the signed-in readers who filed them."""
        filed = _filed(thread)
        self._readers.update(reader for _, reader, _ in filed)
        for _ in range(LOOKS):
            filed = [report for report, listed in zip(filed, await self._listed(filed), strict=True) if not listed]
            if not filed:
                return
            await asyncio.sleep(MOMENT)
        for comment_id, reader, at in filed:
            where = f"{self._site}: reader {reader!r}"
            yield Finding(where, f"the report of {named(comment_id)} is missing from the reader's list", True)
            if self._repair:
                await self._reporters.note(self._site, reader, comment_id, at)

    async def _listed(self, filed: list[tuple[bytes, str, int]]) -> list[bool]:
        found: list[bool] = []
        for start in range(0, len(filed), AT_ONCE):
            words = []
            for comment_id, reader, _ in filed[start : start + AT_ONCE]:
                key = author_keys.reported(self._site, reader)
                words.append((key, ("ZSCORE", key, comment_id)))
            found += [score is not None for score in sound(await self._store.commands(words))]
        return found

    async def of_lists(self) -> AsyncIterator[Finding]:
        """What is in the list of a reader who filed any report, and is no report of theirs."""
        for reader in sorted(self._readers):
            strays = await self._strays(reader)
            for _ in range(LOOKS):
                if not strays:
                    break
                await asyncio.sleep(MOMENT)
                strays &= await self._strays(reader)
            key = author_keys.reported(self._site, reader)
            for member in sorted(strays):
                where = f"{self._site}: reader {reader!r}"
                yield Finding(where, f"{named(member)} is in the reader's list, who has not reported it", True)
                if self._repair:
                    await self._store.command(key, "ZREM", key, member)

    async def _strays(self, reader: str) -> set[bytes]:
        strays: set[bytes] = set()
        mark, listed = reader_mark(reader), author_keys.reported(self._site, reader)
        members = [member async for member, _ in self._whole.set_scores(listed)]
        for start in range(0, len(members), AT_ONCE):
            part = members[start : start + AT_ONCE]
            strays.update(member for member in part if len(member) != 16)
            part = [member for member in part if len(member) == 16]
            places = [keys.reports(self._site, ids.place_of(member)) for member in part]
            words = [(key, ("HGET", key, member + mark)) for key, member in zip(places, part, strict=True)]
            for member, raw in zip(part, sound(await self._store.commands(words)), strict=True):
                stored = None if raw is None else _readable(raw)
                if raw is None or (stored is not None and stored.reporter == _ERASED):
                    strays.add(member)
        return strays


def _filed(thread: WholeThread) -> list[tuple[bytes, str, int]]:
    """(comment, reader, time in ms) of each report by somebody who was signed in."""
    found = []
    for field, raw in thread.reports.items():
        if len(field) != 24:
            continue
        stored = _readable(raw)
        if stored is None:
            continue
        reader = stored.reporter
        if field[16:] == reader_mark(reader) and not reader.startswith(ADDRESS):
            found.append((field[:16], reader, stored.at))
    return found


def _readable(raw: bytes) -> StoredReport | None:
    """None where it, or who filed it, cannot be read."""
    try:
        stored = decode_report(raw)
        return stored if stored.reporter else None
    except UNREADABLE:
        return None
