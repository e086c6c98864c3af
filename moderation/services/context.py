"""What a moderator wants to know beyond a comment itself, read when it is opened: the thread around it, what was
decided about earlier ones like it, how its author fares lately."""

import asyncio

from moderation.domain import ids
from moderation.domain.comment import Comment
from moderation.domain.errors import NotFound
from moderation.services.access import Access
from moderation.services.documents import Document, comment_document, judgement_documents, thread_document
from moderation.services.precedents import Precedents
from moderation.services.report_outcomes import reports_on
from moderation.services.trends import weeks_of
from moderation.storage.author_feed import ERASED
from moderation.storage.records import Records
from moderation.storage.surroundings import Surroundings, surroundings_of


class Context:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._precedents = Precedents(records, access)

    async def of(self, site_id: str, comment_id: str) -> Document:
        """All of it costs the same however long the thread, however many comments there are. NotFound,
        StorageUnavailable."""
        await self._access.site(site_id)
        raw = ids.to_bytes(comment_id)
        around, comment = await asyncio.gather(
            surroundings_of(self._records.store, site_id, raw), self._records.comments.read(site_id, raw)
        )
        if around is None or comment is None:
            raise NotFound(f"There is no comment {comment_id}.")
        precedents, author = await asyncio.gather(
            self._precedents.of(site_id, comment), self._author(site_id, comment.state.author_id)
        )
        return {"thread": thread_around(around), "precedents": precedents, "author": author}

    async def _author(self, site_id: str, author_id: str) -> Document | None:
        """None for an erased author."""
        if author_id == ERASED:
            return None
        newest = await self._records.authors.newest(site_id, author_id)
        weeks, reports = await asyncio.gather(
            weeks_of(self._records, site_id, author_id, newest), reports_on(self._records, site_id, newest)
        )
        return weeks | {"reports": reports}


def thread_around(around: Surroundings) -> Document:
    """The thread around a comment, with every status told."""
    article = around.thread.article

    def shown(comment: Comment) -> Document:
        scores = judgement_documents(comment.revision)["scores"]
        return comment_document(comment, article, everything=True) | {"scores": scores}

    return {
        "article": thread_document(around.thread),
        "above": [shown(each) for each in around.above],
        "left_out": around.left_out,
        "lost": around.lost,
        "before": [shown(each) for each in around.before],
        "more_before": around.more_before,
        "after": [shown(each) for each in around.after],
        "more_after": around.more_after,
        "replies": [shown(each) for each in around.below],
        "more_replies": around.more_below,
    }
