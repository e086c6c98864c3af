"""Ask every phase, keep everything that was said, and let the strongest opinion that counts decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moderation.domain.clock import rfc3339
from moderation.domain.comment import Judgement, Status
from moderation.domain.errors import (
    AuthorBanned,
    AuthorSuspended,
    AuthorWarned,
    Invalid,
    Nudged,
    Refused,
    ThreadClosed,
    TooFast,
)
from moderation.domain.priority import LEAST_WORTH, worst_of
from moderation.domain.queue import Queue
from moderation.pipeline.cases import circumstances_of
from moderation.pipeline.facts import Facts, Scores
from moderation.pipeline.opinion import Effect, Opinion, Phase, to_document
from moderation.pipeline.phases import PHASES

_PRECEDENCE = tuple(Effect)
_WAIVABLE = frozenset({Effect.HOLD, Effect.REPORT})
_STATUS = {
    Effect.REFUSE: Status.REJECTED,
    Effect.REJECT: Status.REJECTED,
    Effect.SHADOW: Status.REJECTED,
    Effect.HOLD: Status.PENDING,
    Effect.APPROVE: Status.APPROVED,
}
_SETTING_ASIDE = frozenset({Effect.APPROVE, Effect.TRUST})
_TOLD_AS = {"premoderated_author": "premoderation", "history": "premoderation"}
"""Codes that would tell an author's standing: the author is told what everybody else in a line is told."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the comment. Where `refusal` or `nudge` is set, that is raised and nothing is stored."""

    status: Status
    queues: frozenset[Queue]
    opinions: tuple[Opinion, ...]
    """All of them, in the order of the phases."""
    reasons: tuple[Mapping[str, str], ...] = ()
    """`{"code", "message"}` for the author of a comment that is not published."""
    refusal: Refused | None = None
    shadow: bool = False
    """The author must be answered as if the comment had been published."""
    priority: int = LEAST_WORTH
    """Harm x confidence."""
    nudge: Nudged | None = None


def judge(facts: Facts, phases: Sequence[Phase] = PHASES) -> Verdict:
    """Every phase is asked, whatever the ones before it said."""
    opinions = [opinion for phase in phases for opinion in phase(facts)]
    scores = facts.scoring.scores if isinstance(facts.scoring, Scores) else {}
    return merge(opinions, scores, nudge=facts.nudge)


def merge(opinions: Sequence[Opinion], scores: Mapping[str, float] | None = None, *, nudge: bool = False) -> Verdict:
    """The verdict: refuse before reject before shadow before hold before report before approve before
    publish."""
    counting = counted(opinions)
    effect = min((opinion.effect for opinion in counting), key=_PRECEDENCE.index, default=Effect.NOTE)
    deciding = [opinion for opinion in counting if opinion.effect is effect]
    status = _STATUS.get(effect, Status.PUBLISHED)
    reports = sum(opinion.effect is Effect.REPORT for opinion in counting)
    refused = effect is Effect.REFUSE
    return Verdict(
        status=status,
        queues=_queues(
            status, reported=reports > 0, unscored=any(opinion.reason == "unscored" for opinion in opinions)
        ),
        opinions=tuple(opinions),
        reasons=() if status.visible else _reasons(deciding),
        refusal=_refusal(deciding[0]) if refused else None,
        shadow=effect is Effect.SHADOW,
        priority=worst_of(scores or {}).worth,
        nudge=_nudge(counting) if nudge and not refused else None,
    )


def counted(opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """The opinions that take part in the decision: not the notes, not what trust in the author or a rule that approves
    sets aside."""
    trusted = any(opinion.effect in _SETTING_ASIDE for opinion in opinions)
    return tuple(
        opinion
        for opinion in opinions
        if opinion.effect not in (Effect.TRUST, Effect.NOTE)
        and not (trusted and opinion.waivable and opinion.effect in _WAIVABLE)
    )


def judgement(facts: Facts, verdict: Verdict) -> Judgement:
    """What is stored with the revision, so that the same evidence can be read and judged again later."""
    opinions = tuple(to_document(opinion) for opinion in verdict.opinions)
    known = circumstances_of(facts)
    if isinstance(facts.scoring, Scores):
        scores = facts.scoring
        return Judgement(opinions, scores.scores, scores.spans, scores.model, scores.reader, known)
    return Judgement(opinions, circumstances=known)


_QUEUE = {Status.PENDING: Queue.PENDING, Status.PUBLISHED: Queue.UNREVIEWED}


def _queues(status: Status, *, reported: bool, unscored: bool) -> frozenset[Queue]:
    if status is Status.REJECTED:
        return frozenset()
    queues = {_QUEUE[status]} if status in _QUEUE else set()
    if reported and status is Status.PUBLISHED:
        queues.add(Queue.REPORTED)
    if unscored:
        queues.add(Queue.UNSCORED)
    return frozenset(queues)


def _reasons(deciding: Sequence[Opinion]) -> tuple[Mapping[str, str], ...]:
    """By code, so that an author hears each reason once however many attributes or words there were."""
    told: dict[str, Mapping[str, str]] = {}
    for opinion in deciding:
        if opinion.author_sentence is not None:
            code = _TOLD_AS.get(opinion.reason, opinion.reason)
            told.setdefault(code, {"code": code, "message": opinion.author_sentence})
    return tuple(told.values())


def _refusal(opinion: Opinion) -> Refused:
    """The error to answer with; what is not about the author, the thread or the pace is about the text."""
    sentence = opinion.author_sentence or ""
    match opinion.reason:
        case "closed_thread":
            return ThreadClosed(sentence)
        case "banned_author":
            return AuthorBanned(sentence, **_end(opinion))
        case "warned_author":
            return AuthorWarned(sentence, **opinion.detail)
        case "suspended_author":
            return AuthorSuspended(sentence, **_end(opinion))
        case "flood" | "slow_down":
            return TooFast(sentence, retry_after=opinion.detail["retry_after"])
        case _:
            return Invalid(sentence, {"body": [sentence]})


def _end(opinion: Opinion) -> dict[str, str]:
    """When a restriction ends by itself, where it does."""
    until = opinion.detail.get("until")
    return {} if until is None else {"until": rfc3339(until)}


def _nudge(counting: Sequence[Opinion]) -> Nudged | None:
    """The strongest thing that is wrong with the wording, if the wording alone would hold or reject the comment."""
    wording = [opinion for opinion in counting if opinion.wording and opinion.effect in (Effect.REJECT, Effect.HOLD)]
    if not wording:
        return None
    worst = min(wording, key=lambda opinion: (_PRECEDENCE.index(opinion.effect), -opinion.detail["score"]))
    spans = worst.spans or [span for opinion in wording for span in opinion.spans]
    return Nudged(
        worst.author_sentence or "",
        attribute=worst.detail["attribute"],
        score=worst.detail["score"],
        spans=_joined((span.start, span.end) for span in spans),
    )


def _joined(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    """In order of the text, with those that touch or overlap made one."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    return joined
