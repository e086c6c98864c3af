"""Removes a site with everything it has."""

from collections.abc import Sequence

from moderation.domain.ids import PARTITIONS, Place
from moderation.storage import author_keys, keys
from moderation.storage.appeals import appeal_keys
from moderation.storage.audit import Audit
from moderation.storage.client import Store
from moderation.storage.codec import decode_state
from moderation.storage.replies import sound
from moderation.storage.stored_reports import decode_report
from moderation.storage.whole_threads import AT_ONCE, UNREADABLE, WholeThreads


class SiteRemoval:
    """Of threads, people and the site itself; what administrators set up beside it, its repositories remove."""

    def __init__(self, store: Store, site: str) -> None:
        self._store = store
        self._site = site
        self._whole = WholeThreads(store)
        self._people: set[str] = set()

    async def carry_out(self) -> None:
        """Walks all of the site's threads: not for a busy moment. StorageUnavailable."""
        site = self._site
        for number in range(PARTITIONS):
            await self._note_named(number)
            for article, _ in await self._whole.articles(site, number):
                await self._thread(Place(number, article))
            shared, people = keys.partition(site, number), keys.author_partition_tag(site, number)
            own = [shared.head, shared.articles, shared.events, shared.audit, shared.claims, shared.due, shared.every]
            own += [shared.likenesses, *shared.queues, *shared.orders]
            own += [author_keys.cursors(site, number), author_keys.notes(site, number)]
            await self._unlink([*own, f"{people}:head", f"{people}:audit"])
        for person in self._people:
            record, comments = author_keys.record(site, person), author_keys.comments(site, person)
            await self._unlink(
                [record, comments, author_keys.measures(site, person), author_keys.reported(site, person)]
            )
        settings = (keys.site_tokens, keys.site_bulks, keys.site_notes, keys.site_policy, keys.site_record)
        await self._unlink([name(site) for name in (*settings, keys.site_head, keys.site_audit)])

    async def _note_named(self, number: int) -> None:
        """Authors about whom something was done, whether they wrote anything or not."""
        log = f"{keys.author_partition_tag(self._site, number)}:audit"
        try:
            async for entry in Audit(self._store).chain(log, f"u{number:02d}"):
                if ">" in entry.change:
                    self._people.add(entry.concerned.decode())
        except UNREADABLE:
            return  # the log is damaged: whoever wrote anything is found all the same

    async def _thread(self, place: Place) -> None:
        async for _, raw in self._whole.hash_pairs(keys.states(self._site, place)):
            try:
                self._people.add(decode_state(raw).author_id)
            except UNREADABLE:
                continue
        async for field, raw in self._whole.hash_pairs(keys.reports(self._site, place)):
            if len(field) == 24:
                try:
                    self._people.add(decode_report(raw).reporter)
                except UNREADABLE:
                    continue
        number = str(place.article)
        await self._unlink([key for key in appeal_keys(self._site, place) if key.rpartition(":")[2] == number])

    async def _unlink(self, names: Sequence[str]) -> None:
        for start in range(0, len(names), AT_ONCE):
            part = names[start : start + AT_ONCE]
            sound(await self._store.commands([(key, ("UNLINK", key)) for key in part]))
