"""The audit log of a site: many chains, read as one list."""

from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import orjson

from moderation.domain.audit import GENESIS, AuditEntry, digest
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.replies import fields, sound

PAGE: Final = 100
"""Entries of a chain that are read together."""
BESIDE_MS: Final = 1000
"""How far the time of an entry and that of its place in the stream are looked for apart."""

Position = tuple[int, int, str]
"""(time, sequence, chain) of an entry: its place in the order of all chains."""


class Audit:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def newest(self, site: str, limit: int, before: Position | None) -> list[AuditEntry]:
        """The next entries in order of time, newest first, after a position."""
        found: list[AuditEntry] = []
        async for entry in self.backwards(site, before, page=min(PAGE, limit + 1)):
            found.append(entry)
            if len(found) == limit:
                break
        return found

    async def backwards(
        self, site: str, before: Position | None = None, since_ms: int = 0, chain: str | None = None, page: int = PAGE
    ) -> AsyncIterator[AuditEntry]:
        """The entries of all chains, or of one, newest first: those before a position and not older than a time."""
        chains = {name: key for name, _, key in keys.chains(site) if chain in (None, name)}
        # Entries of one millisecond may lie on both sides of the position, and the stream has a clock of its own.
        top = "+" if before is None else str(before[0] + BESIDE_MS)
        bottom = str(max(0, since_ms - BESIDE_MS))
        replies = sound(
            await self._store.commands(
                [(key, ("XREVRANGE", key, top, bottom, "COUNT", page)) for key in chains.values()]
            )
        )
        pages = {name: _page(name, reply) for name, reply in zip(chains, replies, strict=True)}
        while heads := {name: position(entries[0]) for name, entries in pages.items() if entries}:
            name = max(heads, key=heads.__getitem__)
            entry = pages[name].popleft()
            if not pages[name]:
                key, edge = chains[name], f"({entry.stream_id}"
                pages[name] = _page(name, await self._store.command(key, "XREVRANGE", key, edge, bottom, "COUNT", page))
            if entry.at >= since_ms and (before is None or position(entry) < before):
                yield entry

    async def near(self, site: str, chain: str, at_ms: int) -> AsyncIterator[AuditEntry]:
        """The entries of a chain that were written within a moment of a time, newest first."""
        async for entry in self.backwards(site, (at_ms + BESIDE_MS, 0, ""), at_ms - BESIDE_MS, chain):
            yield entry

    async def chain(self, key: str, name: str, after: str = "-") -> AsyncIterator[AuditEntry]:
        """Every entry of one chain, or those after a place in its stream (`(id`), oldest first."""
        while True:
            reply = await self._store.command(key, "XRANGE", key, after, "+", "COUNT", 500)
            for stream_id, raw in reply:
                yield entry_of(name, stream_id, raw)
            if len(reply) < 500:
                return
            after = "(" + reply[-1][0].decode()

    async def restore(self, site: str, chain: str, before: str, entries: Sequence[AuditEntry]) -> bool:
        """Continue a chain after the link `before` with sound entries of another store, each as it was written. False
        if the chain has other entries here, or if its partition had articles before its first entry."""
        head, log = next((head, log) for name, head, log in keys.chains(site) if name == chain)
        beside = keys.partition(site, int(chain)).articles if chain.isdigit() else f"{head}:none"
        words: list[bytes | str | int] = [before]
        for entry in entries:
            words += [entry.stream_id, str(entry.sequence), str(entry.at), entry.change, entry.concerned]
            words += [entry.decision, entry.raw_detail, entry.link]
        return bool(await self._store.run("restore_history", [head, beside, log], words, resend=True) == b"restored")

    async def restore_change(self, site: str, before: str, entry: AuditEntry, detail: bytes) -> bool:
        """Take an entry of another store's log of settings in, with the detail that says so; False if the one before
        it, whose link is `before`, is not the last that was taken in."""
        touched = [keys.site_head(site), keys.site_record(site), keys.site_audit(site)]
        words: list[bytes | str] = [entry.change, detail, digest(detail), before, entry.link]
        return bool(await self._store.run("restore_change", touched, words) == b"restored")

    async def last_taken_in(self, site: str) -> str:
        """The link of the last entry of another store's log of settings that was taken in; GENESIS if none was."""
        head = keys.site_head(site)
        found = await self._store.command(head, "HGET", head, "imported")
        return GENESIS if found is None else str(found.decode())

    async def size(self, site: str) -> int:
        """How many entries all chains of a site have had."""
        asked = [(head, ("HGET", head, "audit_sequence")) for _, head, _ in keys.chains(site)]
        return sum(int(reply or 0) for reply in sound(await self._store.commands(asked)))

    async def head(self, key: str) -> tuple[int, str | None]:
        """(sequence, link) of the newest entry as the chain's head tells it."""
        sequence, last = await self._store.command(key, "HMGET", key, "audit_sequence", "audit_link")
        return int(sequence or 0), None if last is None else last.decode()


def position(entry: AuditEntry) -> Position:
    return entry.at, entry.sequence, entry.chain


def _page(chain: str, reply: Sequence[Any]) -> deque[AuditEntry]:
    return deque(entry_of(chain, stream_id, raw) for stream_id, raw in reply)


def entry_of(chain: str, stream_id: bytes, raw: Sequence[bytes]) -> AuditEntry:
    stored = fields(raw)
    return AuditEntry(
        chain=chain,
        stream_id=stream_id.decode(),
        sequence=int(stored["n"]),
        at=int(stored["t"]),
        change=stored["c"].decode(),
        concerned=stored["i"],
        decision=stored["r"],
        detail=orjson.loads(stored["d"]),
        raw_detail=stored["d"],
        link=stored["l"].decode(),
    )
