"""The audit log of a site: many chains, read as one list."""

import heapq
from collections.abc import AsyncIterator, Sequence

import orjson

from moderation.domain.audit import AuditEntry
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.replies import fields, sound


class Audit:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def newest(self, site: str, limit: int, before: tuple[int, int, str] | None) -> list[AuditEntry]:
        """The next entries in order of time, newest first, after a position (time, sequence, chain)."""
        words = []
        chains = keys.chains(site)
        for _, _, key in chains:
            # Entries of one millisecond may lie on both sides of a page's edge, so the edge is read again.
            top = "+" if before is None else str(before[0] + 1)
            words.append((key, ("XREVRANGE", key, top, "-", "COUNT", limit + 8)))
        replies = sound(await self._store.commands(words))
        lists = [
            [entry_of(name, stream_id, raw) for stream_id, raw in reply]
            for (name, _, _), reply in zip(chains, replies, strict=True)
        ]
        merged = heapq.merge(*lists, key=position, reverse=True)
        wanted = (entry for entry in merged if before is None or position(entry) < before)
        return [entry for _, entry in zip(range(limit), wanted, strict=False)]

    async def chain(self, key: str, name: str) -> AsyncIterator[AuditEntry]:
        """Every entry of one chain, oldest first."""
        after = "-"
        while True:
            reply = await self._store.command(key, "XRANGE", key, after, "+", "COUNT", 500)
            for stream_id, raw in reply:
                yield entry_of(name, stream_id, raw)
            if len(reply) < 500:
                return
            after = "(" + reply[-1][0].decode()

    async def head(self, key: str) -> tuple[int, str | None]:
        """(sequence, link) of the newest entry as the chain's head tells it."""
        sequence, last = await self._store.command(key, "HMGET", key, "audit_sequence", "audit_link")
        return int(sequence or 0), None if last is None else last.decode()


def position(entry: AuditEntry) -> tuple[int, int, str]:
    return entry.at, entry.sequence, entry.chain


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
