"""What every phase promises, held against each of them."""

import ast
import inspect
import json
import pkgutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from unit.pipeline.builders import NOW, any_facts, some_facts

from moderation.domain.author import Standing, Warned
from moderation.domain.policy import Mode, OnFailure, Policy
from moderation.domain.thread import Thread
from moderation.pipeline import phases as package
from moderation.pipeline.facts import Allowance, Outside, Scores, Unavailable, Unread
from moderation.pipeline.judge import judge, judgement
from moderation.pipeline.opinion import Effect, from_document, to_document
from moderation.pipeline.phases import PHASES
from moderation.rules.evaluate import compile_rules
from moderation.text.fingerprint import fingerprint

TOLD = frozenset({Effect.REFUSE, Effect.REJECT, Effect.HOLD})
DOUBTS = frozenset({Effect.HOLD, Effect.REPORT})
LEAST = {"collections.abc", "dataclasses", "enum", "typing", "unicodedata"}
PASTED = "Exactly these words have been said before, by the same person, on this very site, not long ago at all."

OCCASIONS = {
    "banned_author": some_facts(author={"standing": Standing.BANNED}),
    "suspended_author": some_facts(author={"standing": Standing.SUSPENDED, "until": NOW + 1}),
    "warned_author": some_facts(author={"warning": Warned(3, "Be kind.")}),
    "shadowed_author": some_facts(author={"standing": Standing.SHADOWED}),
    "closed_thread": some_facts(thread=Thread("walks", open=False)),
    "unreadable": some_facts("\ud800"),
    "empty": some_facts("\u200b"),
    "too_short": some_facts("no", policy=Policy(body_min=3)),
    "too_long": some_facts("yes", policy=Policy(body_max=2)),
    "flood": some_facts(allowance=Allowance(granted=False, retry_after=3.0)),
    "banned_word": some_facts("you blockhead", policy=Policy(banned_words=["blockhead"])),
    "suspect_word": some_facts("you blockhead", policy=Policy(suspect_words=["blockhead"])),
    "links": some_facts("see https://one.example/", policy=Policy(hold_links=1)),
    "repeat": some_facts(PASTED, fingerprint=fingerprint(PASTED), recent=[fingerprint(PASTED)]),
    "rule": some_facts(rules=compile_rules('rule "Walks" when text.body contains "walk" then reject')),
    "tag": some_facts(rules=compile_rules('rule "Walks" when text.body contains "walk" then tag "leisure"')),
    "slow_down": some_facts(pause=2000, rules=compile_rules('rule "Calm" when scored then slow down 5 seconds')),
    "tried_rule": some_facts(rules=compile_rules('try rule "Walks" when text.length > 3 then hold')),
    "score": some_facts(scoring=Scores({"THREAT": 0.99})),
    "scored": some_facts(),
    "partly_scored": some_facts(scoring=Scores({})),
    "unscored": some_facts(policy=Policy(on_classifier_failure=OnFailure.HOLD), scoring=Unavailable("away")),
    "unsupported_language": some_facts(policy=Policy(on_unsupported_language=OnFailure.HOLD), scoring=Unread("fr")),
    "external": some_facts(outside=[Outside("Spam desk", status="REJECTED")]),
    "unavailable": some_facts(outside=[Outside("Spam desk", silence="Nothing was answered within 1 s.", hold=True)]),
    "new_commenter": some_facts(policy=Policy(hold_new_commenters=1)),
    "history": some_facts(author={"rejected": 9}),
    "premoderation": some_facts(policy=Policy(mode=Mode.PRE)),
    "premoderated_author": some_facts(author={"standing": Standing.PREMODERATED}),
    "trusted_author": some_facts(author={"standing": Standing.TRUSTED}),
}
"""For every reason, facts that bring it up."""

each_phase = pytest.mark.parametrize("phase", PHASES, ids=lambda phase: phase.__module__.rpartition(".")[2])
with_any_facts = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def name_of(phase) -> str:
    return phase.__module__.rpartition(".")[2]


def source_of(phase) -> str:
    return inspect.getsource(sys.modules[phase.__module__])


def test_every_phase_in_the_folder_is_in_the_order_once():
    there = sorted(module.name for module in pkgutil.iter_modules(package.__path__))

    assert sorted(name_of(phase) for phase in PHASES) == there


def test_the_read_me_names_every_phase_and_every_reason():
    text = (Path(package.__file__).parent.parent / "README.md").read_text(encoding="utf-8")

    missing = [name for name in [*map(name_of, PHASES), *OCCASIONS] if f"`{name}`" not in text]

    assert missing == []


@with_any_facts
@given(facts=any_facts())
def test_no_phase_raises_and_each_says_the_same_of_the_same_facts(facts):
    for phase in PHASES:
        assert list(phase(facts)) == list(phase(facts)), name_of(phase)


@with_any_facts
@given(facts=any_facts())
def test_every_opinion_is_well_formed(facts):
    told = [(name_of(phase), opinion) for phase in PHASES for opinion in phase(facts)]
    for name, opinion in told:
        assert opinion.phase == name
        assert opinion.sentence.strip()
        assert opinion.reason in OCCASIONS
        assert (opinion.author_sentence is not None) >= (opinion.effect in TOLD)
        assert opinion.effect is not Effect.SHADOW or opinion.author_sentence is None
        assert opinion.effect in DOUBTS or not opinion.waivable
        assert not opinion.wording or {"attribute", "score"} <= opinion.detail.keys()
        assert all(0 <= span.start <= span.end <= len(facts.body) for span in opinion.spans)
        assert from_document(json.loads(json.dumps(to_document(opinion)))) == opinion


@each_phase
def test_a_phase_reaches_for_nothing_outside(phase):
    imported = {
        name
        for node in ast.walk(ast.parse(source_of(phase)))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    ours = (
        "moderation.domain.",
        "moderation.text.",
        "moderation.rules.",
        "moderation.pipeline.cases",
        "moderation.pipeline.facts",
        "moderation.pipeline.opinion",
    )

    assert [name for name in imported if name not in LEAST and not name.startswith(ours)] == []


@pytest.mark.parametrize("reason", OCCASIONS)
def test_every_reason_comes_up_when_there_is_occasion(reason):
    assert reason in {opinion.reason for opinion in judge(OCCASIONS[reason]).opinions}


@pytest.mark.parametrize("reason", OCCASIONS)
def test_an_author_who_is_stopped_is_told_why_unless_shadowed(reason):
    verdict = judge(OCCASIONS[reason])

    told = any(each["message"] for each in verdict.reasons)
    assert told == (not verdict.status.visible and not verdict.shadow)
    assert verdict.refusal is None or verdict.refusal.detail == verdict.reasons[0]["message"]


@with_any_facts
@given(facts=any_facts())
def test_no_facts_upset_the_verdict(facts):
    verdict = judge(facts)

    json.dumps([verdict.reasons, judgement(facts, verdict).opinions])
    for error in (verdict.refusal, verdict.nudge):
        if error is not None:
            json.dumps(error.extra)
