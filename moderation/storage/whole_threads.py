"""Everything kept of one thread at one moment: what verification proves and export writes."""

import struct
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from moderation.domain.errors import StoreUnsuitable
from moderation.domain.ids import Place
from moderation.storage import keys
from moderation.storage.appeals import appeal_keys
from moderation.storage.client import Store
from moderation.storage.replies import score_pairs

AT_ONCE = 500
"""Members that one paged read asks for, and ids per command within the script."""
WAIT = 120.0
"""Seconds a snapshot may take: it grows with the thread, and other commands wait meanwhile."""

UNREADABLE = (StoreUnsuitable, ValueError, KeyError, IndexError, TypeError, zlib.error, struct.error)
"""What reading a stored value raises when it is damaged or of a newer format."""

Pairs = dict[bytes, bytes]
Scores = dict[bytes, float]


@dataclass(frozen=True, slots=True)
class WholeThread:
    """As stored; what the partition keeps is here as far as it concerns the thread; queues as in keys.QUEUES."""

    article: str
    """What the publisher calls it, as the partition's list of articles has it."""
    place: Place
    about: Pairs
    states: Pairs
    texts: Pairs
    roots: frozenset[bytes]
    replies: frozenset[bytes]
    liked: Scores
    likers: frozenset[bytes]
    reports: Pairs
    decisions: Pairs
    revisions: Pairs
    appeals: Pairs
    queues: tuple[frozenset[bytes], ...]
    orders: tuple[Scores, ...]
    claims: Pairs
    due: Scores
    every: frozenset[bytes]


class WholeThreads:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def articles(self, site: str, partition: int) -> list[tuple[int, str]]:
        """(number, name) of every article of a partition, by number."""
        key = keys.partition(site, partition).articles
        found = {name: int(number) async for name, number in self.hash_pairs(key)}
        return sorted((number, name.decode()) for name, number in found.items())

    async def size(self, site: str, place: Place) -> int:
        """How many comments a thread has, whatever their status."""
        key = keys.states(site, place)
        return int(await self._store.command(key, "HLEN", key))

    async def snapshot(self, site: str, place: Place, article: str) -> WholeThread:
        """The thread as it is at one moment. The server does nothing else meanwhile: some 10 ms for 1000 comments."""
        reply = await self._store.run("read_thread", appeal_keys(site, place), [AT_ONCE], timeout=WAIT)
        about, states, texts, roots, replies, liked, likers, reports, decisions, revisions, appeals, *rest = reply
        queues, orders, claims, due, every = rest
        return WholeThread(
            article=article,
            place=place,
            about=_pairs(about),
            states=_pairs(states),
            texts=_pairs(texts),
            roots=frozenset(roots),
            replies=frozenset(replies),
            liked=dict(score_pairs(liked)),
            likers=frozenset(likers),
            reports=_pairs(reports),
            decisions=_pairs(decisions),
            revisions=_pairs(revisions),
            appeals=_pairs(appeals),
            queues=tuple(frozenset(part) for part in queues),
            orders=tuple(dict(score_pairs(part)) for part in orders),
            claims=_pairs(claims),
            due=dict(score_pairs(due)),
            every=frozenset(every),
        )

    async def paged(self, site: str, place: Place, article: str) -> WholeThread:
        """The same, read bit by bit: nobody waits, but a change made meanwhile may show in one part and not another."""
        shared = keys.partition(site, place.partition)
        states = await self._whole_hash(keys.states(site, place))
        ids = list(states)
        return WholeThread(
            article=article,
            place=place,
            about=await self._whole_hash(keys.article(site, place)),
            states=states,
            texts=await self._whole_hash(keys.texts(site, place)),
            roots=frozenset([member async for member, _ in self.set_scores(keys.roots(site, place))]),
            replies=frozenset([member async for member, _ in self.set_scores(keys.replies(site, place))]),
            liked={member: score async for member, score in self.set_scores(keys.liked(site, place))},
            likers=frozenset([member async for member in self._members(keys.likers(site, place))]),
            reports=await self._whole_hash(keys.reports(site, place)),
            decisions=await self._whole_hash(keys.decisions(site, place)),
            revisions=await self._whole_hash(keys.revisions(site, place)),
            appeals=await self._whole_hash(keys.appeals(site, place)),
            queues=tuple([frozenset(await self._share("ZMSCORE", key, ids)) for key in shared.queues]),
            orders=tuple([_floats(await self._share("ZMSCORE", key, ids)) for key in shared.orders]),
            claims=await self._share("HMGET", shared.claims, ids),
            due=_floats(await self._share("ZMSCORE", shared.due, ids)),
            every=frozenset(await self._share("ZMSCORE", shared.every, ids)),
        )

    async def hash_pairs(self, key: str) -> AsyncIterator[tuple[bytes, bytes]]:
        """Fields and values of a hash, a page at a time; one may come twice."""
        async for page in self._scan("HSCAN", key):
            for field, value in zip(page[0::2], page[1::2], strict=True):
                yield field, value

    async def set_scores(self, key: str) -> AsyncIterator[tuple[bytes, float]]:
        """Members and scores of a sorted set, a page at a time; one may come twice."""
        async for page in self._scan("ZSCAN", key):
            for member, score in score_pairs(page):
                yield member, score

    async def _members(self, key: str) -> AsyncIterator[bytes]:
        async for page in self._scan("SSCAN", key):
            for member in page:
                yield member

    async def _scan(self, command: str, key: str) -> AsyncIterator[Sequence[Any]]:
        cursor = b"0"
        while True:
            cursor, page = await self._store.command(key, command, key, cursor, "COUNT", AT_ONCE)
            yield page
            if cursor == b"0":
                return

    async def _whole_hash(self, key: str) -> Pairs:
        return {field: value async for field, value in self.hash_pairs(key)}

    async def _share(self, command: str, key: str, ids: Sequence[bytes]) -> dict[bytes, Any]:
        found: dict[bytes, Any] = {}
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            reply = await self._store.command(key, command, key, *part)
            found |= {member: value for member, value in zip(part, reply, strict=True) if value is not None}
        return found


def _pairs(flat: Sequence[bytes] | dict[bytes, bytes]) -> Pairs:
    return flat if isinstance(flat, dict) else dict(zip(flat[0::2], flat[1::2], strict=True))


def _floats(found: dict[bytes, Any]) -> Scores:
    return {member: float(score) for member, score in found.items()}
