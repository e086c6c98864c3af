"""Reading: pages of threads, counts, permalinks. Cached as bytes, kept right by events."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

from moderation.domain import ids
from moderation.domain.errors import Malformed, NotFound, StorageUnavailable
from moderation.domain.event import Event, Kind
from moderation.domain.ids import Place
from moderation.domain.thread import ThreadSort
from moderation.services.access import Access
from moderation.services.caching import PageCache, Thread
from moderation.services.documents import (
    Encoded,
    comment_document,
    encode,
    node_document,
    thread_document,
)
from moderation.services.following import Follower
from moderation.storage import keys
from moderation.storage.records import Records

UNSEEN = frozenset({Kind.CLAIMED, Kind.RELEASED, Kind.REPORTED, Kind.APPEALED})
"""Events that change nothing a reader sees."""


class Discussion:
    def __init__(self, records: Records, access: Access, follower: Follower, cache_bytes: int) -> None:
        self._records = records
        self._access = access
        self._follower = follower
        self._cache = PageCache(cache_bytes)
        self._loading: dict[Hashable, tuple[int, asyncio.Task[Encoded]]] = {}
        follower.tell(self._heard)

    def changed(self, site_id: str, place: Place) -> None:
        """This process changed a thread itself: do not wait for the event to come round."""
        self._cache.changed((site_id, place.partition, place.article))

    async def _heard(self, site_id: str, events: Sequence[Event]) -> None:
        for article in {event.article for event in events if event.kind not in UNSEEN}:
            self._cache.changed((site_id, events[0].partition, article))

    def cached_page(self, site_id: str, key: str) -> Encoded | None:
        """The answer to a request whose words were seen before, without a look at them."""
        return self._cache.by_alias(site_id, key)

    def remember_page(self, site_id: str, key: str, encoded: Encoded) -> None:
        """Let the words of a request lead to the answer it was given."""
        self._cache.alias(site_id, key, encoded)

    async def page(
        self,
        site_id: str,
        article: str,
        sort: ThreadSort,
        limit: int,
        replies: int,
        cursor: str | None,
        parent: str | None,
    ) -> Encoded:
        """One page of a thread (see api.md); the last known one while storage is away."""
        parent_id = b"" if parent is None else ids.to_bytes(parent)
        position = _position(cursor, by_likes=sort is ThreadSort.TOP and parent is None)
        key = ("page", site_id, article, sort, limit, replies, cursor, parent)
        if (known := self._cache.get(key)) is not None:
            return known

        async def load() -> tuple[tuple[Thread, ...], dict[str, Any]]:
            page = await self._records.threads.page(site_id, article, sort, limit, replies, position, parent_id)
            document = {
                "article": thread_document(page.thread),
                "comments": [node_document(node, article) for node in page.nodes],
                "next_cursor": page.next_cursor,
            }
            return (_thread(site_id, article, page.thread.place),), document

        return await self._joined(site_id, key, load)

    async def counts(self, site_id: str, articles: Sequence[str]) -> Encoded:
        """`{"counts": {article: number}}`; the last known ones while storage is away."""
        key = ("counts", site_id, *articles)
        if (known := self._cache.get(key)) is not None:
            return known

        async def load() -> tuple[tuple[Thread, ...], dict[str, Any]]:
            counts = await self._records.threads.counts(site_id, articles)
            places = [
                await self._records.threads.place(site_id, article) if counts[article] else None for article in counts
            ]
            threads = tuple(_thread(site_id, article, place) for article, place in zip(counts, places, strict=True))
            return threads, {"counts": counts}

        return await self._joined(site_id, key, load)

    async def _joined(
        self, site_id: str, key: Hashable, load: Callable[[], Awaitable[tuple[tuple[Thread, ...], dict[str, Any]]]]
    ) -> Encoded:
        """Load once for everybody who asks at the same time, but never hand out what a change has overtaken."""
        underway = self._loading.get(key)
        if underway is None or underway[0] != self._cache.tick:

            async def work() -> Encoded:
                await self._access.site(site_id)
                await self._follower.follow(site_id)
                seen = self._cache.tick
                threads, document = await load()
                return self._cache.put(key, threads, encode(document), seen)

            task = asyncio.create_task(work())
            underway = self._loading[key] = (self._cache.tick, task)
            task.add_done_callback(lambda done: self._loaded(key, done))
        try:
            return await asyncio.shield(underway[1])
        except StorageUnavailable:
            if (last := self._cache.stale(key)) is not None:
                return replace(last, stale=True)
            raise

    def _loaded(self, key: Hashable, task: asyncio.Task[Encoded]) -> None:
        if (underway := self._loading.get(key)) is not None and underway[1] is task:
            del self._loading[key]
        if not task.cancelled():
            task.exception()  # whoever waited was told; nobody waiting is no fault

    async def permalink(self, site_id: str, comment_id: str) -> dict[str, Any]:
        """The comment with the comments above it, root first; NotFound unless it stands in its thread."""
        await self._access.site(site_id)
        found = await self._records.comments.with_ancestors(site_id, ids.to_bytes(comment_id))
        if found is None:
            raise NotFound(f"There is no comment {comment_id}.")
        thread, (comment, *above) = found
        if not (comment.state.status.visible or comment.state.shown_replies):
            raise NotFound(f"There is no comment {comment_id}.")
        return {
            "comment": comment_document(comment, thread.article),
            "ancestors": [comment_document(each, thread.article) for each in reversed(above)],
        }


def _thread(site_id: str, article: str, place: Place | None) -> Thread:
    if place is None:
        return (site_id, keys.partition_of_article(article), 0)
    return (site_id, place.partition, place.article)


_AFTER_ID = re.compile(rb".{16}", re.DOTALL)
_AFTER_LIKES = re.compile(rb"n(.{16})?|l[0-9]{1,15}:.{16}", re.DOTALL)
"""Among the comments nobody likes (`n`), or after so many likes and an id (`l`)."""


def _position(cursor: str | None, *, by_likes: bool) -> bytes:
    """A page's cursor is the hexadecimal form of what the script goes on from; `start` is the very beginning."""
    if cursor is None or cursor == "start":
        return b""
    try:
        position = bytes.fromhex(cursor)
    except ValueError:
        position = b""
    if not (_AFTER_LIKES if by_likes else _AFTER_ID).fullmatch(position):
        raise Malformed("This cursor was not given by this thread. Start again without one.")
    return position
