"""From the file of another system to records of ours, in two passes: everything is read first, and a file that cannot
be used has changed nothing; then it comes out as it can be taken in, parents before their replies.

The same file gives the same ids however often it is read, so taking it in again adds nothing.
"""

import hashlib
import html
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from moderation.domain import ids
from moderation.domain.actors import GUEST
from moderation.domain.clock import DAY_MS
from moderation.domain.comment import Revision, Status
from moderation.domain.ids import Place
from moderation.domain.priority import worst_of
from moderation.importers.addresses import LONGEST_NAME, path_of
from moderation.importers.elsewhere import System, TheirComment, TheirName, TheirThread
from moderation.importers.record import CommentRecord, Record, Remark, ThreadRecord, Unreadable
from moderation.importers.source import Progress
from moderation.importers.spool import Spool, Spooled
from moderation.text.names import clean_name

LONGEST_BODY: Final = 65_536
LONGEST_NAME_OF_AUTHOR: Final = 100
LONGEST_TITLE: Final = 500
LONGEST_AUTHOR_ID: Final = 255
MOST_LIKES: Final = 1_000_000
NAMELESS: Final = "Anonymous"
_NOWHERE: Final = Place(0, 0)
Keyed = Callable[[str], str]
"""What stands for a text that nobody shall know: the same for the same text, of this site alone."""


class Naming(StrEnum):
    """What becomes the name of an article."""

    IDENTIFIER = "identifier"  # what the publisher's pages call it, where they do; otherwise the path
    PATH = "path"
    URL = "url"


class Moving:
    """One file of another system. `now`: milliseconds since 1970; nothing was written much later. `close` when it was
    taken in, or will not be."""

    def __init__(self, system: System, path: Path, naming: Naming, now: int) -> None:
        self._system, self._path = system, path
        self._naming = naming
        self._spool = Spool()
        self._remarks: list[str] = []
        self._now, self._latest = now, now + DAY_MS

    def close(self) -> None:
        self._spool.close()

    def read(self, progress: Progress) -> Iterator[None]:
        """Read the whole file, a step for each thing that it says. Unusable if nothing in it can be used."""
        for place, said in self._system.found(self._path, progress):
            match said:
                case TheirThread():
                    self._spool.add_thread(place, *self._named(said))
                case TheirComment():
                    self._spool.add_comment(place, self._fitting(said), self._mark(said))
                case TheirName():
                    self._spool.add_name(said)
                case Remark():
                    self._remarks.append(said.sentence)
                case Unreadable():
                    self._spool.lost.append((place, said))
            yield
        self._spool.arrange(self._now)

    def _named(self, thread: TheirThread) -> tuple[TheirThread, str]:
        path = path_of(thread.address)
        article = {Naming.IDENTIFIER: thread.identifier or path, Naming.PATH: path, Naming.URL: thread.address}[
            self._naming
        ]
        shown = replace(thread, title=clean_name(html.unescape(thread.title))[:LONGEST_TITLE])
        if thread.lost:
            return shown, article
        if not article:
            return replace(shown, lost="nothing says which article it is about"), article
        if len(article) > LONGEST_NAME:
            return replace(shown, lost=f"its article's name has more than {LONGEST_NAME} characters"), article
        return shown, article

    def _fitting(self, comment: TheirComment) -> TheirComment:
        """The comment with what cannot be kept as it is brought into what can."""
        tell, key = self._spool.tell, comment.key
        at, edited, body, status, likes = comment.at, comment.edited_at, comment.body, comment.status, comment.likes
        if at is None or not 0 <= at <= self._latest:
            at = None
            tell(
                "Their time is missing, before 1970 or in the future, so they stand beside their neighbours in the "
                "discussion, or at the time of the import where none of it has a time",
                [key],
            )
        if status is Status.DELETED:
            body = ""
        elif not body.strip():
            status, body = Status.DELETED, ""
            tell("They have no text, so they count as deleted", [key])
        elif len(body) > LONGEST_BODY:
            body = body[: LONGEST_BODY - 1] + "…"
            tell(f"They are longer than {LONGEST_BODY:,} characters, so they end there", [key])
        if comment.against > 0:
            tell("They had votes against them, which are kept nowhere", [key])
        known = edited is not None and at is not None and at < edited <= self._latest
        return replace(
            comment,
            at=at,
            body=body,
            status=status,
            likes=max(0, min(MOST_LIKES, likes)),
            edited_at=edited if known else None,
        )

    def _mark(self, comment: TheirComment) -> bytes:
        name = f"{self._system.name}|{comment.key}".encode("utf-8", "replace")
        return ids.at_time(0, _NOWHERE, hashlib.blake2b(name, digest_size=16).digest())[6:]

    def articles(self) -> Iterator[str]:
        """What is to be taken in is about these."""
        return self._spool.articles()

    def same(self, article: str, comment_id: bytes) -> tuple[str, str] | None:
        """(key, source) of the comment of the file that may be this one, which stands under the article already and at
        another time: nothing but 34 bits of the id says so."""
        mark = ids.at_place(comment_id, _NOWHERE)[6:]
        key = self._spool.otherwise(article, ids.time_of(comment_id), mark)
        return None if key is None else (key, self._source(key))

    def date(self, key: str, at: int) -> None:
        """The comment of that key stands at that time (milliseconds since 1970) already."""
        self._spool.date(key, at)

    def _source(self, key: str) -> str:
        return f"{self._system.name}:{key}"

    def records(
        self, keyed: Keyed, now: int, progress: Progress
    ) -> Iterator[tuple[str, Record | Unreadable | Remark | None]]:
        """(where, record) of everything there is to take in, with what cannot be; None at the end. `now`: milliseconds
        since 1970, from when on moderators are waited for."""
        for sentence in (*self._remarks, *self._spool.told()):
            yield "", Remark(sentence)
        yield from self._spool.lost
        for place, article, thread in self._spool.threads():
            url = thread.address if thread.address.startswith(("http://", "https://")) else None
            yield place, ThreadRecord(article, thread.title or None, url, None if thread.open else False)
        comments = self._spool.count("comment")
        for number, spooled in enumerate(self._spool.arranged(), 1):
            yield spooled.place, self._record(spooled, keyed, now)
            progress("comments", number, comments)
        yield "", None

    def _record(self, spooled: Spooled, keyed: Keyed, now: int) -> CommentRecord:
        comment = spooled.comment
        deleted, held = comment.status is Status.DELETED, comment.status is Status.PENDING
        name = clean_name(comment.author.name)[:LONGEST_NAME_OF_AUTHOR] or NAMELESS
        source, at = self._source(comment.key), ids.time_of(spooled.id)
        return CommentRecord(
            id=spooled.id,
            article=spooled.article,
            parent=spooled.parent,
            author_id="erased" if deleted else self._author_id(spooled, keyed),
            status=comment.status,
            queues=frozenset({"pending"}) if held else frozenset(),
            version=1,
            revision_number=1,
            likes=comment.likes,
            round=0,
            priority=worst_of({}).worth,
            edited_at=comment.edited_at or 0,
            revision=Revision(comment.body, "" if deleted else name, not comment.author.account, "", at, source=source),
            waiting_since=now if held else 0,
        )

    def _author_id(self, spooled: Spooled, keyed: Keyed) -> str:
        author = spooled.comment.author
        if author.account:
            return self._housed(f"{self._system.name}:{author.account}", keyed)
        if author.email.strip():
            return GUEST + keyed(f"{self._system.name}|mail|{author.email.strip().casefold()}")
        # A name alone is nobody's: who goes by it here need not be who goes by it under another article.
        return GUEST + keyed(f"{self._system.name}|name|{spooled.article}|{author.name.casefold()}")

    def _housed(self, author_id: str, keyed: Keyed) -> str:
        fits = len(author_id) <= LONGEST_AUTHOR_ID and author_id.isprintable()
        return author_id if fits else f"{self._system.name}:{keyed(author_id)}"
