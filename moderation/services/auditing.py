"""The audit log as people read it: searched and exported."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final

from moderation.domain import actors, ids
from moderation.domain.audit import AuditEntry
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Invalid
from moderation.services.access import Access
from moderation.services.cursors import decode_cursor, encode_cursor
from moderation.services.documents import Document, page_of
from moderation.storage import keys
from moderation.storage.audit import position
from moderation.storage.records import Records

LOOKED_AT: Final = 5000
"""Entries that are looked at for one page."""
_YIELD_EVERY: Final = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of the log; None asks for nothing in particular."""

    actions: frozenset[str] = frozenset()
    actor: str | None = None
    """The name or the token id of a moderator, or what acts by itself: `policy`."""
    comment: str | None = None
    author: str | None = None
    article: str | None = None
    words: str | None = None
    """Every one of these words stands somewhere in the entry."""
    from_ms: int | None = None
    to_ms: int | None = None


class Auditing:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def search(self, site_id: str, wanted: Wanted, limit: int, cursor: str | None) -> Document:
        """Entries from a time on and before another, newest first. A page may be short while `next_cursor` goes on."""
        await self._access.site(site_id)
        parts = decode_cursor(cursor, int, int, str)
        before = None if parts is None else (int(parts[0]), int(parts[1]), str(parts[2]))
        found: list[Document] = []
        looked, after = 0, (0, 0, "")
        async for entry in self._entries(site_id, wanted, before, min(100, limit + 1)):
            if len(found) == limit or looked == LOOKED_AT:
                return page_of(found, encode_cursor(*after))
            looked, after = looked + 1, position(entry)
            if fits(wanted, entry, await self._names(site_id, entry)):
                found.append(await self._document(site_id, entry))
        return page_of(found, None)

    async def exported(self, site_id: str, wanted: Wanted) -> AsyncIterator[Document]:
        """The same entries, all of them, each with its `seal`: everything that its link covers, so that whoever holds
        the export can prove that nothing in it was changed."""
        await self._access.site(site_id)
        looked = 0
        async for entry in self._entries(site_id, wanted, None, 100):
            looked += 1
            if looked % _YIELD_EVERY == 0:
                await asyncio.sleep(0)
            if fits(wanted, entry, await self._names(site_id, entry)):
                yield await self._document(site_id, entry) | {"seal": _seal(entry)}

    def _entries(
        self, site_id: str, wanted: Wanted, before: tuple[int, int, str] | None, page: int
    ) -> AsyncIterator[AuditEntry]:
        if wanted.from_ms is not None and wanted.to_ms is not None and wanted.from_ms > wanted.to_ms:
            raise Invalid("The time span ends before it begins.", {"from": ["Must not be after `to`."]})
        since, chain = wanted.from_ms or 0, None
        if wanted.comment is not None:
            raw = ids.to_bytes(wanted.comment)
            since, chain = max(since, ids.time_of(raw)), f"{ids.place_of(raw).partition:02d}"
        elif wanted.author is not None and not wanted.article:
            chain = f"u{keys.partition_of_author(wanted.author):02d}"
        if before is None and wanted.to_ms is not None:
            before = (wanted.to_ms, 0, "")
        return self._records.audit.backwards(site_id, before, since, chain, page)

    async def _names(self, site_id: str, entry: AuditEntry) -> frozenset[str]:
        actor = str(entry.detail.get("actor", ""))
        return frozenset({actor, actors.token_id(actor), await self._access.moderator_name(site_id, actor)})

    async def _document(self, site_id: str, entry: AuditEntry) -> Document:
        return shown(entry, await self._access.moderator_name(site_id, str(entry.detail.get("actor", ""))))


def shown(entry: AuditEntry, actor: str) -> Document:
    """An entry as people read it; `actor` is what its actor is called."""
    detail = {name: value for name, value in entry.detail.items() if name not in ("actor", "action")}
    action = str(entry.detail.get("action", ""))
    decision = ids.to_text(entry.decision) if len(entry.decision) == 16 else None
    if _about_a_comment(entry):
        detail.setdefault("comment", ids.to_text(entry.concerned))
    if action == "appeal":
        detail["appeal"], decision = decision, None
    return {
        "id": f"{entry.chain}-{entry.sequence}",
        "at": rfc3339(entry.at),
        "action": action,
        "actor": actor,
        "change": entry.change,
        "decision_id": decision,
        "detail": detail,
        "changed": changed(detail.get("before"), detail.get("after")),
        "link": entry.link,
    }


def fits(wanted: Wanted, entry: AuditEntry, names: frozenset[str]) -> bool:
    """Whether an entry is asked for; `names` are what its actor is called. Times are not looked at here."""
    detail = entry.detail
    if wanted.actions and detail.get("action") not in wanted.actions:
        return False
    if wanted.actor is not None and wanted.actor not in names:
        return False
    if wanted.comment is not None and not (_about_a_comment(entry) and ids.to_text(entry.concerned) == wanted.comment):
        return False
    if wanted.author is not None and wanted.author not in (detail.get("author"), _name_concerned(entry)):
        return False
    if wanted.article is not None and detail.get("article") != wanted.article:
        return False
    if wanted.words is None:
        return True
    text = " ".join((entry.raw_detail.decode("utf-8", "replace"), entry.change, *names)).casefold()
    return all(word in text for word in wanted.words.casefold().split())


def changed(before: object, after: object) -> list[Document]:
    """What a setting was and is, for each that differs; nothing where the entry is not about settings."""
    if isinstance(before, str) and isinstance(after, str):
        return [] if before == after else [{"name": "standing", "before": before, "after": after}]
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return []
    return [
        {"name": name, "before": before.get(name), "after": after.get(name)}
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _seal(entry: AuditEntry) -> Document:
    return {
        "chain": entry.chain,
        "sequence": entry.sequence,
        "at": entry.at,
        "concerned": entry.concerned.hex(),
        "decision": entry.decision.hex(),
        "detail": entry.raw_detail.decode("utf-8", "replace"),
    }


def _about_a_comment(entry: AuditEntry) -> bool:
    """Names of authors and articles may have sixteen bytes as well."""
    return entry.chain.isdigit() and entry.change != "article" and len(entry.concerned) == 16


def _name_concerned(entry: AuditEntry) -> str | None:
    return entry.concerned.decode("utf-8", "replace") if entry.chain.startswith("u") else None
