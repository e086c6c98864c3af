"""What a person may ask for: everything that is kept of them, or that it be erased."""

from collections.abc import Sequence
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment, Revision
from moderation.domain.site import Site
from moderation.services.access import Access
from moderation.services.appeal_documents import own_appeal_document
from moderation.services.discussion import Discussion
from moderation.services.documents import comment_document, judgement_documents, record_document
from moderation.services.evidence import report_document
from moderation.services.learning import mark_of
from moderation.services.own_standing import told_measures
from moderation.storage.records import Records
from moderation.storage.reporters import Made

AT_ONCE = 200
BLANK = Revision(body="", author_name="", guest=False, address="", at=0)


class Privacy:
    def __init__(self, records: Records, access: Access, discussion: Discussion) -> None:
        self._records = records
        self._access = access
        self._discussion = discussion

    async def export_author(self, site_id: str, author_id: str) -> dict[str, Any]:
        """The record, every comment with its earlier revisions, scores and appeals, newest first, and what moderators
        noted; and what they reported."""
        await self._access.site(site_id)
        await self._records.author_feed.catch_up(site_id)
        record = await self._records.authors.record(site_id, author_id)
        comments = []
        before: bytes | None = None
        while wanted := await self._records.authors.comments(site_id, author_id, AT_ONCE, before):
            for comment in await self._records.comments.read_many(site_id, wanted):
                if comment is None or comment.state.author_id != author_id:
                    continue
                article = await self._records.threads.name(site_id, ids.place_of(comment.id)) or ""
                earlier = await self._records.comments.earlier_revisions(site_id, comment)
                document = comment_document(comment, article, everything=True) | judgement_documents(comment.revision)
                appeals = await self._records.appeals.of_comment(site_id, comment.id)
                document["earlier"] = [revision.body for _, revision in earlier]
                document["appeals"] = [own_appeal_document(appeal) for appeal in appeals]
                comments.append(document)
            before = wanted[-1]
        reported = await self._reported(site_id, author_id)
        now = await self._records.store.server_time_ms()
        notes = await self._records.notes.read(site_id, author_id)
        return {
            "author": record_document(record, now),
            "comments": comments,
            "measures": told_measures(await self._records.measures.of_author(site_id, author_id)),
            "reports": reported,
            "notes": [{"text": note.text, "at": rfc3339(note.at)} for note in notes],
        }

    async def _reported(self, site_id: str, author_id: str) -> list[dict[str, Any]]:
        documents: list[dict[str, Any]] = []
        before: Made | None = None
        while made := await self._records.reporters.made(site_id, author_id, AT_ONCE, before):
            wanted, before = [each.comment_id for each in made], made[-1]
            reports = await self._records.reporters.reports(site_id, author_id, wanted)
            documents += [
                {"comment_id": ids.to_text(raw), **report_document(report)}
                for raw, report in zip(wanted, reports, strict=True)
                if report is not None
            ]
        return documents

    async def erase_author(self, site_id: str, author_id: str, actor: str) -> dict[str, Any]:
        """Erase a person's texts, names and record, what they wrote in reports, and what other programs suggested about
        those texts. Their comments' places in threads and the audit log stay; what was erased is not named there.
        Interrupted, it goes on when it is asked for again: the record goes last."""
        site = await self._access.site(site_id)
        # What a guest wrote a moment ago is not listed as theirs yet.
        await self._records.author_feed.catch_up(site_id)
        erased = 0
        detail = orjson.dumps({"action": "erase", "actor": actor})
        before: bytes | None = None
        while wanted := await self._records.authors.comments(site_id, author_id, AT_ONCE, before):
            comments = await self._records.comments.read_many(site_id, wanted)
            await self._forget_suggestions(site, author_id, comments)
            for comment in comments:
                if comment is not None and comment.state.author_id == author_id:
                    word = await self._records.comments.erase(site_id, comment.id, BLANK, actor, detail)
                    erased += word == "erased"
                    self._discussion.changed(site_id, ids.place_of(comment.id))
            await self._records.likenesses.forget(site_id, wanted)
            before = wanted[-1]
        forget = orjson.dumps({"action": "erase_report", "actor": actor})
        while made := await self._records.reporters.made(site_id, author_id, AT_ONCE):
            await self._records.reporters.forget(site_id, author_id, [each.comment_id for each in made], forget)
        await self._records.authors.erase(site_id, author_id, orjson.dumps({"action": "erase_author", "actor": actor}))
        return {"erased": erased}

    async def _forget_suggestions(self, site: Site, author_id: str, comments: Sequence[Comment | None]) -> None:
        texts: set[str] = set()
        for comment in comments:
            if comment is not None and comment.revision is not None and comment.state.author_id == author_id:
                earlier = await self._records.comments.earlier_revisions(site.id, comment)
                texts |= {comment.revision.body, *(revision.body for _, revision in earlier)}
        if texts:
            await self._records.learning.forget_texts(site.id, frozenset(mark_of(site, text) for text in texts))
