"""Asking the site's external moderation phases, in Coral's protocol: all at once, each within its deadline.

Whatever goes wrong with one of them is an opinion of the comment and never an error of the request.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
import structlog
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from moderation.domain.comment import Judgement, Revision, Status
from moderation.domain.errors import StorageUnavailable
from moderation.domain.external_phase import BodyFormat, ExternalPhase
from moderation.domain.policy import OnFailure
from moderation.domain.secret import valid_texts
from moderation.outbound.http import Answer, Caller, NoAnswer
from moderation.outbound.signing import CORAL_HEADER, coral_signature
from moderation.pipeline.facts import Facts, Outside
from moderation.pipeline.judge import Verdict, judge
from moderation.pipeline.opinion import Effect, from_document
from moderation.pipeline.phases.external import PHASE
from moderation.services.documents import html_of
from moderation.storage.records import Records
from moderation.telemetry.metrics import Metrics

log = structlog.get_logger()

LIFETIME: Final = 5.0
"""Seconds for which a site's phases are remembered; changes are announced and apply sooner."""
ANSWER_BYTES: Final = 65_536
PATIENCE: Final = 5
REST_SECONDS: Final = 10.0
"""A phase that failed so often in a row is not asked for so long, so that not every comment waits for its deadline."""
_ROLES: Final = ("admin", "moderator", "staff", "member")


@dataclass(frozen=True, slots=True)
class About:
    """What the phases are told beside the text."""

    reference: str
    """The id under which they know the comment, now and when it is changed."""
    parent: str | None
    roles: Sequence[str]
    author_id: str


class NotUnderstood(Exception):
    """An answer that is none; the message is a sentence for moderators."""


class _Lenient(Schema):
    class Meta:
        unknown = EXCLUDE


class _Flag(_Lenient):
    action_type = fields.String(data_key="actionType", required=True, validate=validate.Equal("FLAG"))
    reason = fields.String(required=True, validate=validate.OneOf(["COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"]))


def _status(**rest: Any) -> fields.String:
    words = ["NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"]
    return fields.String(validate=validate.OneOf(words), **rest)


class _Reason(_Lenient):
    code = fields.String(required=True, validate=validate.Regexp(r"[A-Z_]{1,60}\Z"))


class _Action(_Lenient):
    status = _status(required=True)
    reason = fields.Nested(_Reason, data_key="rejectionReason", allow_none=True)


class _Answer(_Lenient):
    """Coral's ExternalModerationResponse. A word that is none of its words makes the whole answer none, as in Coral."""

    status = _status()
    flags = fields.List(fields.Nested(_Flag), data_key="actions", validate=validate.Length(max=20))
    tags = fields.List(fields.String(validate=validate.OneOf(["FEATURED", "STAFF"])), validate=validate.Length(max=20))
    action = fields.Nested(_Action, data_key="moderationAction", allow_none=True)


_ANSWER: Final = _Answer()


class Consulting:
    def __init__(self, records: Records, caller: Caller, metrics: Metrics, public_url: str) -> None:
        self._records = records
        self._caller = caller
        self._metrics = metrics
        self._domain = urlsplit(public_url).hostname or "localhost"
        self._known: dict[str, tuple[float, list[ExternalPhase]]] = {}
        self._failures: dict[str, int] = {}
        self._resting: dict[str, float] = {}
        metrics.phases_resting.set_function(self._left_alone)

    def _left_alone(self) -> int:
        return sum(until > time.monotonic() for until in self._resting.values())

    def forget(self, site_id: str) -> None:
        """The site's phases may have changed."""
        self._known.pop(site_id, None)

    async def phases(self, site_id: str) -> list[ExternalPhase]:
        """Those that are asked; the last known ones while storage is away."""
        known = self._known.get(site_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        try:
            _, phases = await self._records.external_phases.phases(site_id)
        except StorageUnavailable:
            if known is None:
                raise
            phases = known[1]
        enabled = [phase for phase in phases if phase.enabled]
        self._known[site_id] = time.monotonic() + LIFETIME, enabled
        return enabled

    async def judged(
        self, site_id: str, facts: Facts, introduce: Callable[[], Awaitable[About]]
    ) -> tuple[Facts, Verdict]:
        """The verdict, and the facts with what the phases say of a comment that we ourselves do not turn away, to whom
        it is introduced first. Takes no longer than the longest of their deadlines."""
        verdict = judge(facts)
        phases = await self.phases(site_id)
        turned_away = verdict.refusal is not None or verdict.nudge is not None or verdict.status is Status.REJECTED
        if not phases or turned_away:
            return facts, verdict
        about = await introduce()
        outside = await asyncio.gather(*(self._ask(site_id, phase, facts, about) for phase in phases))
        facts = replace(facts, outside=tuple(outside))
        return facts, judge(facts)

    async def _ask(self, site_id: str, phase: ExternalPhase, facts: Facts, about: About) -> Outside:
        silent = Outside(
            phase.title, about.reference, hold=phase.on_silence is OnFailure.HOLD, may_approve=phase.may_approve
        )
        if self._resting.get(phase.id, 0.0) > time.monotonic():
            return replace(silent, silence=f"it failed {PATIENCE} times in a row and is left alone for a while.")
        try:
            answer = await self.post(phase, question_of(site_id, self._domain, phase, facts, about), facts.now)
            said = understood(answer)
        except (NoAnswer, NotUnderstood) as why:
            self._failed(site_id, phase, str(why))
            return replace(silent, silence=str(why))
        self._failures.pop(phase.id, None)
        self._metrics.external_phases.labels("answered").inc()
        return replace(silent, **said)

    def _failed(self, site_id: str, phase: ExternalPhase, why: str) -> None:
        failures = self._failures[phase.id] = self._failures.get(phase.id, 0) + 1
        self._metrics.external_phases.labels("unavailable").inc()
        if failures >= PATIENCE:
            self._failures.pop(phase.id, None)
            self._resting[phase.id] = time.monotonic() + REST_SECONDS
            log.warning("external phase left alone", site=site_id, phase=phase.id, problem=why)

    async def post(self, phase: ExternalPhase, question: Mapping[str, Any], now: int) -> Answer:
        """Ask once, signed; NoAnswer within the deadline if there is none."""
        body = orjson.dumps(question, option=orjson.OPT_INDENT_2)
        headers = {
            "Content-Type": "application/json",
            CORAL_HEADER: coral_signature(body, valid_texts(phase.secrets, now)),
            "X-Deadline-Ms": str(phase.deadline_ms),
        }
        return await self._caller.post(phase.url, body, headers, seconds=phase.deadline_ms / 1000, longest=ANSWER_BYTES)


def reference_in(revisions: Sequence[Revision]) -> str | None:
    """The id under which a comment was spoken of before, if any of its revisions was."""
    for revision in revisions:
        for opinion in revision.judgement.opinions:
            detail = opinion.get("detail")
            if opinion.get("phase") == PHASE and isinstance(detail, Mapping) and detail.get("reference"):
                return str(detail["reference"])
    return None


def kept_outside(judgement: Judgement) -> tuple[Outside, ...]:
    """What the phases said of a revision, so that it can be judged again without asking them again."""
    kept = []
    for document in judgement.opinions:
        if document.get("phase") != PHASE:
            continue
        opinion = from_document(document)
        detail = opinion.detail
        kept.append(
            Outside(
                by=detail["by"],
                reference=detail.get("reference", ""),
                status=detail.get("status"),
                flags=tuple(detail.get("flags", ())),
                reason=detail.get("reason"),
                silence=detail.get("why"),
                hold=opinion.effect is Effect.HOLD,
                may_approve=opinion.effect is Effect.APPROVE,
            )
        )
    return tuple(kept)


def question_of(site_id: str, domain: str, phase: ExternalPhase, facts: Facts, about: About) -> dict[str, Any]:
    """Coral's ExternalModerationRequest, written as Coral writes it; `comment.id` is ours."""
    role = next((each.upper() for each in _ROLES if each in about.roles), "COMMENTER")
    return {
        "action": "EDIT" if facts.edit else "NEW",
        "comment": {
            "body": html_of(facts.body) if phase.format is BodyFormat.HTML else facts.body,
            "parentID": about.parent,
            "id": about.reference,
        },
        "author": {"id": about.author_id, "role": role},
        "story": {"id": facts.thread.article, "url": facts.thread.url or ""},
        "site": {"id": site_id},
        "tenantID": site_id,
        "tenantDomain": domain,
    }


def understood(answer: Answer) -> dict[str, Any]:
    """The members of `Outside` that an answer gives; NotUnderstood for one that Coral would drop."""
    if not 200 <= answer.status < 300:
        raise NotUnderstood(f"It answered {answer.status}.")
    if not answer.whole:
        raise NotUnderstood(f"Its answer was cut off: it is over {ANSWER_BYTES} bytes, or did not end in time.")
    if answer.status == 204 or not answer.body.strip():
        return {}
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        raise NotUnderstood("Its answer is not JSON.") from None
    if not isinstance(document, dict):
        raise NotUnderstood("Its answer is not a JSON object.")
    try:
        loaded = _ANSWER.load(document)
    except ValidationError as why:
        named = ", ".join(sorted(str(name)[:60] for name in why.messages_dict))
        raise NotUnderstood(f"Its answer has words that are none of the protocol's: {named}.") from None
    action = loaded.get("action") or {}
    reason = action.get("reason") or {}
    status = loaded.get("status") or action.get("status")
    return {
        "status": None if status == "NONE" else status,
        "flags": tuple(dict.fromkeys(flag["reason"] for flag in loaded.get("flags", ()))),
        "reason": reason.get("code"),
    }
