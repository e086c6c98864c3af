"""What do the site's own rules say, the ones that its moderators wrote?

One opinion for each thing that a fulfilled rule does. A rule that is only tried notes what it would have done.
"""

from collections.abc import Iterator

from moderation.pipeline.cases import case_of
from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion
from moderation.rules.case import Case
from moderation.rules.evaluate import Finding, Ruleset
from moderation.rules.tree import Act, Action

PHASE = "rules"
SHOWN = 6
"""So many grounds are named in a sentence."""

_EFFECTS = {Act.HOLD: Effect.HOLD, Act.REJECT: Effect.REJECT, Act.APPROVE: Effect.APPROVE, Act.FLAG: Effect.REPORT}
_TOLD = {
    Act.HOLD: "A moderator will look at it before it appears.",
    Act.REJECT: "It does not keep to the rules of this site.",
}


def opinions(facts: Facts) -> Iterator[Opinion]:
    # What is too long is refused whatever rules say; their cost is known for the site's own lengths.
    if facts.rules.rules and len(facts.body) <= facts.policy.body_max:
        yield from opinions_on(facts.rules, case_of(facts))


def opinions_on(rules: Ruleset, case: Case) -> Iterator[Opinion]:
    """What these rules say of a case, whenever it was."""
    for finding in rules.ask(case):
        if finding.rule.tried:
            yield from _tried(finding, case)
        else:
            yield from acting_on(finding, case)


def acting_on(finding: Finding, case: Case) -> Iterator[Opinion]:
    """What a fulfilled rule does, on trial or not."""
    for action in finding.rule.actions:
        yield from _done(finding, action, case)


def _done(finding: Finding, action: Action, case: Case) -> Iterator[Opinion]:
    rule, because = finding.rule.name, _because(finding)
    match action.act:
        case Act.TAG:
            sentence = f"Tagged “{action.tag}” by the rule “{rule}”{because}."
            detail = {"rule": rule, "tag": action.tag, **_grounds(finding)}
            yield Opinion(PHASE, Effect.NOTE, "tag", sentence, detail, finding.spans)
        case Act.SLOW_DOWN:
            wait = _wait(action, case)
            if wait is not None:
                yield Opinion(
                    PHASE,
                    Effect.REFUSE,
                    "slow_down",
                    f"The rule “{rule}” asks the author to wait {_span(action.seconds)} between comments{because}.",
                    {"rule": rule, "retry_after": wait, **_grounds(finding)},
                    author_sentence=action.saying or f"Please wait {_span(action.seconds)} between your comments here.",
                )
        case _:
            yield Opinion(
                PHASE,
                _EFFECTS[action.act],
                "rule",
                f"The rule “{rule}” {_VERBS[action.act]} it{because}.",
                {"rule": rule, **_grounds(finding)},
                finding.spans,
                author_sentence=action.saying or _TOLD.get(action.act),
            )


_VERBS = {
    Act.HOLD: "holds",
    Act.REJECT: "rejects",
    Act.APPROVE: "approves",
    Act.FLAG: "flags",
    Act.TAG: "tags",
    Act.SLOW_DOWN: "slows down",
}


def _tried(finding: Finding, case: Case) -> Iterator[Opinion]:
    would = [action.act for action in finding.rule.actions if _wait(action, case) is not None]
    if would:
        sentence = f"The rule “{finding.rule.name}”, which is being tried, would {_list(would)}{_because(finding)}."
        detail = {"rule": finding.rule.name, "would": [act.value for act in would], **_grounds(finding)}
        yield Opinion(PHASE, Effect.NOTE, "tried_rule", sentence, detail, finding.spans)


def _wait(action: Action, case: Case) -> float | None:
    """Seconds that the author has yet to wait; 0 for an action that is no waiting, None where there is none."""
    if action.act is not Act.SLOW_DOWN:
        return 0.0
    pause = case.circumstances.pause
    return None if pause is None or pause >= action.seconds else float(action.seconds - pause)


def _because(finding: Finding) -> str:
    grounds = "; ".join(map(str, finding.grounds[:SHOWN]))
    return f": {grounds}" if grounds else ""


def _grounds(finding: Finding) -> dict[str, list[list[str]]]:
    """What the rule looked at, as pairs of a field and what it was; "?" where that was not known."""
    told = [[ground.field, ground.shown] for ground in finding.grounds[:SHOWN]]
    return {"grounds": told} if told else {}


def _list(acts: list[Act]) -> str:
    return " and ".join(act.value for act in acts)


def _span(seconds: int) -> str:
    for unit, size in (("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds % size == 0:
            number = seconds // size
            return f"{number} {unit}{'s' if number != 1 else ''}"
    return f"{seconds} seconds"
