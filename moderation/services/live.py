"""Live readers: threads, counts and queues as they change, resumable from the last event id."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Hashable, Iterable, Mapping, Sequence
from typing import Any

from moderation.domain import ids
from moderation.domain.event import Event, Kind
from moderation.domain.ids import PARTITIONS, Place
from moderation.services.access import Access
from moderation.services.documents import comment_document
from moderation.services.following import Follower
from moderation.services.frames import HEARTBEAT, Subscriber, frame
from moderation.services.resumption import Resumption, resumption_of
from moderation.storage import keys
from moderation.storage.events import order
from moderation.storage.records import Records

SLICE = 200
"""Subscribers told at a stretch before other work gets its turn."""
OVERLAP_MS = 5000
"""How far a resumed stream over many partitions reaches back, since their servers' clocks may differ."""

Watch = tuple[str, str]


class Live:
    def __init__(self, records: Records, access: Access, follower: Follower, heartbeat_seconds: float) -> None:
        self._records = records
        self._access = access
        self._follower = follower
        self._heartbeat = heartbeat_seconds
        self._threads: dict[Watch, set[Subscriber]] = {}
        self._counts: dict[Watch, set[Subscriber]] = {}
        self._queues: dict[Watch, set[Subscriber]] = {}
        self._closed = False
        follower.tell(self._heard)

    @property
    def readers(self) -> int:
        """How many streams are open."""
        return sum(len(watchers) for table in self._tables() for watchers in table.values())

    def close(self) -> None:
        """End every stream; readers resume elsewhere."""
        self._closed = True
        for table in self._tables():
            for watchers in table.values():
                for subscriber in watchers:
                    subscriber.end()

    async def thread(self, site_id: str, article: str, last_event_id: str | None) -> AsyncIterator[bytes]:
        """`count`, `comment`, `updated` and `removed` of one article; `reset` if what was missed is no longer kept."""
        resumed = resumption_of(last_event_id)
        await self._begin(site_id)
        number = keys.partition_of_article(article)
        subscriber = _join(self._threads, (site_id, article))
        try:
            # The present comes first; what the follower has yet to tell of the past would repeat it.
            position = (await self._records.events.last_ids(site_id, [number]))[0]
            if resumed is None:
                count = (await self._records.threads.counts(site_id, [article]))[article]
                yield frame("count", position, {"article": article, "count": count})
                resumed = Resumption(position)
            elif await self._lost(site_id, number, resumed):
                yield frame("reset", position, {})
            after = resumed.after
            while events := await self._records.events.after(site_id, number, after):
                wanted = [event for event in events if await self._article(site_id, event) == article]
                for event, frames in zip(wanted, await self._frames_of_each(site_id, article, wanted), strict=True):
                    for each in frames[resumed.skip if event.id == resumed.within else 0 :]:
                        yield each
                after = events[-1].id
            yield HEARTBEAT  # a reader who missed nothing shall know at once that the stream stands
            async for each in self._stream(subscriber, {number: after}):
                yield each
        finally:
            _leave(self._threads, (site_id, article), subscriber)

    async def _lost(self, site_id: str, number: int, resumed: Resumption) -> bool:
        """Whether events after that point are no longer kept."""
        if resumed.after == "0-0" and not resumed.within:
            return await self._records.events.trimmed(site_id, number)
        oldest = await self._records.events.oldest_id(site_id, number)
        return oldest is not None and order(oldest) > order(resumed.within or resumed.after)

    async def counts(self, site_id: str, articles: Sequence[str], last_event_id: str | None) -> AsyncIterator[bytes]:
        """The counts of many articles: all of them at once, then each that changes. Nothing can be missed by resuming,
        as every connection begins with the present numbers."""
        resumption_of(last_event_id)
        await self._begin(site_id)
        subscriber = Subscriber()
        watches = [(site_id, article) for article in dict.fromkeys(articles)]
        for watch in watches:
            _join(self._counts, watch, subscriber)
        try:
            numbers = sorted({keys.partition_of_article(article) for _, article in watches})
            told = await self._ends(site_id, numbers)
            counts = await self._records.threads.counts(site_id, [article for _, article in watches])
            for article, count in counts.items():
                position = told[keys.partition_of_article(article)]
                yield frame("count", position, {"article": article, "count": count})
            # Of each article by itself: its count may come before an earlier event of another article in the partition.
            ends = {article: told[keys.partition_of_article(article)] for _, article in watches}
            async for each in self._stream(subscriber, ends):
                yield each
        finally:
            for watch in watches:
                _leave(self._counts, watch, subscriber)

    async def queues(self, site_id: str, last_event_id: str | None) -> AsyncGenerator[bytes, None]:
        """`entered`, `left`, `claimed`, `released` and `changed` entries, and `queues` with the present sizes first."""
        resumed = resumption_of(last_event_id)
        await self._begin(site_id)
        subscriber = _join(self._queues, (site_id, ""))
        try:
            told = await self._ends(site_id, range(PARTITIONS))
            sizes = await self._records.queues.sizes(site_id)
            newest = max(told.values(), key=order)
            yield frame("queues", newest, {"queues": [{"queue": str(s.queue), "count": s.count} for s in sizes]})
            if resumed is not None:
                since = f"{max(0, order(resumed.after)[0] - OVERLAP_MS)}-0"
                parts = await asyncio.gather(*(self._since(site_id, number, since) for number in range(PARTITIONS)))
                missed = sorted((event for part in parts for event in part), key=lambda event: order(event.id))
                for event in missed:
                    told[event.partition] = max(told[event.partition], event.id, key=order)
                    for each in self._queue_frames(event):
                        yield each
            async for each in self._stream(subscriber, told):
                yield each
        finally:
            _leave(self._queues, (site_id, ""), subscriber)

    async def _since(self, site_id: str, number: int, event_id: str) -> list[Event]:
        found: list[Event] = []
        while events := await self._records.events.after(site_id, number, event_id):
            found += events
            event_id = events[-1].id
        return found

    async def _begin(self, site_id: str) -> None:
        await self._access.site(site_id)
        await self._follower.follow(site_id)

    async def _ends(self, site_id: str, numbers: Sequence[int]) -> dict[int, str]:
        """The newest event of each partition: nothing up to there need be told to who reads the present afterwards."""
        return dict(zip(numbers, await self._records.events.last_ids(site_id, numbers), strict=True))

    async def _stream(self, subscriber: Subscriber, told: Mapping[Any, str]) -> AsyncIterator[bytes]:
        """What comes after the events that the reader was `told` already, by partition or article. An event is told
        once, however often the follower hears it."""
        ends: dict[Hashable, tuple[int, int]] = {where: order(event_id) for where, event_id in told.items()}
        while True:
            waiting = await subscriber.next(self._heartbeat)
            for where, place, frames in waiting:
                if place > ends.get(where, (0, 0)):
                    ends[where] = place
                    for each in frames:
                        yield each
            if subscriber.ended or self._closed:
                return
            if not waiting:
                yield HEARTBEAT

    async def _heard(self, site_id: str, events: Sequence[Event]) -> None:
        """Turn the events of one partition into frames, once per article, and hand them to whoever watches it."""
        if watchers := self._queues.get((site_id, "")):
            for event in events:
                if frames := self._queue_frames(event):
                    await _hand_out(watchers, event.partition, event, frames)
        if not self._threads and not self._counts:
            return
        by_article: dict[str, list[Event]] = {}
        for event in events:
            if event.article and (article := await self._article(site_id, event)) is not None:
                by_article.setdefault(article, []).append(event)
        for article, own in by_article.items():
            watch, last = (site_id, article), own[-1]
            if watchers := self._threads.get(watch):
                for event, frames in zip(own, await self._frames_of_each(site_id, article, own), strict=True):
                    await _hand_out(watchers, event.partition, event, frames)
            if (watchers := self._counts.get(watch)) and any(event.appeared or event.vanished for event in own):
                count = frame("count", last.id, {"article": article, "count": last.count})
                await _hand_out(watchers, article, last, [count])

    async def _article(self, site_id: str, event: Event) -> str | None:
        if not event.article:
            return None
        return await self._records.threads.name(site_id, Place(event.partition, event.article))

    async def _frames_of_each(self, site_id: str, article: str, events: Sequence[Event]) -> list[list[bytes]]:
        """Frames of each event. Comments are shown as they stand now, so a later change is never shown before its time
        as something it was not allowed to be: what is hidden by now stays hidden."""
        wanted = list(dict.fromkeys(e.comment for e in events if e.comment and e.after is not None and e.after.visible))
        read = await self._records.comments.read_many(site_id, wanted)
        present = {comment.id: comment for comment in read if comment is not None}
        frames: list[list[bytes]] = []
        for event in events:
            own: list[bytes] = []
            comment = present.get(event.comment) if event.comment else None
            shown = comment is not None and comment.state.status.visible
            if event.kind in (Kind.REPORTED, Kind.APPEALED) or event.comment is None:
                frames.append(own)
                continue
            told: list[tuple[str, object]] = []
            if event.vanished:
                told.append(("removed", {"id": ids.to_text(event.comment)}))
            elif comment is not None and shown:
                told.append(("comment" if event.appeared else "updated", comment_document(comment, article)))
            if event.appeared or event.vanished:
                told.append(("count", {"article": article, "count": event.count}))
            # All but the last say which part of the event they are, so that a reader cut off in between misses nothing.
            for part, (name, document) in enumerate(told, 1):
                mark = event.id if part == len(told) else f"{event.id}.{part}"
                own.append(frame(name, mark, document))
            frames.append(own)
        return frames

    def _queue_frames(self, event: Event) -> list[bytes]:
        if event.comment is None:
            return []
        about = {"comment_id": ids.to_text(event.comment), "version": event.version}
        if event.kind in (Kind.CLAIMED, Kind.RELEASED):
            return [frame(str(event.kind), event.id, {"comment_id": about["comment_id"], "moderator": event.actor})]
        frames = [
            frame(name, event.id, about | {"queue": queue})
            for name, queues in (
                ("entered", event.queues_after - event.queues_before),
                ("left", event.queues_before - event.queues_after),
            )
            for queue in sorted(queues)
        ]
        if (
            not frames
            and event.queues_after
            and event.kind in (Kind.EDITED, Kind.DECIDED, Kind.REPORTED, Kind.RESCORED, Kind.APPEAL_DECIDED)
        ):
            frames.append(frame("changed", event.id, about))
        return frames

    def _tables(self) -> tuple[dict[Watch, set[Subscriber]], ...]:
        return self._threads, self._counts, self._queues


def _join(table: dict[Watch, set[Subscriber]], watch: Watch, subscriber: Subscriber | None = None) -> Subscriber:
    subscriber = subscriber or Subscriber()
    table.setdefault(watch, set()).add(subscriber)
    return subscriber


def _leave(table: dict[Watch, set[Subscriber]], watch: Watch, subscriber: Subscriber) -> None:
    watchers = table.get(watch, set())
    watchers.discard(subscriber)
    if not watchers:
        table.pop(watch, None)


async def _hand_out(watchers: Iterable[Subscriber], where: Hashable, event: Event, frames: Sequence[bytes]) -> None:
    place = order(event.id)
    for number, subscriber in enumerate(list(watchers), 1):
        subscriber.put(where, place, frames)
        if number % SLICE == 0:
            await asyncio.sleep(0)
