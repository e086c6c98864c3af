"""The event streams: read on from an id, and trimmed behind those who still read."""

from collections.abc import Mapping, Sequence
from typing import Any

from moderation.domain.event import Event, Kind
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import STATUSES, queues_of
from moderation.storage.replies import fields, sound


class Events:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def last_ids(self, site: str, partitions: Sequence[int]) -> list[str]:
        """The id of the newest event of each partition, `0-0` where there is none."""
        names = [keys.partition(site, number).events for number in partitions]
        replies = sound(await self._store.commands([(key, ("XREVRANGE", key, "+", "-", "COUNT", 1)) for key in names]))
        return [reply[0][0].decode() if reply else "0-0" for reply in replies]

    async def after(self, site: str, partition: int, event_id: str, limit: int = 500) -> list[Event]:
        """The next events of a partition after an id, oldest first."""
        key = keys.partition(site, partition).events
        reply = await self._store.command(key, "XRANGE", key, "(" + event_id, "+", "COUNT", limit)
        return [event_of(partition, stream_id.decode(), fields(raw)) for stream_id, raw in reply]

    async def oldest_id(self, site: str, partition: int) -> str | None:
        """The id of the oldest event still kept."""
        key = keys.partition(site, partition).events
        reply = await self._store.command(key, "XRANGE", key, "-", "+", "COUNT", 1)
        return reply[0][0].decode() if reply else None

    async def trimmed(self, site: str, partition: int) -> bool:
        """Whether any event of a partition is no longer kept."""
        key = keys.partition(site, partition).events
        if await self.oldest_id(site, partition) is None:
            return False
        about = fields(await self._store.command(key, "XINFO", "STREAM", key))
        return int(about["entries-added"]) > int(about["length"])

    async def consumed(self, site: str, partition: int) -> str:
        """How far the authors' consumer has read a partition's stream."""
        key = keys.partition(site, partition).head
        found = await self._store.command(key, "HGET", key, "consumed")
        return found.decode() if found else "0-0"

    async def note_consumed(self, site: str, partition: int, event_id: str) -> None:
        key = keys.partition(site, partition).head
        await self._store.command(key, "HSET", key, "consumed", event_id)

    async def trim(self, site: str, partition: int, keep: int) -> int:
        """Drop the oldest events beyond `keep`, but none that the authors' consumer has not read; how many went."""
        key = keys.partition(site, partition).events
        edge = await self._store.command(key, "XREVRANGE", key, "+", "-", "COUNT", keep)
        if len(edge) < keep:
            return 0
        oldest_kept, consumed = edge[-1][0].decode(), await self.consumed(site, partition)
        return int(await self._store.command(key, "XTRIM", key, "MINID", min(oldest_kept, consumed, key=order)))


def order(event_id: str) -> tuple[int, int]:
    """Stream ids sort by time, then sequence."""
    ms, _, sequence = event_id.partition("-")
    return int(ms), int(sequence or 0)


def event_of(partition: int, event_id: str, stored: Mapping[str, Any]) -> Event:
    letters, masks = stored["s"].decode(), stored["q"].decode().partition(">")
    return Event(
        partition=partition,
        id=event_id,
        kind=Kind(stored["k"].decode()),
        article=int(stored["n"]),
        comment=stored["i"] or None,
        author_id=stored["a"].decode(),
        before=STATUSES.get(letters[0]),
        after=STATUSES.get(letters[1]),
        queues_before=queues_of(int(masks[0])),
        queues_after=queues_of(int(masks[2])),
        count=int(stored["c"]),
        version=int(stored["v"]),
        actor=stored["m"].decode(),
    )
