"""Export and import of a site: everything of it but its secret, its tokens and its audit log."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.author import Standing
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Invalid, StorageUnavailable, UnknownSite
from moderation.domain.ids import PARTITIONS, Place
from moderation.importers.record import (
    CommentRecord,
    NotesRecord,
    PolicyRecord,
    Record,
    SiteRecord,
    StandingRecord,
    ThreadRecord,
    Unreadable,
)
from moderation.services.comment_records import comments_of, restored
from moderation.services.policies import changed_document
from moderation.storage import keys
from moderation.storage.author_feed import AuthorFeed
from moderation.storage.records import Records
from moderation.storage.reports import reader_mark
from moderation.storage.transfers import Transfers
from moderation.storage.whole_threads import WholeThreads

AT_ONCE = 64
"""Comments that are on their way to the store together."""

Progress = Callable[[str, int, int], None]
Numbered = Iterable[tuple[int, int, Record | Unreadable | None]]


@dataclass(slots=True)
class Report:
    """What became of a file, counted in threads and comments."""

    read: dict[str, int] = field(default_factory=lambda: {"threads": 0, "comments": 0})
    imported: dict[str, int] = field(default_factory=lambda: {"threads": 0, "comments": 0})
    already_there: dict[str, int] = field(default_factory=lambda: {"threads": 0, "comments": 0})
    losses: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def lose(self, name: str, line: int, reason: str) -> None:
        self.losses.append({"id": name, "where": f"line {line}", "reason": reason})

    def document(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "already_there": self.already_there,
            "losses": self.losses,
            "warnings": self.warnings,
        }


class Transfer:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._whole = WholeThreads(records.store)
        self._transfers = Transfers(records.store)

    async def exported(self, site_id: str, progress: Progress) -> AsyncIterator[Record]:
        """Every record of a site; each thread as it is at one moment. UnknownSite, StorageUnavailable."""
        site = await self._records.sites.site(site_id)
        if site is None:
            raise UnknownSite(f"There is no site {site_id!r}.")
        yield SiteRecord(site.id, site.title)
        _, policy = await self._records.sites.policy(site_id)
        yield PolicyRecord(policy)
        for partition in range(PARTITIONS):
            for number, article in await self._whole.articles(site_id, partition):
                yield await self._thread(site_id, Place(partition, number), article)
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
                record = await self._records.authors.record(site_id, author_id)
                if record.standing is not Standing.NEW or record.until is not None:
                    yield StandingRecord(author_id, record.standing, record.until, record.reason)

    async def imported(self, site_id: str, lines: Numbered, size: int, actor: str, progress: Progress) -> Report:
        """Take in what is not there yet; `size`: bytes of the file. UnknownSite, Unusable, StorageUnavailable."""
        if await self._records.sites.site(site_id) is None:
            raise UnknownSite(f"There is no site {site_id!r}; `moderation site create {site_id}` makes one.")
        report, waiting, whole = Report(), _Waiting(), False
        for number, done, record in lines:
            match record:
                case CommentRecord():
                    if record.parent in waiting.ids or len(waiting.comments) >= AT_ONCE:
                        await self._take_in(site_id, waiting, report)
                    waiting.add(number, record)
                case ThreadRecord():
                    await self._take_in_thread(site_id, record, report)
                case StandingRecord():
                    await self._take_in_standing(site_id, record, actor, report)
                case NotesRecord():
                    await self._take_in_notes(site_id, record, actor, report)
                case PolicyRecord():
                    await self._take_in_policy(site_id, record, actor, report)
                case Unreadable():
                    report.read[record.kind] += 1
                    report.lose(record.id, number, record.reason)
                case None:
                    whole = True
            progress("bytes", done, size)
        await self._take_in(site_id, waiting, report)
        if not whole:
            report.warnings.append("The file has no last line: it may have been cut off.")
        if any(report.imported.values()):
            detail = {"action": "import", "actor": actor, "imported": report.imported, "losses": len(report.losses)}
            await self._records.sites.note(site_id, "import", orjson.dumps(detail))
        await AuthorFeed(self._records.store).catch_up(site_id)
        return report

    async def _take_in_policy(self, site_id: str, record: PolicyRecord, actor: str, report: Report) -> None:
        version, present = await self._records.sites.policy(site_id)
        if present == record.document:
            return
        if version:
            report.warnings.append("The site has a policy of its own, which was left as it is.")
            return
        try:
            document = changed_document({}, record.document)
        except Invalid as why:
            report.warnings.append(f"The policy was not taken over: {'; '.join(sorted(why.errors))} not valid.")
            return
        detail = orjson.dumps({"action": "import_policy", "actor": actor, "keys": sorted(document)})
        await self._records.sites.save_policy(site_id, 0, document, detail)

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
        present = await self._records.authors.record(site_id, record.author_id)
        wanted = (record.standing, record.until, record.reason)
        if (present.standing, present.until, present.reason) == wanted:
            return
        if present.version:
            report.warnings.append(f"Author {record.author_id!r} is {present.standing} here, which was left as it is.")
            return
        detail = {"action": "import_standing", "actor": actor, "author": record.author_id}
        detail |= {"before": str(present.standing), "after": str(record.standing)}
        if record.until is not None:
            detail["until"] = rfc3339(record.until)
        await self._records.measures.set_standing(
            site_id, record.author_id, record.standing, record.until, record.reason or "", orjson.dumps(detail), 0
        )

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

    async def _take_in(self, site_id: str, waiting: "_Waiting", report: Report) -> None:
        batch = waiting.taken()
        words = await asyncio.gather(*(self._restore(site_id, record) for _, record in batch), return_exceptions=True)
        for (number, record), word in zip(batch, words, strict=True):
            report.read["comments"] += 1
            name = ids.to_text(record.id)
            match word:
                case "restored":
                    report.imported["comments"] += 1
                case "already":
                    report.already_there["comments"] += 1
                case "no-parent":
                    report.lose(name, number, "the comment it answers is not there")
                case "too-deep":
                    report.lose(name, number, "it stands too deep below other comments")
                case ValueError():
                    report.lose(name, number, str(word))
                case BaseException():
                    raise word
        failed = [word for word in words if isinstance(word, StorageUnavailable)]
        if failed:
            raise failed[0]

    async def _restore(self, site_id: str, record: CommentRecord) -> str:
        place = await self._records.threads.settle(site_id, record.article)
        comment = restored(record, place)
        word = await self._transfers.restore_comment(site_id, place, record.article, comment)
        for report in record.reports if word == "restored" else ():
            reader = str(report.report.get("reporter", ""))
            if report.mark == reader_mark(reader) and not reader.startswith("address:"):
                await self._records.reporters.note(site_id, reader, comment.id, report.at)
        return word


class _Waiting:
    """Comments read and not yet sent: none of them answers another."""

    def __init__(self) -> None:
        self.comments: list[tuple[int, CommentRecord]] = []
        self.ids: set[bytes | None] = set()

    def add(self, line: int, record: CommentRecord) -> None:
        self.comments.append((line, record))
        self.ids.add(record.id)

    def taken(self) -> list[tuple[int, CommentRecord]]:
        comments, self.comments, self.ids = self.comments, [], set()
        return comments
