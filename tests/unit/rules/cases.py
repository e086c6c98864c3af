"""Cases with defaults, so that a test says only what it is about."""

from dataclasses import replace
from typing import Any

from moderation.domain.comment import Circumstances
from moderation.rules.case import Case
from moderation.rules.evaluate import Finding, compile_rules

MONDAY_NOON = 29_833_200
"""Minutes since 1970 of Monday, 21 September 2026, 12:00 UTC."""


def a_case(body: str = "What a fine day for a walk.", *, known: Any = None, **more: Any) -> Case:
    """A calm comment of a reader with a token; `known` holds members of the circumstances."""
    circumstances = replace(Circumstances(MONDAY_NOON, "en"), **(known or {}))
    given: dict[str, Any] = {
        "scores": {"TOXICITY": 0.02},
        "author_id": "ada",
        "author_name": "Ada",
        "guest": False,
        "article": "walks",
    }
    return Case(body, circumstances, **(given | more))


def found(condition: str, case: Case, *, before: str = "") -> Finding | None:
    """What a rule with this condition finds."""
    return next(iter(compile_rules(f'{before} rule "A rule" when {condition} then hold').ask(case)), None)


def holds(condition: str, case: Case | None = None, *, before: str = "") -> bool:
    """Whether the condition is fulfilled."""
    return found(condition, case or a_case(), before=before) is not None
