"""What of the audit log restricted somebody, with the evidence behind it."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from moderation.domain import ids
from moderation.domain.actors import POLICY
from moderation.domain.audit import AuditEntry
from moderation.domain.author import Standing
from moderation.domain.clock import milliseconds
from moderation.domain.comment import Comment, Revision, Status
from moderation.domain.decision import Action, Basis, Decision
from moderation.domain.policy import ATTRIBUTES
from moderation.domain.report import Report
from moderation.domain.statement import RESTRICTING, Restriction
from moderation.pipeline.judge import counted
from moderation.pipeline.opinion import Effect, Opinion, from_document
from moderation.storage.codec import STATUSES
from moderation.storage.records import Records
from moderation.storage.stored_decisions import basis_of
from moderation.text.language import LANGUAGES, detect

_CHANGE: Final = re.compile(r"(?P<before>[A-Z-])>(?P<after>[A-Z])\|\d+")
_REJECTING: Final = frozenset({Effect.REJECT, Effect.SHADOW})
_POINTING: Final = frozenset({*_REJECTING, Effect.HOLD, Effect.REPORT})
_NAMED: Final = frozenset({*ATTRIBUTES, "BANNED_WORD", "SUSPECT_WORD"})
"""What is named of a machine's grounds: what others call theirs may be anything, and statements are published."""
_SURE: Final = 0.9
"""How probable a language must be before it is stated."""


def restricts(entry: AuditEntry) -> bool:
    """Whether an entry took a comment from readers, or something from an author. A rejection that comes back because an
    approval was taken back has its entry already; whether rejecting anew gave another ground is for `of` to say."""
    action = entry.detail.get("action")
    if action == "set_standing":
        return entry.detail.get("after") in RESTRICTING
    before, after = moved(entry)
    return action != "undo" and after is Status.REJECTED and (before is not after or action == Action.REJECT)


def moved(entry: AuditEntry) -> tuple[Status | None, Status | None]:
    """How a comment stood before and after an entry; None before it was there, and twice for what concerns none."""
    change = None if entry.chain.startswith("u") else _CHANGE.fullmatch(entry.change)
    return (None, None) if change is None else (STATUSES.get(change["before"]), STATUSES.get(change["after"]))


def name_of(entry: AuditEntry) -> str:
    """What a restriction is called: a moderator's decision by its id, what nobody decided by the comment and the time,
    a standing by its chain (never by the author)."""
    if len(entry.decision) == 16:
        return ids.to_text(entry.decision)
    if entry.chain.startswith("u"):
        return f"{entry.chain}-{entry.sequence}-{entry.at}"
    return f"{ids.to_text(entry.concerned)}-{entry.at}"


class Restrictions:
    def __init__(self, records: Records) -> None:
        self._records = records

    async def of(self, site_id: str, entry: AuditEntry) -> Restriction | None:
        """The restriction that an entry made; None if it made none, only confirmed one, or was taken back since."""
        if not restricts(entry):
            return None
        if entry.chain.startswith("u"):
            return None if await self._taken_back(site_id, entry) else _of_author(entry)
        decisions = await self._records.decisions.of_comment(site_id, entry.concerned)
        decision = next((each for each in decisions if each.id == name_of(entry)), None)
        earlier = [each for each in decisions if each.id < name_of(entry)]
        if decision is not None and decision.undone_at is not None:
            return None
        if moved(entry)[0] is Status.REJECTED and _basis_before(earlier) == (basis_of(entry.detail) or Basis()):
            return None
        comment = await self._records.comments.read(site_id, entry.concerned)
        revision = None if comment is None else await self._seen(site_id, comment, entry.at)
        opinions = [] if revision is None else _opinions(revision)
        by_moderator = entry.detail.get("actor") != POLICY
        if not by_moderator:
            opinions = [each for each in opinions if each.effect in _REJECTING]
        reports = await self._records.reports.of_comment(site_id, entry.concerned) if by_moderator else []
        answered = _answered(reports, earlier, entry.at)
        return Restriction(
            id=name_of(entry),
            written_at=ids.time_of(entry.concerned),
            decided_at=entry.at,
            by_moderator=by_moderator,
            attributes=_attributes(opinions),
            machine_doubted=bool(opinions) or not by_moderator,
            reported_for=frozenset(each.reason for each in answered),
            noticed=any(each.notice is not None for each in answered),
            basis=basis_of(entry.detail),
            language=None if revision is None else _language(revision.body),
        )

    async def _taken_back(self, site_id: str, entry: AuditEntry) -> bool:
        number = int(entry.change.rpartition("|")[2])
        measures = await self._records.measures.of_author(site_id, str(entry.detail["author"]))
        return any(each.number == number and each.undone_at is not None for each in measures)

    async def _seen(self, site_id: str, comment: Comment, at: int) -> Revision | None:
        """The text as it was at a time; None if it was erased."""
        for since, revision in reversed(await self._records.comments.earlier_revisions(site_id, comment)):
            if at < (comment.state.edited_at or at) and since <= at:
                return revision
        return comment.revision


def _of_author(entry: AuditEntry) -> Restriction:
    until = entry.detail.get("until")
    return Restriction(
        id=name_of(entry),
        written_at=entry.at,
        decided_at=entry.at,
        by_moderator=entry.detail.get("actor") != POLICY,
        standing=Standing(str(entry.detail["after"])),
        until=milliseconds(until) if isinstance(until, str) else None,
    )


def _opinions(revision: Revision) -> list[Opinion]:
    """Those that count and point the comment out."""
    read = [from_document(each) for each in revision.judgement.opinions]
    return [each for each in counted(read) if each.effect in _POINTING]


def _attributes(opinions: Iterable[Opinion]) -> frozenset[str]:
    return frozenset(name for each in opinions if (name := str(each.detail.get("attribute"))) in _NAMED)


def _basis_before(earlier: Iterable[Decision]) -> Basis:
    """What a rejection rested on until now; that of the site's own settings rests on its rules."""
    rejecting = [each for each in earlier if each.action is Action.REJECT and each.undone_at is None]
    return max(rejecting, key=lambda each: each.id).basis or Basis() if rejecting else Basis()


def _answered(reports: Sequence[Report], earlier: Sequence[Decision], at: int) -> list[Report]:
    """The reports that were open when it was decided: those since the decision before it that still stood."""
    closing = (each.at for each in earlier if not each.undone_at and each.action != Action.ESCALATE)
    since = max(closing, default=0)
    return [each for each in reports if since < each.at <= at]


def _language(body: str) -> str | None:
    language, probability = detect(body)
    return language if language in LANGUAGES and len(language) == 2 and probability >= _SURE else None
