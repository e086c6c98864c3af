"""The statements of reasons of a site: one for every comment that was rejected and every author who was restricted, by
a moderator or by the site's policy."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

from moderation.domain import ids
from moderation.domain.audit import AuditEntry
from moderation.domain.errors import Invalid, NotFound
from moderation.domain.statement import statement
from moderation.domain.transparency_database import TERRITORIES, faults
from moderation.importers.source import Progress
from moderation.services.access import Access
from moderation.services.cursors import decode_cursor, encode_cursor
from moderation.services.documents import page_of
from moderation.services.restrictions import Restrictions, name_of, restricts
from moderation.storage.audit import Position, position
from moderation.storage.records import Records

LOOKED_AT = 2000
"""Entries of the audit log that are looked at for one page."""
AT_ONCE = 50
_NAME = re.compile(r"(?P<chain>u\d\d)-\d{1,15}-(?P<time>\d{1,15})|(?P<id>.{36})(?:-(?P<at>\d{1,15}))?", re.ASCII)


class Statements:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._restrictions = Restrictions(records)

    async def listed(
        self,
        site_id: str,
        from_ms: int | None,
        to_ms: int | None,
        comment_id: str | None,
        limit: int,
        cursor: str | None,
    ) -> dict[str, Any]:
        """A page of statements by the time of the decision, newest first, from a time on and before another; of one
        comment, if asked. A page may be short while `next_cursor` goes on."""
        _check_span(from_ms, to_ms)
        await self._access.site(site_id)
        raw = None if comment_id is None else ids.to_bytes(comment_id)
        parts = decode_cursor(cursor, int, int, str)
        before = _beginning(to_ms) if parts is None else (int(parts[0]), int(parts[1]), str(parts[2]))
        since = max(from_ms or 0, 0 if raw is None else ids.time_of(raw))
        chain = None if raw is None else f"{ids.place_of(raw).partition:02d}"
        chosen: list[AuditEntry] = []
        looked, last = 0, None
        async for entry in self._records.audit.backwards(site_id, before, since, chain):
            looked, last = looked + 1, entry
            if restricts(entry) and raw in (None, entry.concerned):
                chosen.append(entry)
            if len(chosen) == limit or looked == LOOKED_AT:
                break
        else:
            last = None
        documents = [each for each in await self._documents(site_id, chosen) if each is not None]
        return page_of(documents, None if last is None else encode_cursor(*position(last)))

    async def of_decision(self, site_id: str, name: str) -> dict[str, Any]:
        """The statement that has this `puid`, which is the id of a moderator's decision where there was one. NotFound
        if there is none: nothing was restricted, or only confirmed, or it was taken back."""
        await self._access.site(site_id)
        place = _place_of(name)
        if place is not None:
            async for entry in self._records.audit.near(site_id, *place):
                if restricts(entry) and name_of(entry) == name:
                    if (document := (await self._documents(site_id, [entry]))[0]) is not None:
                        return document
                    raise NotFound(
                        "This decision was taken back, or confirmed what was restricted already; it needs no statement."
                    )
        raise NotFound(f"No decision {name[:64]!r} has restricted anything here.")

    async def exported(
        self, site_id: str, from_ms: int | None, to_ms: int | None, progress: Progress
    ) -> AsyncIterator[dict[str, Any]]:
        """Every statement whose decision was made from a time on and before another, newest first. UnknownSite."""
        _check_span(from_ms, to_ms)
        await self._access.site(site_id)
        whole, looked = await self._records.audit.size(site_id), 0
        waiting: list[AuditEntry] = []
        async for entry in self._records.audit.backwards(site_id, _beginning(to_ms), from_ms or 0):
            looked += 1
            progress("entries", looked, max(whole, looked))
            if restricts(entry):
                waiting.append(entry)
            if len(waiting) == AT_ONCE:
                for document in await self._documents(site_id, waiting):
                    if document is not None:
                        yield document
                waiting.clear()
        for document in await self._documents(site_id, waiting):
            if document is not None:
                yield document

    async def _documents(self, site_id: str, entries: list[AuditEntry]) -> list[dict[str, Any] | None]:
        return list(await asyncio.gather(*(self._document(site_id, entry) for entry in entries)))

    async def _document(self, site_id: str, entry: AuditEntry) -> dict[str, Any] | None:
        restriction = await self._restrictions.of(site_id, entry)
        if restriction is None:
            return None
        policy = await self._access.policy(site_id)
        document = statement(restriction, policy.statement_ground, policy.statement_territories or TERRITORIES)
        if wrong := faults(document):
            raise Invalid(f"The statement {restriction.id} would be refused: {' '.join(wrong)}")
        return document


def _check_span(from_ms: int | None, to_ms: int | None) -> None:
    if from_ms is not None and to_ms is not None and from_ms > to_ms:
        raise Invalid("The time span ends before it begins.", {"from": ["Must not be after `to`."]})


def _beginning(to_ms: int | None) -> Position | None:
    return None if to_ms is None else (to_ms, 0, "")


def _place_of(name: str) -> tuple[str, int] | None:
    """(chain, time) of the entry that `restrictions.name_of` gave this name; None if it never gave such a one."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    if found["chain"] is not None:
        return found["chain"], int(found["time"])
    try:
        raw = ids.to_bytes(found["id"])
    except NotFound:
        return None
    return f"{ids.place_of(raw).partition:02d}", ids.time_of(raw) if found["at"] is None else int(found["at"])
