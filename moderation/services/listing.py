"""Pages of comments for moderators: a queue in its order, or all comments that fit, newest first."""

import asyncio
from typing import Any, Final

from moderation.domain import ids
from moderation.domain.errors import Malformed
from moderation.domain.ids import PARTITIONS, Place
from moderation.domain.queue import Queue, Sort
from moderation.services.access import Access
from moderation.services.cursors import NOT_OURS, decode_cursor, encode_cursor, id_bytes
from moderation.services.documents import Document, comment_document, judgement_documents, page_of
from moderation.services.evidence import Evidence
from moderation.services.sought import Sought
from moderation.storage.queues import Position
from moderation.storage.records import Records

LOOKED_AT: Final = 1000
"""Comments that are looked at for one page; so a page may be short while `next_cursor` goes on."""
LOOKED_AT_IN_THREAD: Final = 10_000
_AT_ONCE: Final = 200
_OF_AUTHOR: Final = 200


class Listing:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._evidence = Evidence(records, access)

    async def queue(
        self, site_id: str, queue: Queue, sort: Sort, sought: Sought, limit: int, cursor: str | None
    ) -> Document:
        """A page of a queue. With an author, of that author's newest comments; a page may be short then, and with
        anything else that has to be looked up in the comments themselves."""
        await self._access.site(site_id)
        order = f"{queue}/{sort if sought.author is None else 'author'}"
        parts = decode_cursor(cursor, int, str, str)
        if parts is not None and parts[2] != order:
            raise Malformed(NOT_OURS)
        after = None if parts is None else Position(int(parts[0]), id_bytes(parts[1]))
        place = None
        if sought.article is not None:
            place = await self._records.threads.place(site_id, sought.article)
            if place is None:
                return page_of([], None)
        if sought.author is not None:
            return await self._of_author(site_id, queue, sought, place, limit, after, order)
        after = _begin(sort, sought, after)
        if sought.narrows:
            found, last = await self._narrowed(site_id, queue, sort, sought, place, limit, after)
        else:
            found = await self._records.queues.listed(site_id, queue, sort, limit + 1, after, place)
            last = found[limit - 1] if len(found) > limit else None
        chosen = [position.id for position in found[:limit]]
        following = None if last is None else encode_cursor(last.score, last.id.hex(), order)
        return page_of(await self._evidence.entries(site_id, queue, chosen), following)

    async def _narrowed(
        self,
        site_id: str,
        queue: Queue,
        sort: Sort,
        sought: Sought,
        place: Place | None,
        limit: int,
        after: Position | None,
    ) -> tuple[list[Position], Position | None]:
        """The next entries that fit, and where to look on; None at the end of the queue."""
        found: list[Position] = []
        looked = 0
        while looked < LOOKED_AT:
            chunk = await self._records.queues.listed(site_id, queue, sort, _AT_ONCE, after, place)
            comments = await self._records.comments.read_many(site_id, [position.id for position in chunk])
            for position, comment in zip(chunk, comments, strict=True):
                after = position
                if _beyond(sort, sought, position):
                    return found, None
                if comment is not None and sought.fits(comment):
                    found.append(position)
                    if len(found) == limit:
                        return found, after
            looked += len(chunk)
            if len(chunk) < _AT_ONCE:
                return found, None
        return found, after

    async def _of_author(
        self,
        site_id: str,
        queue: Queue,
        sought: Sought,
        place: Place | None,
        limit: int,
        after: Position | None,
        order: str,
    ) -> Document:
        before = None if after is None else after.id
        wanted = await self._records.authors.comments(site_id, sought.author or "", _OF_AUTHOR, before)
        queued = [
            comment.id
            for comment in await self._records.comments.read_many(site_id, wanted)
            if comment is not None
            and str(queue) in comment.state.queues
            and (place is None or ids.place_of(comment.id) == place)
            and sought.fits(comment)
        ]
        last = queued[limit - 1] if len(queued) > limit else wanted[-1] if len(wanted) == _OF_AUTHOR else None
        following = None if last is None else encode_cursor(0, last.hex(), order)
        return page_of(await self._evidence.entries(site_id, queue, queued[:limit]), following)

    async def search(self, site_id: str, sought: Sought, limit: int, cursor: str | None) -> Document:
        """Comments of any status, newest first."""
        await self._access.site(site_id)
        parts = decode_cursor(cursor, str)
        before = None if parts is None else id_bytes(parts[0])
        if sought.to_ms is not None and (before is None or ids.time_of(before) > sought.to_ms):
            before = _just_after(sought.to_ms)
        candidates, more = await self._candidates(site_id, sought, before)
        found: list[Document] = []
        last: bytes | None = None
        for start in range(0, len(candidates), 100):
            chunk = candidates[start : start + 100]
            for comment_id, comment in zip(chunk, await self._records.comments.read_many(site_id, chunk), strict=True):
                if sought.from_ms is not None and ids.time_of(comment_id) < sought.from_ms:
                    return page_of(found, None)
                last = comment_id
                if comment is not None and sought.fits(comment):
                    name = await self._records.threads.name(site_id, ids.place_of(comment_id)) or ""
                    document: dict[str, Any] = comment_document(comment, name, everything=True)
                    found.append(document | {"version": comment.state.version} | judgement_documents(comment.revision))
                    if len(found) == limit:
                        return page_of(found, encode_cursor(last.hex()))
        return page_of(found, encode_cursor(last.hex()) if more and last is not None else None)

    async def _candidates(self, site_id: str, sought: Sought, before: bytes | None) -> tuple[list[bytes], bool]:
        if sought.comment is not None:
            return [ids.to_bytes(sought.comment)], False
        place = None
        if sought.article is not None:
            place = await self._records.threads.place(site_id, sought.article)
            if place is None:
                return [], False
        if sought.author is not None:
            listed = await self._records.authors.comments(site_id, sought.author, LOOKED_AT, before)
            return [each for each in listed if place is None or ids.place_of(each) == place], len(listed) == LOOKED_AT
        if place is not None:
            return await self._of_thread(site_id, place, before)
        each_part = await asyncio.gather(
            *(self._records.comments.newest(site_id, number, before, LOOKED_AT) for number in range(PARTITIONS))
        )
        newest = sorted((comment_id for part in each_part for comment_id in part), reverse=True)[:LOOKED_AT]
        return newest, len(newest) == LOOKED_AT

    async def _of_thread(self, site_id: str, place: Place, before: bytes | None) -> tuple[list[bytes], bool]:
        listed = await self._records.comments.newest(site_id, place.partition, before, LOOKED_AT_IN_THREAD)
        return [each for each in listed if ids.place_of(each) == place], len(listed) == LOOKED_AT_IN_THREAD


def _begin(sort: Sort, sought: Sought, after: Position | None) -> Position | None:
    """Where to begin in an order of time, so that nobody reads what lies outside the span that is looked for."""
    if after is None and sort is Sort.NEWEST and sought.to_ms is not None:
        return Position(0, _just_after(sought.to_ms))
    if after is None and sort is Sort.OLDEST and sought.from_ms is not None:
        return Position(0, sought.from_ms.to_bytes(6, "big") + bytes(10))
    return after


def _beyond(sort: Sort, sought: Sought, position: Position) -> bool:
    at = ids.time_of(position.id)
    if sort is Sort.NEWEST:
        return sought.from_ms is not None and at < sought.from_ms
    return sort is Sort.OLDEST and sought.to_ms is not None and at > sought.to_ms


def _just_after(milliseconds: int) -> bytes:
    return (milliseconds + 1).to_bytes(6, "big") + bytes(10)
