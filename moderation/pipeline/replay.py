"""Other rules tried on what was judged before: the kept opinions of all other phases, and what these rules say."""

from collections.abc import Mapping

from moderation.domain.comment import Judgement, Status
from moderation.domain.queue import Queue
from moderation.pipeline.judge import Verdict, merge
from moderation.pipeline.opinion import Opinion, from_document
from moderation.pipeline.phases.rules import PHASE, acting_on, opinions_on
from moderation.rules.case import Case
from moderation.rules.evaluate import Finding, Ruleset

OUTCOMES = ("refused", "rejected", "pending", "reported", "published", "approved")


def outcome(verdict: Verdict) -> str:
    """What becomes of a comment, in one word of `OUTCOMES`; `reported` is visible."""
    if verdict.refusal is not None:
        return "refused"
    if verdict.status is Status.PUBLISHED and Queue.REPORTED in verdict.queues:
        return "reported"
    return str(verdict.status)


def then(kept: Judgement) -> Verdict:
    """What became of it when it was judged."""
    return merge(_opinions(kept), kept.scores)


def replay(kept: Judgement, case: Case, rules: Ruleset) -> Verdict:
    """What would have become of it under these rules, which take the place of those of then."""
    return merge([*_without_rules(kept), *opinions_on(rules, case)], kept.scores)


def replay_one(kept: Judgement, case: Case, finding: Finding) -> Verdict:
    """What would have become of it if this one rule, which is fulfilled, had been the only one and had acted."""
    return merge([*_without_rules(kept), *acting_on(finding, case)], kept.scores)


def _without_rules(kept: Judgement) -> list[Opinion]:
    return [opinion for opinion in _opinions(kept) if opinion.phase != PHASE]


def _opinions(kept: Judgement) -> list[Opinion]:
    return [opinion for document in kept.opinions if (opinion := _opinion(document)) is not None]


def _opinion(document: Mapping[str, object]) -> Opinion | None:
    try:
        return from_document(document)
    except (KeyError, ValueError, TypeError):  # an export may bring what this version does not know
        return None
