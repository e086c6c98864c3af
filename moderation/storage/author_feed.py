"""Carries what happened to comments into their authors' records: every event once, in the order of its partition.

An author's record lies in another partition than the comments, so no script can change both. The feed reads a
partition's events after the mark `consumed` and applies each to its author; how far a partition of authors has come
is kept beside the records and moves with them in one script, so an event applied before a crash is known after it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain import ids
from moderation.domain.comment import Status
from moderation.domain.event import Event, Kind
from moderation.domain.ids import PARTITIONS
from moderation.storage import codec, keys
from moderation.storage.authors import Authors
from moderation.storage.client import Store
from moderation.storage.events import Events, order
from moderation.storage.replies import sound
from moderation.storage.whole_threads import UNREADABLE

BATCH = 200
ERASED = "erased"
"""The author of a comment whose author was erased. There is no record of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an event adds to its author's record."""

    posted: int
    visible: int
    approved: int
    rejected: int

    @property
    def nothing(self) -> bool:
        return not (self.posted or self.visible or self.approved or self.rejected)


def change_of(event: Event) -> Change:
    before, after = event.before, event.after
    return Change(
        posted=int(event.kind is Kind.POSTED),
        visible=int(after is not None and after.visible) - int(before is not None and before.visible),
        approved=int(after is Status.APPROVED) - int(before is Status.APPROVED),
        rejected=int(after is Status.REJECTED) - int(before is Status.REJECTED),
    )


class AuthorFeed:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._events = Events(store)
        self._authors = Authors(store)

    async def catch_up(self, site: str) -> None:
        """Apply every event there is now. Events that happen meanwhile may or may not be among them."""
        partitions = list(range(PARTITIONS))
        ends = await self._events.last_ids(site, partitions)
        await asyncio.gather(
            *(self._catch_up_part(site, number, end) for number, end in zip(partitions, ends, strict=True))
        )

    async def _catch_up_part(self, site: str, partition: int, end: str) -> None:
        while order(await self._events.consumed(site, partition)) < order(end):
            if await self.advance(site, partition) == 0:
                return

    async def advance(self, site: str, partition: int) -> int:
        """Apply the next events of one partition; how many were read."""
        events = await self._events.after(site, partition, await self._events.consumed(site, partition), BATCH)
        if not events:
            return 0
        telling = [(event, change) for event in events if not (change := change_of(event)).nothing]
        writers = await self._writers(site, telling)
        by_partition: defaultdict[int, list[tuple[Event, Change, str]]] = defaultdict(list)
        for (event, change), (present, name) in zip(telling, writers, strict=True):
            # A comment may have been erased since: its author's record must not come back.
            if ERASED not in (event.author_id, present):
                by_partition[keys.partition_of_author(event.author_id)].append((event, change, name))
        await asyncio.gather(*(self._apply(site, part) for part in by_partition.values()))
        await self._events.note_consumed(site, partition, events[-1].id)
        return len(events)

    async def _writers(self, site: str, telling: Sequence[tuple[Event, Change]]) -> list[tuple[str, str]]:
        """Whose each comment is now, and (of a new one) the name it shows. A damaged one holds nobody up."""
        words = []
        for event, change in telling:
            comment_id = event.comment or b""
            place = ids.place_of(comment_id)
            states, texts = keys.states(site, place), keys.texts(site, place)
            words.append((states, ("HGET", states, comment_id)))
            words.append((texts, ("HGET", texts, comment_id if change.posted else b"")))
        replies = sound(await self._store.commands(words))
        return [(_writer(state), _name(text)) for state, text in zip(replies[0::2], replies[1::2], strict=True)]

    async def _apply(self, site: str, part: Sequence[tuple[Event, Change, str]]) -> None:
        for event, change, name in part:
            comment_id = event.comment or b""
            await self._authors.apply(
                site,
                event.author_id,
                event.partition,
                event.id,
                comment_id=comment_id,
                name=name,
                at=ids.time_of(comment_id),
                posted=change.posted,
                visible=change.visible,
                approved=change.approved,
                rejected=change.rejected,
            )


def _writer(state: bytes | None) -> str:
    try:
        return ERASED if state is None else codec.decode_state(state).author_id
    except UNREADABLE:
        return ""


def _name(text: bytes | None) -> str:
    try:
        return "" if text is None else codec.decode_revision(text).author_name
    except UNREADABLE:
        return ""
