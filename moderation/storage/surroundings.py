"""What stands around a comment in its thread, for those who may see all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from moderation.domain import ids
from moderation.domain.comment import MAX_DEPTH, Comment
from moderation.domain.thread import Thread
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import decode_revision, decode_state
from moderation.storage.threads import thread_of

ABOVE: Final = 8
"""Comments above it that are read: the nearest, and the top of the thread."""
BESIDE: Final = 3
BELOW: Final = 5
LOOKED_AT: Final = 500
"""Comments of the partition written next, before it and after it, among which hidden neighbours are looked for."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`above` from the top down, `before` and `after` in the order of the thread."""

    thread: Thread
    above: Sequence[Comment]
    left_out: int
    """Comments between the top and the others in `above`."""
    lost: bool
    """Whether the way up ends at a comment of which nothing is stored."""
    before: Sequence[Comment]
    more_before: bool
    after: Sequence[Comment]
    more_after: bool
    below: Sequence[Comment]
    more_below: bool


async def surroundings_of(store: Store, site: str, comment_id: bytes) -> Surroundings | None:
    """In one round trip, however long and deep the thread is; None if there is no such comment. Of its siblings and
    replies, those that readers do not see are found among the LOOKED_AT comments written next."""
    place = ids.place_of(comment_id)
    names = [name(site, place) for name in (keys.article, keys.states, keys.texts, keys.roots, keys.replies)]
    reply = await store.run(
        "read_surroundings",
        [*names, keys.partition(site, place.partition).every],
        [comment_id, MAX_DEPTH, ABOVE, BESIDE, BELOW, LOOKED_AT],
    )
    if reply is None:
        return None
    about, above, before, after, below, left_out, lost = reply
    return Surroundings(
        thread=thread_of((about[0] or b"").decode(), place, about),
        above=_comments(above)[::-1],
        left_out=int(left_out),
        lost=bool(lost),
        before=sorted(_comments(before), key=_by_id)[-BESIDE:],
        more_before=len(before) > BESIDE,
        after=sorted(_comments(after), key=_by_id)[:BESIDE],
        more_after=len(after) > BESIDE,
        below=sorted(_comments(below), key=_by_id)[:BELOW],
        more_below=len(below) > BELOW,
    )


def _by_id(comment: Comment) -> bytes:
    return comment.id


def _comments(rows: Sequence[Sequence[Any]]) -> list[Comment]:
    return [
        Comment(comment_id, decode_state(state), decode_revision(text) if text else None)
        for comment_id, state, text in rows
    ]
