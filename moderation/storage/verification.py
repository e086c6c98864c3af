"""Proves a store: reads everything of a site and tells what is not as it must be, and mends what follows from the rest.

Beside a running service nothing false is told: what looks wrong while others write is looked at again, a thread by one
script that sees it at one moment, an author at a time in which none of the author's comments changed. What is held in
memory at once: one thread, the names of one partition's articles, and COMMENTS_AT_ONCE ids.
"""

from collections.abc import AsyncIterator, Iterable

import orjson

from moderation.domain.audit import GENESIS, digest, link
from moderation.domain.ids import PARTITIONS, Place
from moderation.storage import codec, keys
from moderation.storage.appeals import appeal_keys
from moderation.storage.audit import Audit
from moderation.storage.author_verification import REPAIRER, AuthorVerification, Progress, named, nobody_watches
from moderation.storage.bulk_verification import act_findings, naming_findings
from moderation.storage.client import Store
from moderation.storage.invariants import Finding, thread_findings
from moderation.storage.learning_verification import learning_findings
from moderation.storage.likeness_verification import likeness_findings
from moderation.storage.measure_verification import MeasureVerification
from moderation.storage.reporter_verification import ReporterVerification
from moderation.storage.sites import STORE_FORMAT, Sites
from moderation.storage.thread_facts import facts_of, likes_are_exact
from moderation.storage.webhook_verification import webhook_findings
from moderation.storage.whole_threads import AT_ONCE, WholeThread, WholeThreads

READ_WHOLE = 1000
"""Comments up to which a thread is read by one script at once; a larger one only if a first reading finds something."""


class Verification:
    """Of one site. `repair`: mend what can be mended; each finding then tells what was wrong before."""

    def __init__(self, store: Store, site: str, *, repair: bool = False, progress: Progress = nobody_watches) -> None:
        self._store = store
        self._site = site
        self._repair = repair
        self._progress = progress
        self._whole = WholeThreads(store)
        self._audit = Audit(store)
        self._reporters = ReporterVerification(store, site, repair)

    async def findings(self) -> AsyncIterator[Finding]:
        """Everything that is wrong, as it is found. Raises StorageUnavailable."""
        async for finding in self._site_itself():
            yield finding
        async for finding in learning_findings(self._store, self._site, self._repair):
            yield finding
        async for finding in act_findings(self._store, self._site):
            yield finding
        async for finding in likeness_findings(self._store, self._site, self._repair):
            yield finding
        async for finding in webhook_findings(self._store, self._site, self._repair):
            yield finding
        partitions = list(range(PARTITIONS))
        for number in partitions:
            async for finding in self._partition(number):
                yield finding
            self._progress("partitions", number + 1, PARTITIONS)
        async for finding in self._reporters.of_lists():
            yield finding
        async for finding in AuthorVerification(self._store, self._site, self._repair, self._progress).findings():
            yield finding
        async for finding in MeasureVerification(self._store, self._site, self._repair).findings():
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
        long = await self._whole.size(self._site, place) > READ_WHOLE
        read = self._whole.paged if long else self._whole.snapshot
        thread = await read(self._site, place, name)
        async for finding in naming_findings(self._store, self._site, thread):
            yield finding
        async for finding in self._reporters.of_thread(thread):
            yield finding
        if long:
            if not thread_findings(self._site, thread):
                return
            thread = await self._whole.snapshot(self._site, place, name)
        findings = thread_findings(self._site, thread)
        for finding in findings:
            yield finding
        if self._repair and any(finding.repairable for finding in findings):
            detail = orjson.dumps({"action": "repair", "actor": REPAIRER, "findings": len(findings)})
            await self._store.run(
                "repair_thread",
                appeal_keys(self._site, place),
                [name, detail, digest(detail), REPAIRER, *_exactly_liked(thread)],
                resend=True,
                timeout=120.0,
            )

    async def _strays(self, number: int, numbers: set[int]) -> AsyncIterator[Finding]:
        """Entries of queues and claims that no comment has."""
        shared = keys.partition(self._site, number)
        where = f"{self._site}: partition {number:02d}"
        found: dict[bytes, str] = {}
        for key in (*shared.queues, *shared.orders, shared.due, shared.every):
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
                    yield Finding(where, f"{named(member)} belongs to article {place.article}, not listed", False)
                continue
            # It may have been deleted between the two readings: comments never are, so once is enough.
            yield Finding(where, f"{named(member)} stands in {found[member].rpartition('}:')[2]}; no comment", True)
            await self._mend("drop_strays", keys.thread_keys(self._site, place), [member])

    async def _numbered(self, place: Place) -> bool:
        """The article got its number after the list was read."""
        return place.article in {number for number, _ in await self._whole.articles(self._site, place.partition)}

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


def _place_in(partition: int, member: bytes) -> Place:
    """Where a member of a partition's queue would live if it were a comment of that partition."""
    return Place(partition, int.from_bytes(member[10:14], "big") if len(member) == 16 else 0)
