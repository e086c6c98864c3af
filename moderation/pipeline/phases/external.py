"""What do the programs say that this site has asked?

One opinion for each of them. That one said nothing in time is an opinion too: what then happens is the site's choice.
"""

from collections.abc import Iterator

from moderation.pipeline.facts import Facts, Outside
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "external"
_EFFECTS = {"REJECTED": Effect.REJECT, "PREMOD": Effect.HOLD, "SYSTEM_WITHHELD": Effect.HOLD}
_VERBS = {
    Effect.REJECT: "rejects it",
    Effect.HOLD: "holds it",
    Effect.REPORT: "flags it",
    Effect.APPROVE: "approves it",
    Effect.NOTE: "has nothing against it",
}
_TOLD = {
    Effect.REJECT: "It does not keep to the rules of this site.",
    Effect.HOLD: "A moderator will look at it before it appears.",
}


def opinions(facts: Facts) -> Iterator[Opinion]:
    for outside in facts.outside:
        yield _silent(outside) if outside.silence is not None else _said(outside)


def _said(outside: Outside) -> Opinion:
    effect = _EFFECTS.get(outside.status or "", Effect.REPORT if outside.flags else Effect.NOTE)
    if outside.status == "APPROVED":
        effect = Effect.APPROVE if outside.may_approve else Effect.NOTE
    grounds = [*outside.flags, *([outside.reason] if outside.reason else [])]
    because = f": {', '.join(grounds)}" if grounds else ""
    detail = {"by": outside.by, "reference": outside.reference, "status": outside.status, "flags": list(outside.flags)}
    return Opinion(
        PHASE,
        effect,
        "external",
        f"“{outside.by}” {_VERBS[effect]}{because}.",
        {name: value for name, value in (detail | {"reason": outside.reason}).items() if value},
        author_sentence=_TOLD.get(effect),
    )


def _silent(outside: Outside) -> Opinion:
    return Opinion(
        PHASE,
        Effect.HOLD if outside.hold else Effect.NOTE,
        "unavailable",
        f"“{outside.by}” said nothing: {outside.silence}",
        {"by": outside.by, "reference": outside.reference, "why": outside.silence},
        author_sentence=_TOLD[Effect.HOLD] if outside.hold else None,
        waivable=outside.hold,
    )
