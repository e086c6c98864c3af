"""Export and import of a site: everything that is listed in the importers' README."""

import asyncio
import base64
from collections.abc import AsyncIterator, Iterable

import orjson

from moderation.domain import ids
from moderation.domain.actors import ADDRESS
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import StorageUnavailable, UnknownSite
from moderation.domain.ids import PARTITIONS, Place
from moderation.domain.site import Site
from moderation.importers.fields import mistake
from moderation.importers.moving import Moving
from moderation.importers.record import (
    ActRecord,
    CommentRecord,
    HistoryRecord,
    NotesRecord,
    ReceivedRecord,
    Record,
    Remark,
    SiteRecord,
    StandingRecord,
    ThreadRecord,
    Unreadable,
)
from moderation.importers.source import Progress
from moderation.services.belongings import Belongings, settings_of
from moderation.services.chronicle import Chronicle, history_of
from moderation.services.comment_records import comments_of, restored
from moderation.services.moved_acts import acts_of, decided_in, measured_in, take_in_act
from moderation.services.site_secret import keyed
from moderation.services.standing_records import restored_author, standing_record
from moderation.services.transfer_report import Report
from moderation.storage import keys
from moderation.storage.records import Records
from moderation.storage.reports import reader_mark
from moderation.storage.transfers import Transfers
from moderation.storage.whole_threads import UNREADABLE, WholeThreads

AT_ONCE = 64
"""Comments that are on their way to the store together."""

READ_AT_ONCE = 500
"""Things that a file says, read in one go."""

Said = Iterable[tuple[str, Record | Unreadable | Remark | None]]
"""Where in a file it stands, and what it says there; None: the file is whole."""


class Transfer:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._whole = WholeThreads(records.store)
        self._transfers = Transfers(records.store)

    async def exported(self, site_id: str, progress: Progress, *, secrets: bool = False) -> AsyncIterator[Record]:
        """Every record of a site; each thread as it is at one moment. With `secrets` whoever holds the records can sign
        in with them. UnknownSite, StorageUnavailable."""
        site = await self._records.sites.site(site_id)
        if site is None:
            raise UnknownSite(f"There is no site {site_id!r}.")
        yield SiteRecord(site.id, site.title)
        async for past in history_of(self._records, site_id):
            yield past
        async for setting in settings_of(self._records, site_id, secrets=secrets):
            yield setting
        for partition in range(PARTITIONS):
            for number, article in await self._whole.articles(site_id, partition):
                yield await self._thread(site_id, Place(partition, number), article)
        async for act in acts_of(self._records, site_id):
            yield act
        async for standing in self._standings(site_id):
            yield standing
        async for author_id, notes in self._records.notes.everything(site_id):
            yield NotesRecord(author_id, tuple(notes))
        for partition in range(PARTITIONS):
            for number, article in await self._whole.articles(site_id, partition):
                thread = await self._whole.snapshot(site_id, Place(partition, number), article)
                for comment in comments_of(thread):
                    yield comment
            progress("partitions", partition + 1, PARTITIONS)

    async def _thread(self, site_id: str, place: Place, article: str) -> ThreadRecord:
        key = keys.article(site_id, place)
        stored = await self._records.store.command(key, "HMGET", key, "title", "url", "open", "mode")
        title, url, is_open, mode = (None if raw is None else raw.decode() for raw in stored)
        return ThreadRecord(article, title, url, None if is_open is None else is_open != "0", mode)

    async def _standings(self, site_id: str) -> AsyncIterator[StandingRecord]:
        """Whoever had their standing set is named in the audit log of their partition."""
        for name, _, log in keys.chains(site_id):
            if not name.startswith("u"):
                continue
            named = {
                entry.concerned.decode() async for entry in self._records.audit.chain(log, name) if ">" in entry.change
            }
            for author_id in sorted(named):
                author = await self._records.authors.record(site_id, author_id)
                stored = await self._records.measures.stored(site_id, author_id)
                if (record := standing_record(author, stored)) is not None:
                    yield record

    async def moved_in(self, site_id: str, moving: Moving, actor: str, progress: Progress) -> Report:
        """Read another system's file to its end, and then take in what it says, as `imported` does. UnknownSite before
        anything is read; Unusable, StorageUnavailable."""
        site, now = await self._site(site_id), await self._records.store.server_time_ms()

        def mark(text: str) -> str:
            return base64.urlsafe_b64encode(keyed(site, "moved in", text)[:9]).decode()

        for number, _ in enumerate(moving.read(progress)):
            if number % READ_AT_ONCE == 0:
                await asyncio.sleep(0)  # so that it can be stopped
        for article in moving.articles():
            await self._recognise(site_id, article, moving)
        return await self.imported(site_id, moving.records(mark, now, progress), actor)

    async def _recognise(self, site_id: str, article: str, moving: Moving) -> None:
        """What was taken in before keeps the time that it has, whatever the file says now or nobody can tell."""
        place = await self._records.threads.place(site_id, article)
        if place is None:
            return
        async for comment_id, _ in self._whole.hash_pairs(keys.states(site_id, place)):
            if (found := moving.same(article, comment_id)) is not None:
                key, source = found
                comment = await self._records.comments.read(site_id, comment_id)
                if comment is not None and _came_from(source, comment):
                    moving.date(key, ids.time_of(comment_id))

    async def _site(self, site_id: str) -> Site:
        site = await self._records.sites.site(site_id)
        if site is None:
            raise UnknownSite(f"There is no site {site_id!r}; `moderation site create {site_id}` makes one.")
        return site

    async def imported(self, site_id: str, said: Said, actor: str, *, secrets: bool = False) -> Report:
        """Take in what is not there yet; with `secrets` the file says who may sign in. UnknownSite, Unusable,
        StorageUnavailable."""
        await self._site(site_id)
        report, waiting, whole = Report(), _Waiting(), False
        acts: set[str] = set()
        chronicle = Chronicle(self._records, site_id, report)
        belongings = Belongings(self._records, site_id, actor, report, secrets)
        for where, record in said:
            match record:
                case CommentRecord():
                    if record.parent in waiting.ids or len(waiting.comments) >= AT_ONCE:
                        await self._take_in(site_id, waiting, actor, report)
                    waiting.add(where, decided_in(acts, record))
                case ThreadRecord():
                    await self._take_in_thread(site_id, record, report)
                case ActRecord():
                    await take_in_act(self._records, site_id, record)
                    acts.add(record.id)
                case StandingRecord():
                    await self._take_in_standing(site_id, measured_in(acts, record), actor, report)
                case NotesRecord():
                    await self._take_in_notes(site_id, record, actor, report)
                case Unreadable():
                    report.lose(record.kind, record.id, where, record.reason)
                case HistoryRecord() | ReceivedRecord():
                    await chronicle.take_in(record)
                case Remark():
                    report.warnings.append(record.sentence)
                case SiteRecord():
                    pass
                case None:
                    whole = True
                case _:
                    await belongings.take_in(record)
        await self._take_in(site_id, waiting, actor, report)
        chronicle.close()
        if not whole:
            report.warnings.append("The file has no last line: it may have been cut off.")
        if any(report.imported.values()):
            detail = {"action": "import", "actor": actor, "imported": report.imported, "losses": len(report.losses)}
            await self._records.sites.note(site_id, "import", orjson.dumps(detail))
        await self._records.author_feed.catch_up(site_id)
        return report

    async def _take_in_thread(self, site_id: str, record: ThreadRecord, report: Report) -> None:
        report.read["threads"] += 1
        known = await self._records.threads.place(site_id, record.article) is not None
        place = await self._records.threads.settle(site_id, record.article)
        fields = {name: value for name in ("title", "url", "mode") if (value := getattr(record, name)) is not None}
        if record.open is not None:
            fields["open"] = "1" if record.open else "0"
        if fields:
            await self._transfers.restore_thread(site_id, place, record.article, fields)
        (report.already_there if known else report.imported)["threads"] += 1

    async def _take_in_standing(self, site_id: str, record: StandingRecord, actor: str, report: Report) -> None:
        author, measures = restored_author(record)
        detail = {"action": "import_standing", "actor": actor, "author": author.id, "after": str(author.standing)}
        if await self._records.measures.restore(site_id, author, measures, orjson.dumps(detail)):
            return
        present = await self._records.authors.record(site_id, author.id)
        stored = await self._records.measures.stored(site_id, author.id)
        if standing_record(present, stored) != record:
            report.warnings.append(f"Author {author.id!r} is {present.standing} here, which was left as it is.")

    async def _take_in_notes(self, site_id: str, record: NotesRecord, actor: str, report: Report) -> None:
        present = await self._records.notes.read(site_id, record.author_id)
        if present == list(record.notes):
            return
        detail = {"action": "import_notes", "actor": actor, "author": record.author_id}
        taken = not present and await self._records.notes.replace(
            site_id, record.author_id, present, record.notes, orjson.dumps(detail)
        )
        if not taken:
            about = "for the next shift" if record.author_id is None else f"about author {record.author_id!r}"
            report.warnings.append(f"There are notes {about} here, which were left as they are.")

    async def _take_in(self, site_id: str, waiting: "_Waiting", actor: str, report: Report) -> None:
        batch = waiting.taken()
        attempts = (self._restore(site_id, record, actor) for _, record in batch)
        words = await asyncio.gather(*attempts, return_exceptions=True)
        for (where, record), word in zip(batch, words, strict=True):
            name = record.revision.source or ids.to_text(record.id)
            match word:
                case "restored":
                    report.read["comments"] += 1
                    report.imported["comments"] += 1
                case "already":
                    report.read["comments"] += 1
                    report.already_there["comments"] += 1
                case "no-parent":
                    report.lose("comments", name, where, "the comment it answers is not there")
                case "too-deep":
                    report.lose("comments", name, where, "it stands too deep below other comments")
                case ValueError():
                    report.lose("comments", name, where, str(word))
                case BaseException():
                    raise word
        failed = [word for word in words if isinstance(word, StorageUnavailable)]
        if failed:
            raise failed[0]

    async def _restore(self, site_id: str, record: CommentRecord, actor: str) -> str:
        place = await self._records.threads.settle(site_id, record.article)
        try:
            comment = restored(record, place, actor)
        except UNREADABLE as why:
            raise ValueError(mistake(why)) from None
        word = await self._transfers.restore_comment(site_id, place, record.article, comment)
        for report in record.reports if word == "restored" else ():
            reader = str(report.report.get("reporter", ""))
            if report.mark == reader_mark(reader) and not reader.startswith(ADDRESS):
                await self._records.reporters.note(site_id, reader, comment.id, report.at)
        return word


def _came_from(source: str, comment: Comment) -> bool:
    """Whether a comment was taken in from there; one that was changed or erased here does not say so any more."""
    told = None if comment.revision is None else comment.revision.source
    return told == source or (told is None and (comment.state.revision > 1 or comment.state.status is Status.DELETED))


class _Waiting:
    """Comments read and not yet sent: none of them answers another."""

    def __init__(self) -> None:
        self.comments: list[tuple[str, CommentRecord]] = []
        self.ids: set[bytes | None] = set()

    def add(self, where: str, record: CommentRecord) -> None:
        self.comments.append((where, record))
        self.ids.add(record.id)

    def taken(self) -> list[tuple[str, CommentRecord]]:
        comments, self.comments, self.ids = self.comments, [], set()
        return comments
