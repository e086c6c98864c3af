"""The event streams: read on from an id, and trimmed behind those who still read."""

from collections.abc import Mapping, Sequence
from typing import Any

from moderation.domain.event import Event, Kind
from moderation.domain.ids import PARTITIONS
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

    async def told(self, site: str) -> list[str | None]:
        """How far the webhooks' consumer has read each partition's stream; None where there is no such consumer."""
        names = [keys.partition(site, number).head for number in range(PARTITIONS)]
        replies = sound(await self._store.commands([(key, ("HGET", key, "told")) for key in names]))
        return [None if reply is None else reply.decode() for reply in replies]

    async def note_told(self, site: str, partition: int, event_id: str | None) -> None:
        """None: there is no such consumer any more, so nothing is kept for it."""
        key = keys.partition(site, partition).head
        words = ("HDEL", key, "told") if event_id is None else ("HSET", key, "told", event_id)
        await self._store.command(key, *words)

    async def trim(self, site: str, partition: int, keep: int) -> int:
        """Drop the oldest events beyond `keep`, but none that a consumer has not read; how many went."""
        key, head = keys.partition(site, partition).events, keys.partition(site, partition).head
        edge = await self._store.command(key, "XREVRANGE", key, "+", "-", "COUNT", keep)
        if len(edge) < keep:
            return 0
        consumed, told = await self._store.command(head, "HMGET", head, "consumed", "told")
        wanted = [edge[-1][0].decode(), consumed.decode() if consumed else "0-0"]
        if told is not None:
            wanted.append(told.decode())
        return int(await self._store.command(key, "XTRIM", key, "MINID", min(wanted, key=order)))


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
