"""What the comments of the last days look like: a small index that expires, so that one leads to its look-alikes.

It follows the event streams like the authors' records do, so that writing a comment costs nothing for it; whoever looks
something up catches up first. It can be lost without harm: it is not counted on for anything but finding.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain import ids
from moderation.domain.clock import DAY_MS
from moderation.domain.comment import Revision, Status
from moderation.domain.event import Event, Kind
from moderation.domain.ids import PARTITIONS
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import decode_revision, decode_state
from moderation.storage.events import Events, order
from moderation.storage.replies import sound
from moderation.storage.whole_threads import UNREADABLE
from moderation.text.likeness import Likeness, Resemblance, likeness, packed, resemblances

KEPT_MS: Final = 7 * DAY_MS
"""A comment is found by its looks this long after it was written."""
MOST: Final = 4096
"""The newest comments of each of the partitions that are kept: 65,536 of a site, at some 130 bytes each."""
BATCH: Final = 50
_LONGER: Final = b"\xff" * 128
"""After an id: behind everything that is kept under it."""
_TELLING: Final = frozenset({Kind.POSTED, Kind.EDITED, Kind.DELETED})


@dataclass(frozen=True, slots=True)
class Alike:
    comment_id: bytes
    resemblance: Resemblance


class Likenesses:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._events = Events(store)

    async def alike(
        self, site: str, to: Likeness, from_ms: int, to_ms: int, also: frozenset[bytes] = frozenset()
    ) -> list[Alike]:
        """Comments written in a span of time that resemble a likeness in any way, and those in `also` if kept."""
        parts = await asyncio.gather(
            *(self._alike(site, number, to, from_ms, to_ms, also) for number in range(PARTITIONS))
        )
        return [each for part in parts for each in part]

    async def _alike(
        self, site: str, number: int, to: Likeness, from_ms: int, to_ms: int, also: frozenset[bytes]
    ) -> list[Alike]:
        key = keys.partition(site, number).likenesses
        edges = b"[" + from_ms.to_bytes(6, "big"), b"(" + (to_ms + 1).to_bytes(6, "big")
        members = await self._store.command(key, "ZRANGE", key, *edges, "BYLEX")
        named = {place for place, member in enumerate(members) if member[:16] in also} if also else set()
        found = resemblances(to, [member[16:] for member in members], named)
        return [Alike(members[place][:16], like) for place, like in found.items()]

    async def written_after(self, site: str, after: Sequence[bytes]) -> list[list[tuple[bytes, bytes]]]:
        """By partition: what is kept of the comments written after the one that `after` names for it (empty: of all),
        oldest first, as id and packed likeness."""
        words: list[tuple[str, Sequence[bytes | str]]] = []
        for number, last in enumerate(after):
            key = keys.partition(site, number).likenesses
            words.append((key, ("ZRANGE", key, b"(" + last + _LONGER if last else "-", "+", "BYLEX")))
        replies = sound(await self._store.commands(words))
        return [[(member[:16], member[16:]) for member in members] for members in replies]

    async def forget(self, site: str, comment_ids: Sequence[bytes]) -> None:
        """Keep nothing of these comments any more."""
        parts: dict[int, list[tuple[bytes, bytes]]] = {}
        for comment_id in comment_ids:
            parts.setdefault(ids.place_of(comment_id).partition, []).append((comment_id, b""))
        for number, pairs in parts.items():
            await self._note(site, number, pairs)

    async def kept(self, site: str, partition: int) -> list[bytes]:
        """The comments of a partition of which something is kept, oldest first."""
        key = keys.partition(site, partition).likenesses
        return [member[:16] for member in await self._store.command(key, "ZRANGE", key, 0, -1)]

    async def catch_up(self, site: str) -> None:
        """Take in every event there is now."""
        ends = await self._events.last_ids(site, range(PARTITIONS))
        await asyncio.gather(*(self._catch_up_part(site, number, end) for number, end in enumerate(ends)))

    async def _catch_up_part(self, site: str, partition: int, end: str) -> None:
        while order(await self._read_to(site, partition)) < order(end):
            if await self.advance(site, partition) == 0:
                return

    async def advance(self, site: str, partition: int) -> int:
        """Take in the next events of one partition; how many were read."""
        events = await self._events.after(site, partition, await self._read_to(site, partition), BATCH)
        if not events:
            return 0
        since = await self._store.server_time_ms() - KEPT_MS
        wanted = list(dict.fromkeys(each for event in events if (each := _concerned(event, since)) is not None))
        if wanted:
            await self._note(site, partition, await self._looks(site, wanted), since)
        head = keys.partition(site, partition).head
        await self._store.command(head, "HSET", head, "likenesses", events[-1].id)
        return len(events)

    async def _looks(self, site: str, comment_ids: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        words = []
        for comment_id in comment_ids:
            place = ids.place_of(comment_id)
            words += [(key, ("HGET", key, comment_id)) for key in (keys.states(site, place), keys.texts(site, place))]
        replies = sound(await self._store.commands(words))
        pairs = []
        for comment_id, state, text in zip(comment_ids, replies[0::2], replies[1::2], strict=True):
            pairs.append((comment_id, _packed(state, text)))
            await asyncio.sleep(0)  # up to half a millisecond each, for which nobody's request shall wait
        return pairs

    async def _read_to(self, site: str, partition: int) -> str:
        head = keys.partition(site, partition).head
        found = await self._store.command(head, "HGET", head, "likenesses")
        return found.decode() if found else "0-0"

    async def _note(self, site: str, partition: int, pairs: Sequence[tuple[bytes, bytes]], since: int = 0) -> None:
        args: list[bytes | str | int | float] = [since.to_bytes(6, "big"), MOST]
        args += [part for pair in pairs for part in pair]
        await self._store.run("note_likenesses", [keys.partition(site, partition).likenesses], args, resend=True)


def _concerned(event: Event, since: int) -> bytes | None:
    """The comment whose text an event changed, unless it is too old to be kept."""
    comment_id = event.comment
    if comment_id is None or event.kind not in _TELLING or ids.time_of(comment_id) < since:
        return None
    return comment_id


def _packed(state: bytes | None, text: bytes | None) -> bytes:
    """Nothing for a comment that is gone: whoever takes a comment back or is erased is not found by it any more.
    Nothing for a damaged one either, which must not hold up the others; verification tells of it."""
    try:
        if state is None or text is None or decode_state(state).status is Status.DELETED:
            return b""
        return packed(looks_of(decode_revision(text)))
    except UNREADABLE:
        return b""


def looks_of(revision: Revision) -> Likeness:
    """What a comment's text looks like; its origin is the keyed hash of the network address."""
    return likeness(revision.body, bytes.fromhex(revision.address))
