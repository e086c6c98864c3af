"""What moderators are shown: queue entries with every signal explained, dossiers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from moderation.domain import ids
from moderation.domain.actors import ADDRESS
from moderation.domain.appeal import Appeal
from moderation.domain.author import AuthorRecord
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import still_undoable
from moderation.domain.errors import NotFound
from moderation.domain.priority import order_of
from moderation.domain.queue import Claim, Queue
from moderation.domain.report import Report
from moderation.services.access import Access
from moderation.services.appeal_documents import AppealDocuments, decision_document
from moderation.services.documents import Document, comment_document, judgement_documents, record_document
from moderation.services.escalations import Escalations
from moderation.services.reputation import reputation_of
from moderation.services.urgency import most_urgent, urgency
from moderation.storage.author_feed import ERASED
from moderation.storage.records import Records


class Evidence:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._appeals = AppealDocuments(records, access)
        self._escalations = Escalations(records, access)

    async def entries(self, site_id: str, queue: Queue, comment_ids: Sequence[bytes]) -> list[Document]:
        """QueueEntry documents in the order asked; comments that left the queue meanwhile are left out."""
        comments = [each for each in await self._records.comments.read_many(site_id, comment_ids) if each is not None]
        present = [comment for comment in comments if str(queue) in comment.state.queues]
        if not present:
            return []
        now = await self._records.store.server_time_ms()
        parent_ids = sorted({comment.state.parent for comment in present if comment.state.parent is not None})
        parents = {
            parent.id: parent
            for parent in await self._records.comments.read_many(site_id, parent_ids)
            if parent is not None
        }
        claims = await self._records.queues.claims(site_id, [comment.id for comment in present], now)
        authors = await self._records.authors.records(site_id, [comment.state.author_id for comment in present])
        # At the same time, so that what is read of each (its reports, its appeal) goes to storage together.
        return await asyncio.gather(
            *(
                self._entry(site_id, queue, comment, claim, parents, authors, now)
                for comment, claim in zip(present, claims, strict=True)
            )
        )

    async def _entry(
        self,
        site_id: str,
        queue: Queue,
        comment: Comment,
        claim: Claim | None,
        parents: Mapping[bytes, Comment],
        authors: Mapping[str, AuthorRecord],
        now: int,
    ) -> Document:
        article = await self._records.threads.name(site_id, ids.place_of(comment.id)) or ""
        reported = str(Queue.REPORTED) in comment.state.queues or comment.state.open_reports
        reports = await self._records.reports.of_comment(site_id, comment.id) if reported else []
        appealed = str(Queue.APPEALS) in comment.state.queues
        appeals = await self._records.appeals.of_comment(site_id, comment.id) if appealed else []
        asked = str(Queue.ESCALATED) in comment.state.queues
        decided = await self._records.decisions.of_comment(site_id, comment.id) if asked else []
        state = comment.state
        parent = parents.get(state.parent) if state.parent is not None else None
        record = authors.get(state.author_id)
        return {
            "comment": comment_document(comment, article, everything=True),
            "queue": str(queue),
            "version": state.version,
            **urgency(comment, queue, now),
            "order": order_of(comment.id, state, queue),
            "why": why(comment, reports, appeals),
            **judgement_documents(comment.revision),
            "reports": [report_document(report) for report in reports],
            "appeal": await self._appeals.shown(site_id, appeals[-1]) if appeals else None,
            "escalation": await self._escalations.shown(site_id, decided),
            "author_record": None if record is None else record_document(record, now),
            "parent": None if parent is None else comment_document(parent, article, everything=True),
            "claimed_by": None if claim is None else await self._access.moderator_name(site_id, claim.moderator),
            "claimed_until": None if claim is None else rfc3339(claim.until),
        }

    async def dossier(self, site_id: str, comment_id: str) -> Document:
        """The comment with its revisions, every opinion, scores, reports and decisions; also by the id under which an
        external phase knows it."""
        raw = ids.to_bytes(comment_id)
        comment = await self._records.comments.read(site_id, raw)
        if comment is None and (named := await self._records.comments.referred(site_id, raw)) is not None:
            raw, comment = named, await self._records.comments.read(site_id, named)
        if comment is None:
            raise NotFound(f"There is no comment {comment_id}.")
        now = await self._records.store.server_time_ms()
        article = await self._records.threads.name(site_id, ids.place_of(raw)) or ""
        earlier = await self._records.comments.earlier_revisions(site_id, comment)
        claim = (await self._records.queues.claims(site_id, [raw], now))[0]
        reports = await self._records.reports.of_comment(site_id, raw)
        decisions = await self._records.decisions.of_comment(site_id, raw)
        appeals = await self._records.appeals.of_comment(site_id, raw)
        record = await self._records.authors.record(site_id, comment.state.author_id)
        present = comment.state.edited_at or ids.time_of(raw)
        revisions = [*earlier, *([(present, comment.revision)] if comment.revision is not None else [])]
        return {
            "comment": comment_document(comment, article, everything=True),
            "version": comment.state.version,
            **most_urgent(comment, now),
            "queues": sorted(comment.state.queues),
            "why": why(comment, reports, appeals),
            **judgement_documents(comment.revision),
            "revisions": [
                {"number": number, "body": revision.body, "at": rfc3339(at), **judgement_documents(revision)}
                for number, (at, revision) in enumerate(revisions, 1)
            ],
            "reports": [
                report_document(report) | {"reporter_record": await self._reputation(site_id, report)}
                for report in reports
            ],
            "decisions": [
                await decision_document(self._access, site_id, decision)
                | {"undoable": still_undoable(decision, decisions, comment.state.version)}
                for decision in decisions
            ],
            "appeals": [await self._appeals.shown(site_id, appeal) for appeal in appeals],
            "escalation": await self._escalations.shown(site_id, decisions),
            "author_record": record_document(record, now),
            "claimed_by": None if claim is None else await self._access.moderator_name(site_id, claim.moderator),
            "claimed_until": None if claim is None else rfc3339(claim.until),
        }

    async def _reputation(self, site_id: str, report: Report) -> Document | None:
        """How often whoever reported was right; None for a guest, whose address others may share."""
        if report.reporter == ERASED or report.reporter.startswith(ADDRESS):
            return None
        found = await reputation_of(self._records, site_id, report.reporter)
        return {"answered": found.answered, "right": found.right}


def why(comment: Comment, reports: Sequence[Report], appeals: Sequence[Appeal] = ()) -> list[str]:
    """In plain language, the strongest grounds first."""
    opinions = comment.revision.judgement.opinions if comment.revision is not None else ()
    strength = {"reject": 0, "shadow": 1, "hold": 2, "report": 3, "approve": 4, "trust": 4, "note": 5}
    ranked = sorted(opinions, key=lambda opinion: strength.get(str(opinion.get("effect")), 6))
    sentences = [str(opinion["sentence"]) for opinion in ranked if opinion.get("sentence")]
    filed = sum(report.open for report in reports)
    notices = sum(report.open and report.notice is not None for report in reports)
    if filed:
        reasons = ", ".join(sorted({str(report.reason) for report in reports if report.open}))
        sentences.insert(0, f"Reported by {filed} reader{'s' if filed != 1 else ''}: {reasons}")
    if notices:
        sentences.insert(0, f"{notices} notice{'s' if notices != 1 else ''} of illegal content")
    if any(appeal.open for appeal in appeals):
        sentences.insert(0, "Its author appeals the rejection")
    if not sentences and comment.state.status in (Status.PUBLISHED, Status.PENDING):
        return ["Nobody has looked at this comment yet"]
    return sentences


def report_document(report: Report) -> Document:
    return {
        "reporter": report.reporter,
        "reason": str(report.reason),
        "detail": report.detail,
        "at": rfc3339(report.at),
        "open": report.open,
        "light": report.light,
        "notice": None if report.notice is None else asdict(report.notice),
    }
