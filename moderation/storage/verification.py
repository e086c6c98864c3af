"""Proves a store: reads everything of a site and tells what is not as it must be, and mends what follows from the rest.

Beside a running service nothing false is told: what looks wrong while others write is looked at again, a thread by one
script that sees it at one moment, an author at a time in which none of the author's comments changed. What is held in
memory at once: one thread, the names of one partition's articles, and COMMENTS_AT_ONCE ids.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field

import orjson

from moderation.domain import ids
from moderation.domain.audit import GENESIS, digest, link
from moderation.domain.comment import State, Status
from moderation.domain.ids import PARTITIONS, Place
from moderation.storage import codec, keys
from moderation.storage.audit import Audit
from moderation.storage.author_feed import ERASED, AuthorFeed
from moderation.storage.client import Store
from moderation.storage.invariants import Finding, facts_of, likes_are_exact, thread_findings
from moderation.storage.sites import STORE_FORMAT, Sites
from moderation.storage.whole_threads import AT_ONCE, UNREADABLE, WholeThread, WholeThreads

READ_WHOLE = 1000
"""Comments up to which a thread is read by one script at once; a larger one only if a first reading finds something."""
COMMENTS_AT_ONCE = 1_000_000
"""Of how many comments the authors are gone through in one reading of all threads."""
LOOKS = 10
"""How often an author is looked at who seems wrong and keeps changing."""
REPAIRER = "operator:verify"

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


class Verification:
    """Of one site. `repair`: mend what can be mended; each finding then tells what was wrong before."""

    def __init__(self, store: Store, site: str, *, repair: bool = False, progress: Progress = nobody_watches) -> None:
        self._store = store
        self._site = site
        self._repair = repair
        self._progress = progress
        self._whole = WholeThreads(store)
        self._audit = Audit(store)
        self._feed = AuthorFeed(store)

    async def findings(self) -> AsyncIterator[Finding]:
        """Everything that is wrong, as it is found. Raises StorageUnavailable."""
        async for finding in self._site_itself():
            yield finding
        partitions = list(range(PARTITIONS))
        for number in partitions:
            async for finding in self._partition(number):
                yield finding
            self._progress("partitions", number + 1, PARTITIONS)
        async for finding in self._authors():
            yield finding
        chains = keys.chains(self._site)
        for done, (name, head, log) in enumerate(chains, 1):
            async for finding in self._chain(name, head, log):
                yield finding
            self._progress("audit chains", done, len(chains))

    async def _site_itself(self) -> AsyncIterator[Finding]:
        sites, site = Sites(self._store), self._site
        if await sites.site(site) is None:
            yield Finding(site, "the site has no record", False)
            return
        if (stored := await sites.format(site)) != STORE_FORMAT:
            yield Finding(site, f"the site is stored in format {stored}; this version reads {STORE_FORMAT}", False)
        if site not in await sites.names():
            yield Finding(site, "the site is not in the list of sites", True)
            if self._repair:
                await self._store.command(keys.SITES, "SADD", keys.SITES, site)
        try:
            await sites.policy(site)
            await sites.tokens(site)
        except (ValueError, KeyError) as why:
            yield Finding(site, f"the policy or a token cannot be read: {why}", False)

    async def _partition(self, number: int) -> AsyncIterator[Finding]:
        articles = await self._whole.articles(self._site, number)
        where = f"{self._site}: partition {number:02d}"
        numbers = {article for article, _ in articles}
        if len(numbers) != len(articles):
            yield Finding(where, "two articles have the same number", False)
        head = keys.partition(self._site, number).head
        if numbers and int(await self._store.command(head, "HGET", head, "articles") or 0) < max(numbers):
            yield Finding(where, f"the next article would get a number that is taken, up to {max(numbers)}", True)
            await self._mend("repair_numbering", self._numbering_keys(number), [])
        for article, name in articles:
            async for finding in self._thread(Place(number, article), name):
                yield finding
        async for finding in self._strays(number, numbers):
            yield finding

    def _numbering_keys(self, number: int) -> list[str]:
        shared = keys.partition(self._site, number)
        return [shared.head, shared.articles, shared.audit]

    async def _mend(self, script: str, touched: Iterable[str], args: list[bytes | str | int]) -> None:
        """Run a repair whose arguments begin with the audit entry."""
        if self._repair:
            detail = orjson.dumps({"action": "repair", "actor": REPAIRER})
            await self._store.run(script, list(touched), [detail, digest(detail), *args], resend=True, timeout=120.0)

    async def _thread(self, place: Place, name: str) -> AsyncIterator[Finding]:
        if await self._whole.size(self._site, place) > READ_WHOLE:
            seen = await self._whole.paged(self._site, place, name)
            if not thread_findings(self._site, seen):
                return
        thread = await self._whole.snapshot(self._site, place, name)
        findings = thread_findings(self._site, thread)
        for finding in findings:
            yield finding
        if self._repair and any(finding.repairable for finding in findings):
            detail = orjson.dumps({"action": "repair", "actor": REPAIRER, "findings": len(findings)})
            await self._store.run(
                "repair_thread",
                keys.thread_keys(self._site, place),
                [name, detail, digest(detail), *_exactly_liked(thread)],
                resend=True,
                timeout=120.0,
            )

    async def _strays(self, number: int, numbers: set[int]) -> AsyncIterator[Finding]:
        """Entries of queues and claims that no comment has."""
        shared = keys.partition(self._site, number)
        where = f"{self._site}: partition {number:02d}"
        found: dict[bytes, str] = {}
        for key in (*shared.queues, *shared.orders, shared.due):
            async for member, _ in self._whole.set_scores(key):
                found.setdefault(member, key)
                if len(found) >= AT_ONCE:
                    async for finding in self._unknown(number, numbers, where, found):
                        yield finding
                    found.clear()
        async for member, _ in self._whole.hash_pairs(shared.claims):
            found.setdefault(member, shared.claims)
        async for finding in self._unknown(number, numbers, where, found):
            yield finding

    async def _unknown(
        self, number: int, numbers: set[int], where: str, found: dict[bytes, str]
    ) -> AsyncIterator[Finding]:
        places = {member: _place_in(number, member) for member in found}
        words = []
        for member, place in places.items():
            states = keys.states(self._site, place)
            words.append((states, ("HEXISTS", states, member)))
        for (member, place), known in zip(places.items(), await self._store.commands(words), strict=True):
            if isinstance(known, Exception):
                raise known
            if known:
                if place.article not in numbers and not await self._numbered(place):
                    yield Finding(where, f"{_named(member)} belongs to article {place.article}, not listed", False)
                continue
            # It may have been deleted between the two readings: comments never are, so once is enough.
            yield Finding(where, f"{_named(member)} stands in {found[member].rpartition('}:')[2]}; no comment", True)
            await self._mend("drop_strays", keys.thread_keys(self._site, place), [member])

    async def _numbered(self, place: Place) -> bool:
        """The article got its number after the list was read."""
        return place.article in {number for number, _ in await self._whole.articles(self._site, place.partition)}

    async def _authors(self) -> AsyncIterator[Finding]:
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
                    state = _state_or_none(raw)
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
            yield Finding(where, f"{_named(comment_id)} in the author's list is not the author's", True)
        if self._repair:
            site = self._site
            touched = [keys.author_head(site, author), keys.author(site, author), keys.author_audit(site, author)]
            detail = orjson.dumps({"action": "repair", "actor": REPAIRER})
            await self._store.run(
                "repair_author",
                [*touched, keys.author_comments(site, author)],
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
        record, listed = keys.author(self._site, author), keys.author_comments(self._site, author)
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
                state = None if raw is None else _state_or_none(raw)
                if state is not None and state.author_id == author:
                    tally.add(comment_id, state)
        return tally

    async def _chain(self, name: str, head: str, log: str) -> AsyncIterator[Finding]:
        where = f"{self._site}: audit chain {name}"
        try:
            async for sentence in self._links(name, head, log):
                yield Finding(where, sentence, False)
        except (ValueError, KeyError) as why:
            yield Finding(where, f"an entry cannot be read: {why}", False)

    async def _links(self, name: str, head: str, log: str) -> AsyncIterator[str]:
        known_sequence, known_link = await self._audit.head(head)
        previous, expected = GENESIS, 1
        confirmed = known_sequence == 0
        async for entry in self._audit.chain(log, name):
            if entry.sequence != expected:
                yield f"entry {entry.sequence} comes where {expected} should"
            right = link(
                previous, entry.sequence, entry.at, entry.change, entry.concerned, entry.decision, entry.raw_detail
            )
            if entry.link != right:
                yield f"entry {entry.sequence} is not what was written, or its predecessor is not"
            if entry.sequence == known_sequence:
                confirmed = entry.link == known_link
            previous, expected = entry.link, entry.sequence + 1
        if not confirmed:
            yield f"the chain does not end as its head says, with entry {known_sequence}"
        last, _ = await self._audit.head(head)
        if expected - 1 > last:
            yield f"the chain has {expected - 1} entries; its head knows {last}"


def _exactly_liked(thread: WholeThread) -> list[bytes]:
    states = {comment_id: codec.decode_state(raw) for comment_id, raw in thread.states.items()}
    facts = facts_of(thread, states)
    return [
        comment_id
        for comment_id, state in states.items()
        if state.likes != facts.likes[comment_id] and likes_are_exact(facts, comment_id)
    ]


def _state_or_none(raw: bytes) -> State | None:
    """Unreadable states are told of with their thread."""
    try:
        return codec.decode_state(raw)
    except UNREADABLE:
        return None


def _place_in(partition: int, member: bytes) -> Place:
    """Where a member of a partition's queue would live if it were a comment of that partition."""
    return Place(partition, int.from_bytes(member[10:14], "big") if len(member) == 16 else 0)


def _named(member: bytes) -> str:
    return ids.to_text(member) if len(member) == 16 else repr(member)
