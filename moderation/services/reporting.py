"""What readers say of comments: reports and likes."""

from typing import Any

import structlog

from moderation.domain import ids
from moderation.domain.appeal import Appeal
from moderation.domain.author import Reader
from moderation.domain.clock import rfc3339
from moderation.domain.errors import NotFound, NotSignedIn, StorageUnavailable
from moderation.domain.report import NoticeStatus, Reason, Report
from moderation.services.access import Access
from moderation.services.allowance import spend_daily
from moderation.services.cursors import decode_cursor, encode_cursor, id_bytes
from moderation.services.discussion import Discussion
from moderation.services.documents import Document, page_of
from moderation.services.report_outcomes import Answer, answer_of
from moderation.services.reputation import reputation_of
from moderation.storage.records import Records
from moderation.storage.reporters import Made

log = structlog.get_logger()


class Reporting:
    def __init__(self, records: Records, access: Access, discussion: Discussion) -> None:
        self._records = records
        self._access = access
        self._discussion = discussion

    async def report(
        self, site_id: str, reader: Reader, comment_id: str, reason: Reason, detail: str | None
    ) -> dict[str, Any]:
        """File a report; a second one of the same reader while the first is open changes nothing.
        TooFast for more than the policy allows."""
        await self._access.site(site_id)
        raw = ids.to_bytes(comment_id)
        await spend_report(self._records, self._access, site_id, reader)
        light = await self._weighs_less(site_id, reader)
        word = await self._records.reports.file(site_id, raw, reader.subject, reason, detail, light=light)
        if word == "gone":
            raise NotFound(f"There is no comment {comment_id}.")
        await list_report(self._records, site_id, reader, raw)
        return {"id": comment_id, "reason": str(reason), "status": "received"}

    async def _weighs_less(self, site_id: str, reader: Reader) -> bool:
        least = (await self._access.policy(site_id)).light_reports_after
        if reader.author_id is None or not least:
            return False
        return (await reputation_of(self._records, site_id, reader.author_id)).wrong(least)

    async def mine(self, site_id: str, reader: Reader, limit: int, cursor: str | None) -> Document:
        """What a signed-in reader reported, newest first, each with what came of it. NotSignedIn for guests, as others
        may share their address."""
        await self._access.site(site_id)
        if reader.author_id is None:
            raise NotSignedIn("Send the publisher's token: only the reports of signed-in readers are listed.")
        parts = decode_cursor(cursor, int, str)
        before = None if parts is None else Made(id_bytes(parts[1]), int(parts[0]))
        listed = await self._records.reporters.made(site_id, reader.author_id, limit + 1, before)
        following = None
        if len(listed) > limit:
            listed = listed[:limit]
            following = encode_cursor(listed[-1].at, listed[-1].comment_id.hex())
        wanted = [each.comment_id for each in listed]
        reports = await self._records.reporters.reports(site_id, reader.author_id, wanted)
        comments = await self._records.comments.read_many(site_id, wanted)
        decisions = await self._records.decisions.of_comments(site_id, wanted)
        appeals = await self._records.appeals.of_comments(site_id, wanted)
        items = []
        for raw, report, comment, made, objections in zip(wanted, reports, comments, decisions, appeals, strict=True):
            if report is not None:
                article = await self._records.threads.name(site_id, ids.place_of(raw)) or ""
                answer = answer_of(made, comment, report.at)
                appeal = objections[-1] if objections and objections[-1].at >= report.at else None
                items.append(_own_report(raw, article, report, answer, appeal))
        return page_of(items, following)

    async def react(self, site_id: str, reader: Reader, comment_id: str, like: bool) -> dict[str, Any]:
        """Like a comment or take the like back; doing it twice changes nothing."""
        await self._access.site(site_id)
        raw = ids.to_bytes(comment_id)
        likes = await self._records.reports.react(site_id, raw, reader.subject, like)
        if likes is None:
            raise NotFound(f"There is no comment {comment_id}.")
        self._discussion.changed(site_id, ids.place_of(raw))
        return {"reactions": {"like": likes}}


async def spend_report(records: Records, access: Access, site_id: str, reader: Reader) -> None:
    """One of the day's reports and notices. TooFast where they are spent."""
    per_day = (await access.policy(site_id)).reports_per_day
    sentence = f"This site takes {per_day} reports a day from each reader."
    await spend_daily(records, site_id, reader, "report", per_day, sentence)


async def list_report(records: Records, site_id: str, reader: Reader, raw: bytes) -> None:
    """List a report with whoever is signed in, so that they see what comes of it; the report itself stands without."""
    if reader.author_id is None:
        return
    try:
        await records.reporters.note(site_id, reader.author_id, raw, await records.store.server_time_ms())
    except StorageUnavailable as error:
        log.warning("a report was not listed with its reader", error=error.reason)


def _own_report(raw: bytes, article: str, report: Report, answer: Answer | None, appeal: Appeal | None) -> Document:
    """A report as its reader sees it: nothing of the comment's author or of who decided."""
    decision = None if answer is None else answer.decision
    return {
        "comment_id": ids.to_text(raw),
        "article": article,
        "reason": str(report.reason),
        "detail": report.detail,
        "reported_at": rfc3339(report.at),
        "status": str(NoticeStatus.RECEIVED if answer is None else NoticeStatus.DECIDED),
        "outcome": None if answer is None else str(answer.outcome),
        "decided_at": None if decision is None else rfc3339(decision.at),
        "appeal": None if appeal is None else str(appeal.state),
    }
