"""Appeals: the author of a rejected comment objects, another moderator decides, the author is told.

What can be appealed is the newest rejection that still stands: a moderator's decision that was not taken back, or the
site's policy where none decided. Once an outcome upheld it, there is nothing more to appeal.
"""

from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.actors import POLICY
from moderation.domain.appeal import AppealOutcome, AppealState
from moderation.domain.audit import said
from moderation.domain.author import Reader
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import (
    AlreadyAppealed,
    AppealClosed,
    AppealWindowOver,
    ClaimedByOther,
    Conflict,
    NotAllowed,
    NotFound,
    NotRejected,
    OwnDecision,
    Refused,
)
from moderation.domain.queue import Queue, Sort
from moderation.services.access import Access
from moderation.services.allowance import spend_daily
from moderation.services.appeal_documents import AppealDocuments, own_appeal_document
from moderation.services.authorship import wrote
from moderation.services.contesting import appealable_until, contested, rejected_at
from moderation.services.cursors import decode_cursor, encode_cursor, id_bytes
from moderation.services.discussion import Discussion
from moderation.services.documents import Document, comment_document, page_of, seems_published
from moderation.storage.appeals import Heard, NotHeard
from moderation.storage.queues import Position
from moderation.storage.records import Records


class Appeals:
    def __init__(self, records: Records, access: Access, discussion: Discussion) -> None:
        self._records = records
        self._access = access
        self._discussion = discussion
        self._documents = AppealDocuments(records, access)

    async def file(self, site_id: str, reader: Reader, comment_id: str, statement: str) -> Document:
        """Appeal the rejection of one's own comment. NotRejected, AlreadyAppealed, AppealWindowOver, TooFast."""
        site, policy = await self._access.site(site_id), await self._access.policy(site_id)
        comment = await self._records.comments.read(site_id, ids.to_bytes(comment_id))
        if comment is None or comment.state.status is Status.DELETED:
            raise NotFound(f"There is no comment {comment_id}.")
        if not wrote(site, reader, comment):
            if not comment.state.status.visible:
                raise NotFound(f"There is no comment {comment_id}.")
            raise NotAllowed("Only its author may appeal: send the token the comment was written with.")
        if comment.state.status is not Status.REJECTED or seems_published(comment):
            raise NotRejected("This comment is not rejected, so there is nothing to appeal.")
        rejection = contested(await self._records.decisions.of_comment(site_id, comment.id))
        if rejection is not None and rejection.action is AppealOutcome.UPHELD:
            raise AlreadyAppealed("This rejection was appealed before, and a second moderator upheld it.")
        since = rejected_at(comment, rejection)
        if await self._records.store.server_time_ms() > appealable_until(since, policy):
            raise AppealWindowOver(_window(policy.appeal_window_days), rejected_at=rfc3339(since))
        per_day = policy.appeals_per_day
        sentence = f"This site takes {per_day} appeals a day from each author."
        await spend_daily(self._records, site_id, reader, "appeal", per_day, sentence)
        against = POLICY if rejection is None else rejection.moderator
        decision = None if rejection is None else ids.to_bytes(rejection.id)
        detail = {
            "action": "appeal",
            "actor": comment.state.author_id,
            "comment": comment_id,
            "against": against,
            "decision": None if rejection is None else rejection.id,
        }
        filed = await self._records.appeals.file(
            site_id, comment, decision, against, statement, orjson.dumps(said(detail))
        )
        if isinstance(filed, str):
            raise _not_filed(filed, comment_id)
        appeal = await self._records.appeals.appeal(site_id, filed)
        if appeal is None:
            raise NotFound(f"There is no comment {comment_id}.")
        return {"appeal": own_appeal_document(appeal)}

    async def decide(
        self,
        site_id: str,
        moderator: str,
        appeal_id: str,
        outcome: AppealOutcome,
        note: str | None,
        message: str | None,
    ) -> Document:
        """Uphold or overturn a rejection. OwnDecision for whoever rejected, unless the site lets anybody decide;
        AppealClosed, ClaimedByOther; NotRejected if an earlier version left it open about what is not rejected now."""
        policy = await self._access.policy(site_id)
        raw = ids.to_bytes(appeal_id)
        appeal = await self._records.appeals.appeal(site_id, raw)
        if appeal is None:
            raise NotFound(f"There is no appeal {appeal_id}.")
        answer = said({"note": note, "message": message})
        detail = {
            "action": str(outcome),
            "actor": moderator,
            "comment": appeal.comment_id,
            "appeal": appeal_id,
            "against": appeal.against,
        } | answer
        result = await self._records.appeals.resolve(
            site_id,
            raw,
            outcome,
            moderator,
            policy.appeals_heard_by,
            orjson.dumps(answer) if answer else b"",
            orjson.dumps(detail),
        )
        if isinstance(result, NotHeard):
            raise await self._not_heard(site_id, appeal_id, result)
        return await self._decided(site_id, raw, result)

    async def listed(self, site_id: str, limit: int, cursor: str | None) -> Document:
        """Open appeals, those about the oldest comments first, each with its evidence and the comment as it stands."""
        await self._access.site(site_id)
        parts = decode_cursor(cursor, str)
        after = None if parts is None else Position(0, id_bytes(parts[0]))
        found = await self._records.queues.listed(site_id, Queue.APPEALS, Sort.OLDEST, limit + 1, after)
        following = encode_cursor(found[limit - 1].id.hex()) if len(found) > limit else None
        wanted = [position.id for position in found[:limit]]
        comments = await self._records.comments.read_many(site_id, wanted)
        items = []
        for comment, appeals in zip(comments, await self._records.appeals.of_comments(site_id, wanted), strict=True):
            for appeal in appeals:
                if comment is not None and appeal.open:
                    document = await self._documents.shown(site_id, appeal)
                    items.append(document | {"comment": await self._comment(site_id, comment)})
        return page_of(items, following)

    async def _decided(self, site_id: str, raw: bytes, heard: Heard) -> Document:
        self._discussion.changed(site_id, ids.place_of(heard.comment_id))
        appeal = await self._records.appeals.appeal(site_id, raw)
        return {
            "appeal": None if appeal is None else await self._documents.shown(site_id, appeal),
            "comment_id": ids.to_text(heard.comment_id),
            "status": str(heard.status),
            "version": heard.version,
            "decision_id": ids.to_text(heard.decision_id),
        }

    async def _comment(self, site_id: str, comment: Comment) -> dict[str, Any]:
        article = await self._records.threads.name(site_id, ids.place_of(comment.id)) or ""
        return comment_document(comment, article, everything=True)

    async def _not_heard(self, site_id: str, appeal_id: str, result: NotHeard) -> Refused:
        match result.word:
            case "own":
                return OwnDecision(
                    "You made the decision that is appealed, so another moderator must decide. Where there is none, an "
                    "administrator of the whole service may, or the site's policy: appeals_heard_by=anybody."
                )
            case "claimed":
                holder = await self._access.moderator_name(site_id, result.holder)
                until = rfc3339(result.until)
                return ClaimedByOther(f"{holder} holds this entry.", claimed_by=holder, claimed_until=until)
            case "moot":
                return NotRejected(
                    "What is appealed is not rejected any more, so there is nothing to decide. Approve the comment, "
                    "which closes the appeal; `moderation verify --repair` closes all of this kind."
                )
            case "closed":
                return AppealClosed(_closed(result.state), state=str(result.state))
            case _:
                return NotFound(f"There is no appeal {appeal_id}.")


def _window(days: int) -> str:
    if not days:
        return "This site takes no appeals."
    return f"A rejection can be appealed for {days} day{'s' if days != 1 else ''}, and that time is over."


def _closed(state: AppealState) -> str:
    if state is AppealState.WITHDRAWN:
        return "Its author has taken the comment back or changed it, so there is nothing to decide."
    return f"This appeal was decided already: {state}."


def _not_filed(word: str, comment_id: str) -> Refused:
    match word:
        case "already":
            return AlreadyAppealed("This rejection has been appealed already; /v1/me/comments shows how it stands.")
        case "not-rejected":
            return NotRejected("This comment is not rejected any more.")
        case "stale":
            return Conflict("A moderator has decided about this comment just now; load it again.")
        case _:
            return NotFound(f"There is no comment {comment_id}.")
