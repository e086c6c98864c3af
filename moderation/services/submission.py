"""Writing: post, edit, take back. Gather what is known, let the pipeline judge, store through one script."""

import asyncio
import secrets
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
import structlog

from moderation.domain import ids
from moderation.domain.author import Reader
from moderation.domain.clock import DAY_MS
from moderation.domain.comment import Comment, Revision, State, Status
from moderation.domain.errors import (
    KeyReused,
    NotAllowed,
    NotFound,
    StorageUnavailable,
)
from moderation.domain.site import Site
from moderation.domain.thread import Thread
from moderation.pipeline.facts import Unavailable
from moderation.pipeline.judge import judge, judgement
from moderation.services.access import Access
from moderation.services.analysis import Analysis
from moderation.services.authorship import wrote
from moderation.services.consulting import About, Consulting, kept_outside, reference_in
from moderation.services.discussion import Discussion
from moderation.services.drafts import Draft, parent_of, retry_of, writer_of
from moderation.services.gathering import Gathering, Named, named_in
from moderation.services.outcomes import (
    Submitted,
    kept_answer,
    refused,
    replayed,
    ruling_of,
    submitted,
)
from moderation.services.restraint import raise_refusal
from moderation.services.shadowing import Shadowing
from moderation.storage.authors import Spent
from moderation.storage.records import Records
from moderation.telemetry.metrics import Metrics
from moderation.text.fingerprint import Fingerprint, fingerprint

log = structlog.get_logger()


class Submission:
    def __init__(
        self,
        records: Records,
        access: Access,
        discussion: Discussion,
        analysis: Analysis,
        shadowing: Shadowing,
        consulting: Consulting,
        score_seconds: float,
        metrics: Metrics,
    ) -> None:
        self._records = records
        self._access = access
        self._discussion = discussion
        self._gathering = Gathering(access, analysis, score_seconds)
        self._shadowing = shadowing
        self._consulting = consulting
        self._metrics = metrics

    async def post(self, site_id: str, reader: Reader, draft: Draft, idempotency_key: str | None) -> Submitted:
        """Post a comment. Raises what the pipeline refuses with (ThreadClosed, AuthorBanned, AuthorSuspended,
        Invalid, TooFast), Nudged, GuestsNotAllowed, KeyReused; StorageUnavailable if it may not have been stored."""
        site, policy = await self._access.site(site_id), await self._access.policy(site_id)
        writer = writer_of(site, policy, reader, draft.author_name)
        parent = None if draft.parent_id is None else parent_of(draft.parent_id)
        retry = None if idempotency_key is None else retry_of(reader, draft, idempotency_key)
        place = await self._records.threads.place(site_id, draft.article)
        if retry is not None and place is not None:
            kept = await self._records.comments.kept_answer(site_id, place, retry.key)
            if kept is not None:
                if kept[:32] != retry.request:
                    raise KeyReused("This Idempotency-Key was sent with another comment; use a new one for each.")
                return await self._replayed(site, draft.article, kept[32:48], kept[48:])
        attempt = retry.key if retry is not None else secrets.token_hex(8)
        mark = fingerprint(draft.body)
        thread, spent, scoring = await _together(
            self._records.threads.thread(site_id, draft.article),
            self._records.authors.spend(
                site_id, reader.subject, writer.id, policy.comments_per_minute, str(mark), attempt
            ),
            self._gathering.score(site_id, draft.body),
        )
        described = replace(thread, title=thread.title or draft.title, url=thread.url or draft.url)
        named = Named(writer.name, writer.badges, parent is not None)
        gather = self._gathering.facts
        facts = await gather(
            site_id, policy, reader, named, draft.body, described, spent, scoring, mark, nudge=draft.nudge
        )

        async def introduce() -> About:
            thread_at = await self._records.threads.settle(site_id, draft.article)
            return About(ids.referring(spent.now, ids.tail(thread_at)), draft.parent_id, writer.badges, writer.id)

        try:
            facts, verdict = await self._consulting.judged(site_id, facts, introduce)
            revision = Revision(
                draft.body, writer.name, writer.guest, reader.address, 0, judgement(facts, verdict), writer.badges
            )
            await raise_refusal(self._records, site_id, facts, verdict)
            place = await self._records.threads.settle(site_id, draft.article)
            if parent is not None and ids.place_of(parent) != place:
                raise refused("no-parent")
            posted = await self._records.comments.post(
                site_id,
                place,
                draft.article,
                author=writer.id,
                parent=parent,
                revision=revision,
                ruling=ruling_of(verdict, facts, "post"),
                title=draft.title or "",
                url=draft.url or "",
                close_after_ms=policy.close_after_days * DAY_MS,
                retry=None if retry is None else replace(retry, answer=kept_answer(verdict, guest=writer.guest)),
                tail=ids.to_bytes(facts.outside[0].reference)[8:] if facts.outside else None,
            )
            if isinstance(posted, str):
                raise refused(posted)
        except BaseException:
            await self._forget(site_id, reader, mark, attempt)
            raise
        if posted.replayed is not None:
            return await self._replayed(site, draft.article, posted.id, posted.replayed)
        self._discussion.changed(site_id, place)
        self._shadowing.compare(site_id, posted.id, facts, verdict)
        if "unscored" in verdict.queues:
            self._metrics.unscored.inc()
        if reader.signed_in:
            await self._list_at_once(site_id, writer.id, posted.id)
        state = State(verdict.status, 1, 1, writer.id, parent, posted.depth)
        return submitted(site, Comment(posted.id, state, revision), draft.article, verdict)

    async def edit(self, site_id: str, reader: Reader, comment_id: str, body: str) -> Submitted:
        """Replace one's own comment inside the edit window; the new text is judged like a new comment."""
        site, policy = await self._access.site(site_id), await self._access.policy(site_id)
        comment = await self._own(site, reader, comment_id)
        earlier = comment.revision
        if earlier is None or comment.state.status is Status.DELETED:
            raise NotFound(f"There is no comment {comment_id}.")
        place = ids.place_of(comment.id)
        mark, attempt = fingerprint(body), secrets.token_hex(8)
        thread, spent, scoring = await _together(
            self._records.threads.thread_at(site_id, place),
            self._records.authors.spend(
                site_id, reader.subject, comment.state.author_id, policy.comments_per_minute, str(mark), attempt
            ),
            self._gathering.score(site_id, body),
        )
        thread = thread or Thread("", place)
        gather, named = self._gathering.facts, named_in(comment, earlier)
        facts = await gather(site_id, policy, reader, named, body, thread, spent, scoring, mark, edit=True)
        try:
            facts, verdict = await self._consulting.judged(site_id, facts, partial(self._introduced, site_id, comment))
            revision = replace(earlier, body=body, judgement=judgement(facts, verdict), at=spent.now)
            await raise_refusal(self._records, site_id, facts, verdict)
            if comment.state.status is Status.REJECTED and not verdict.shadow:
                raise refused("rejected")
            word, version, edited_at = await self._records.comments.edit(
                site_id,
                comment,
                window_ms=policy.edit_window_seconds * 1000,
                revision=revision,
                ruling=ruling_of(verdict, facts, "edit"),
                actor=comment.state.author_id,
            )
            if word != "edited":
                raise refused(word)
        except BaseException:
            await self._forget(site_id, reader, mark, attempt)
            raise
        self._discussion.changed(site_id, place)
        self._shadowing.compare(site_id, comment.id, facts, verdict)
        state = replace(
            comment.state,
            status=verdict.status,
            version=version,
            revision=comment.state.revision + 1,
            edited_at=edited_at,
        )
        return submitted(site, Comment(comment.id, state, revision), thread.article, verdict)

    async def delete(self, site_id: str, reader: Reader, comment_id: str) -> None:
        """Take back one's own comment inside the edit window."""
        site, policy = await self._access.site(site_id), await self._access.policy(site_id)
        comment = await self._own(site, reader, comment_id)
        detail = {"action": "delete", "actor": comment.state.author_id}
        word = await self._records.comments.delete(
            site_id, comment.id, policy.edit_window_seconds * 1000, comment.state.author_id, orjson.dumps(detail)
        )
        if word != "deleted":
            raise refused(word)
        self._discussion.changed(site_id, ids.place_of(comment.id))

    async def rescore(self, site_id: str, comment_id: bytes) -> bool:
        """Score a comment that could not be scored when it came, and judge it again; False if it stays unscored."""
        policy = await self._access.policy(site_id)
        comment = await self._records.comments.read(site_id, comment_id)
        if comment is None or comment.revision is None or "unscored" not in comment.state.queues:
            return True
        earlier, author_id = comment.revision, comment.state.author_id
        scoring = await self._gathering.score(site_id, earlier.body)
        if isinstance(scoring, Unavailable):
            return False
        place = ids.place_of(comment_id)
        # A warning keeps its author from writing, not what they wrote before from being read.
        record = replace(await self._records.authors.record(site_id, author_id), warning=None)
        now = await self._records.store.server_time_ms()
        thread = await self._records.threads.thread_at(site_id, place) or Thread("", place)
        reader = Reader(earlier.address, None if earlier.guest else author_id, earlier.author_name)
        spent = Spent(True, 0, (), record, now)
        open_thread = replace(thread, open=True)
        gather, named = self._gathering.facts, named_in(comment, earlier)
        facts = await gather(site_id, policy, reader, named, earlier.body, open_thread, spent, scoring, None, edit=True)
        facts = replace(facts, outside=kept_outside(earlier.judgement))
        verdict = judge(facts)
        revision = replace(earlier, judgement=judgement(facts, verdict))
        ruling = ruling_of(verdict, facts, "rescore", comment.state.status)
        word = await self._records.comments.rescore(site_id, comment, revision, ruling)
        if word == "rescored":
            self._discussion.changed(site_id, place)
        return word != "changed"

    async def _introduced(self, site_id: str, comment: Comment) -> About:
        """A comment that is changed, under the id by which it was spoken of when it was new."""
        earlier = await self._records.comments.earlier_revisions(site_id, comment)
        known = [revision for _, revision in earlier] + ([comment.revision] if comment.revision is not None else [])
        state = comment.state
        return About(
            reference_in(known) or ids.to_text(comment.id),
            None if state.parent is None else ids.to_text(state.parent),
            () if comment.revision is None else comment.revision.badges,
            state.author_id,
        )

    async def _own(self, site: Site, reader: Reader, comment_id: str) -> Comment:
        comment = await self._records.comments.read(site.id, ids.to_bytes(comment_id))
        if comment is None:
            raise NotFound(f"There is no comment {comment_id}.")
        if not wrote(site, reader, comment):
            if not comment.state.status.visible:
                raise NotFound(f"There is no comment {comment_id}.")
            raise NotAllowed("Only its author may change a comment: send the token it was written with.")
        return comment

    async def _list_at_once(self, site_id: str, author_id: str, comment_id: bytes) -> None:
        try:
            await self._records.authors.note_comment(site_id, author_id, comment_id)
        except StorageUnavailable as error:  # the event consumer lists it a moment later
            log.info("a comment was not listed at once", error=error.reason)

    async def _forget(self, site_id: str, reader: Reader, mark: Fingerprint, attempt: str) -> None:
        try:
            await self._records.authors.forget(site_id, reader.subject, str(mark), attempt)
        except Exception as error:  # the refusal itself matters more to the author
            log.warning("an attempt could not be forgotten", error=str(error))

    async def _replayed(self, site: Site, article: str, comment_id: bytes, kept: bytes) -> Submitted:
        """The answer that was given when this key was first used, whatever became of the comment since."""
        comment = await self._records.comments.read(site.id, comment_id)
        if comment is None:
            raise NotFound("The comment that was posted with this Idempotency-Key is gone.")
        # The first answer may have been lost with the process that gave it, and this one may not have heard the event.
        self._discussion.changed(site.id, ids.place_of(comment_id))
        earlier = await self._records.comments.earlier_revisions(site.id, comment)
        return replayed(site, comment, earlier[0][1] if earlier else comment.revision, article, kept)


async def _together(*work: Any) -> Any:
    """Wait for all, then raise the first failure: nothing is left running behind an answer."""
    results = await asyncio.gather(*work, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results
