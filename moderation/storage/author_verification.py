"""Proves authors' records: their numbers and lists of comments must be what the comments of all threads say.

Comments and records lie in different partitions, so no script sees both. An author whose record seems wrong is looked
at again at a time in which none of their comments changed; COMMENTS_AT_ONCE bounds what is held in memory.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import orjson

from moderation.domain import ids
from moderation.domain.actors import OPERATOR
from moderation.domain.audit import digest
from moderation.domain.comment import State, Status
from moderation.domain.ids import PARTITIONS, Place
from moderation.storage import author_keys, codec, keys
from moderation.storage.author_feed import ERASED, AuthorFeed
from moderation.storage.client import Store
from moderation.storage.invariants import Finding
from moderation.storage.whole_threads import UNREADABLE, WholeThreads

COMMENTS_AT_ONCE = 1_000_000
"""Of how many comments the authors are gone through in one reading of all threads."""
LOOKS = 10
"""How often an author is looked at who seems wrong and keeps changing."""
REPAIRER = OPERATOR + "verify"
"""Who the audit log says mended what was wrong."""

Progress = Callable[[str, int, int], None]
"""Called with what is being read, how much of it is done and how much there is."""


def nobody_watches(_what: str, _done: int, _all: int) -> None:
    """Progress that nobody wants to see."""


@dataclass(slots=True)
class Tally:
    """What an author's comments come to."""

    posted: int = 0
    visible: int = 0
    approved: int = 0
    rejected: int = 0
    comments: set[bytes] = field(default_factory=set)

    def add(self, comment_id: bytes, state: State) -> None:
        self.posted += 1
        self.visible += state.status.visible
        self.approved += state.status is Status.APPROVED
        self.rejected += state.status is Status.REJECTED
        self.comments.add(comment_id)

    def numbers(self) -> tuple[int, int, int, int]:
        return self.posted, self.visible, self.approved, self.rejected


class AuthorVerification:
    """Of all authors of one site."""

    def __init__(self, store: Store, site: str, repair: bool, progress: Progress) -> None:
        self._store = store
        self._site = site
        self._repair = repair
        self._progress = progress
        self._whole = WholeThreads(store)
        self._feed = AuthorFeed(store)

    async def findings(self) -> AsyncIterator[Finding]:
        """What is wrong with the record of anybody who has written a comment."""
        await self._feed.catch_up(self._site)
        waiting = set(range(PARTITIONS))
        while waiting:
            tallies, waiting = await self._tallied(waiting)
            for author, tally in tallies.items():
                async for finding in self._author(author, tally):
                    yield finding

    async def _tallied(self, wanted: set[int]) -> tuple[dict[str, Tally], set[int]]:
        """What the authors of these partitions came to, and the partitions of authors left for another reading."""
        tallies: dict[str, Tally] = {}
        left: set[int] = set()
        held = 0
        for number in range(PARTITIONS):
            for article, _ in await self._whole.articles(self._site, number):
                key = keys.states(self._site, Place(number, article))
                counted: set[bytes] = set()
                async for comment_id, raw in self._whole.hash_pairs(key):
                    state = state_or_none(raw)
                    if state is None or comment_id in counted or state.author_id == ERASED:
                        continue
                    counted.add(comment_id)
                    if keys.partition_of_author(state.author_id) in wanted:
                        tallies.setdefault(state.author_id, Tally()).add(comment_id, state)
                        held += 1
                while held > COMMENTS_AT_ONCE and len(wanted) > 1:
                    dropped = max(wanted)
                    wanted, left = wanted - {dropped}, left | {dropped}
                    tallies = {
                        author: tally for author, tally in tallies.items() if keys.partition_of_author(author) in wanted
                    }
                    held = sum(tally.posted for tally in tallies.values())
            self._progress("authors' comments", number + 1, PARTITIONS)
        return tallies, left

    async def _author(self, author: str, tally: Tally) -> AsyncIterator[Finding]:
        stored, listed = await self._stored(author)
        if stored == tally.numbers() and listed == tally.comments:
            return
        settled = await self._settled(author, tally.comments | listed)
        if settled is None:
            return
        present, stored, listed = settled
        numbers = [right - had for right, had in zip(present.numbers(), stored, strict=True)]
        missing, surplus = present.comments - listed, listed - present.comments
        where = f"{self._site}: author {author!r}"
        for name, by in zip(("posted", "visible", "approved", "rejected"), numbers, strict=True):
            if by:
                yield Finding(where, f"the number of {name} comments is wrong by {-by:+d}", True)
        for comment_id in missing:
            yield Finding(where, f"comment {ids.to_text(comment_id)} is missing from the author's list", True)
        for comment_id in surplus:
            yield Finding(where, f"{named(comment_id)} in the author's list is not the author's", True)
        if self._repair:
            site = self._site
            touched = [
                author_keys.head(site, author),
                author_keys.record(site, author),
                author_keys.audit(site, author),
            ]
            detail = orjson.dumps({"action": "repair", "actor": REPAIRER})
            await self._store.run(
                "repair_author",
                [*touched, author_keys.comments(site, author)],
                [author, detail, digest(detail), *numbers, len(missing), *missing, *surplus],
            )

    async def _settled(self, author: str, known: set[bytes]) -> tuple[Tally, tuple[int, ...], set[bytes]] | None:
        """The author's comments and record from a time in which the author's comments did not change.

        Between two equal readings of the comments the feed has caught up, so the record must say what they say.
        None if the comments keep changing: then nothing is certain but that the author is busy.
        """
        before = await self._present(author, known)
        for _ in range(LOOKS):
            await self._feed.catch_up(self._site)
            stored, listed = await self._stored(author)
            known = known | listed
            after = await self._present(author, known)
            if after == before:
                return after, stored, listed
            before = after
        return None

    async def _stored(self, author: str) -> tuple[tuple[int, ...], set[bytes]]:
        record, listed = author_keys.record(self._site, author), author_keys.comments(self._site, author)
        numbers = await self._store.command(record, "HMGET", record, "posted", "visible", "approved", "rejected")
        return (
            tuple(int(number or 0) for number in numbers),
            {member async for member, _ in self._whole.set_scores(listed)},
        )

    async def _present(self, author: str, comment_ids: set[bytes]) -> Tally:
        tally = Tally()
        for comment_id in comment_ids:
            if len(comment_id) == 16:
                key = keys.states(self._site, ids.place_of(comment_id))
                raw = await self._store.command(key, "HGET", key, comment_id)
                state = None if raw is None else state_or_none(raw)
                if state is not None and state.author_id == author:
                    tally.add(comment_id, state)
        return tally


def state_or_none(raw: bytes) -> State | None:
    """Unreadable states are told of with their thread."""
    try:
        return codec.decode_state(raw)
    except UNREADABLE:
        return None


def named(member: bytes) -> str:
    """How a member of an index is told of: as an id, if it can be one."""
    return ids.to_text(member) if len(member) == 16 else repr(member)
