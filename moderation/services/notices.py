"""Notices of illegal content (Digital Services Act, article 16): sent, acknowledged, and their outcome told.

A notice is a report with declarations, so it waits where reports wait. Its id is a proof that needs no storage:
`<comment id>.<time>.<HMAC under the site's secret>`; whoever holds it may ask what came of the notice.
"""

import hmac
from dataclasses import replace
from typing import Any, Final

from moderation.domain import ids
from moderation.domain.author import Reader
from moderation.domain.clock import rfc3339
from moderation.domain.decision import Basis
from moderation.domain.errors import AlreadyExists, Invalid, NotFound
from moderation.domain.report import Notice, NoticeOutcome, NoticeStatus, Reason
from moderation.domain.site import Site
from moderation.services.access import Access
from moderation.services.report_outcomes import Answer, answer_of
from moderation.services.reporting import list_report, spend_report
from moderation.services.site_secret import keyed
from moderation.storage.records import Records
from moderation.text.names import clean_name

OF_CHILDREN: Final = "PROTECTION_OF_MINORS"
"""The category about which nobody has to say who they are."""


class Notices:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def send(
        self, site_id: str, reader: Reader, comment_id: str, explanation: str, notice: Notice
    ) -> dict[str, Any]:
        """Take a notice and acknowledge it. Invalid without name and address of the sender, unless it is about a
        child's abuse; AlreadyExists while another one of this reader about this comment is open;
        TooFast for more than the policy allows."""
        site = await self._access.site(site_id)
        name, law = clean_name(notice.name or reader.name or ""), clean_name(notice.law or "")
        notice = replace(notice, name=name or None, law=law or None)
        missing = [name for name in ("name", "email") if getattr(notice, name) is None]
        if missing and notice.category != OF_CHILDREN:
            sentence = f"Needed unless the notice is about a child's abuse (category {OF_CHILDREN})."
            raise Invalid("Say who sends this notice.", {name: [sentence] for name in missing})
        raw = ids.to_bytes(comment_id)
        await spend_report(self._records, self._access, site_id, reader)
        word = await self._records.reports.file(site_id, raw, reader.subject, Reason.ILLEGAL, explanation, notice)
        if word == "gone":
            raise NotFound(f"There is no comment {comment_id}.")
        await list_report(self._records, site_id, reader, raw)
        found = await self._records.reports.of_comment(site_id, raw)
        kept = next(each for each in found if each.reporter == reader.subject)
        if word == "already" and (kept.detail, kept.notice) != (explanation, notice):
            raise AlreadyExists("An earlier notice of yours about this comment waits for a moderator already.")
        return self._document(site, raw, kept.at, None)

    async def outcome(self, site_id: str, notice_id: str) -> dict[str, Any]:
        """What came of a notice. NotFound for an id that was not given by `send`."""
        site = await self._access.site(site_id)
        name, _, rest = notice_id.partition(".")
        time, _, _ = rest.partition(".")
        raw = ids.to_bytes(name) if time.isascii() and time.isdecimal() and len(time) < 16 else b""
        expected = _notice_id(site, raw, int(time)) if raw else ""
        if not hmac.compare_digest(expected.encode(), notice_id.encode("utf-8", "surrogatepass")):
            raise NotFound("There is no such notice.")
        decisions = await self._records.decisions.of_comment(site_id, raw)
        comment = await self._records.comments.read(site_id, raw)
        return self._document(site, raw, int(time), answer_of(decisions, comment, int(time)))

    def _document(self, site: Site, raw: bytes, at: int, answer: Answer | None) -> dict[str, Any]:
        decision = None if answer is None else answer.decision
        removed = answer is not None and answer.outcome is NoticeOutcome.REMOVED
        basis = (decision.basis or Basis()) if decision is not None and removed else None
        return {
            "notice_id": _notice_id(site, raw, at),
            "comment_id": ids.to_text(raw),
            "received_at": rfc3339(at),
            "status": str(NoticeStatus.RECEIVED if answer is None else NoticeStatus.DECIDED),
            "outcome": None if answer is None else str(answer.outcome),
            "ground": None if basis is None else str(basis.ground),
            "decided_at": None if decision is None else rfc3339(decision.at),
        }


def _notice_id(site: Site, raw: bytes, at: int) -> str:
    front = f"{ids.to_text(raw)}.{at}"
    return f"{front}.{keyed(site, 'notice', front).hex()[:32]}"
