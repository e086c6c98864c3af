"""Acts that decided many comments at once: which comments, by whom, and which decisions came of it.

What an act is going to decide is written down before anything is decided, and each of its decisions names it. So an act
that was cut off half-way can be undone like any other, and neither half can go missing unnoticed.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain.audit import digest
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.stored_decisions import ids_in
from moderation.storage.whole_threads import WholeThreads

_DECIDED: Final = "|decided"


@dataclass(frozen=True, slots=True)
class BulkAct:
    """One act of one moderator."""

    id: str
    moderator: str
    at: int
    """Milliseconds since 1970."""
    comments: tuple[bytes, ...]
    """What was to be decided, in the order that was asked."""
    decisions: tuple[bytes, ...] | None
    """What is known to have come of it; None for an act that was cut off before it could tell."""


class Bulks:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(
        self, site: str, bulk_id: str, moderator: str, at: int, comments: Sequence[bytes], detail: bytes
    ) -> BulkAct:
        """Write down what is about to be decided, at a time in ms; the act as it was written down before, if it was."""
        act = _stored(moderator, at, comments)
        kept = await self._store.run(
            "begin_bulk",
            [keys.site_head(site), keys.site_bulks(site), keys.site_audit(site)],
            [bulk_id, act, detail, digest(detail)],
            resend=True,
        )
        return _act(bulk_id, kept, None)

    async def finish(self, site: str, bulk_id: str, decisions: Sequence[bytes]) -> None:
        """Note which decisions came of it."""
        key = keys.site_bulks(site)
        await self._store.command(key, "HSET", key, bulk_id + _DECIDED, b"".join(decisions))

    async def restore(self, site: str, bulk_id: str, moderator: str, at: int, comments: Sequence[bytes]) -> None:
        """Write an act of another store down, if there is none of this id. Which decisions came of it, they say."""
        key = keys.site_bulks(site)
        await self._store.command(key, "HSETNX", key, bulk_id, _stored(moderator, at, comments))

    async def act(self, site: str, bulk_id: str) -> BulkAct | None:
        """None if there was no such act; ValueError if what is kept of it cannot be read."""
        if bulk_id.endswith(_DECIDED):
            return None
        key = keys.site_bulks(site)
        act, decided = await self._store.command(key, "HMGET", key, bulk_id, bulk_id + _DECIDED)
        return None if act is None else _act(bulk_id, act, decided)

    async def names(self, site: str) -> AsyncIterator[str]:
        """The id of every act there was, in no order; one may come twice."""
        async for field, _ in WholeThreads(self._store).hash_pairs(keys.site_bulks(site)):
            if not (name := field.decode()).endswith(_DECIDED):
                yield name


def _stored(moderator: str, at: int, comments: Sequence[bytes]) -> bytes:
    return f"1|{at}|{len(moderator.encode())}|{moderator}".encode() + b"".join(comments)


def _act(bulk_id: str, raw: bytes, decided: bytes | None) -> BulkAct:
    form, at, length, rest = raw.split(b"|", 3)
    comments = rest[int(length) :]
    if form != b"1" or len(comments) % 16 or len(decided or b"") % 16:
        raise ValueError(f"an act of format {form!r} with {len(comments)} bytes of comments")
    return BulkAct(
        id=bulk_id,
        moderator=rest[: int(length)].decode(),
        at=int(at),
        comments=tuple(ids_in(comments)),
        decisions=None if decided is None else tuple(ids_in(decided)),
    )
