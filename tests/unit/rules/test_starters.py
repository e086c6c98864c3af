"""Rules to begin with: they can be used as they are, alone and all together, and act only when somebody says so."""

import pytest
from unit.rules.cases import a_case

from moderation.domain.author import Standing
from moderation.rules.evaluate import compile_rules
from moderation.rules.starters import Starter, starters


def found(name: str, case) -> list[str]:
    return [finding.rule.name for finding in compile_rules(starters()[name].text).ask(case)]


@pytest.mark.parametrize("starter", starters().values(), ids=lambda starter: starter.name)
def test_a_starter_can_be_used_as_it_is_and_is_on_trial(starter: Starter):
    rules = compile_rules(starter.text).rules

    assert rules
    assert all(rule.tried for rule in rules)
    assert starter.title.endswith(".")


def test_all_of_them_together_are_cheap_enough():
    lines = [line for starter in starters().values() for line in starter.text.splitlines()]
    zones = [line for line in lines if line.startswith("zone")]

    assert compile_rules("\n".join([*zones, *(line for line in lines if line not in zones)])).rules


def test_newcomers():
    flood = {"posted": 6, "author_minutes": 10}

    assert found("newcomers", a_case("See https://one.example/")) == ["Links from newcomers"]
    assert found("newcomers", a_case("See https://one.example/", known={"approved": 3})) == []
    assert found("newcomers", a_case(scores={"TOXICITY": 0.6})) == ["Newcomers in doubt"]
    assert found("newcomers", a_case(known=flood)) == ["A flood from one newcomer"]


def test_spam():
    assert found("spam", a_case("Look: bit.ly/3abc")) == ["Shortened links"]
    assert found("spam", a_case("Fr33 spins for all!", guest=True)) == ["Gambling and loans"]
    assert found("spam", a_case("The payday loan scandal is back in court.")) == []
    assert found("spam", a_case("WhatsApp me on +44 7700 900123")) == ["Call or write me"]


def test_heated():
    late = {"minute": a_case().circumstances.minute + 12 * 60, "comments": 250}

    assert found("heated", a_case("THIS IS WHAT I HAVE ALWAYS SAID")) == ["Shouting"]
    assert found("heated", a_case("Nooooooooooooooo")) == ["Signs in a row"]
    assert found("heated", a_case(known=late, reply=True)) == ["Long exchanges at night"]
    assert found("heated", a_case(scores={"THREAT": 0.4})) == ["Threats are seen by a person"]


def test_regulars():
    record = {"approved": 40, "rejected": 1, "standing": Standing.NEW}

    assert found("regulars", a_case(known=record)) == ["Regulars"]
    assert found("regulars", a_case(known=record | {"rejected": 5})) == []
    assert found("regulars", a_case("Well said, Ada.")) == ["Short and kind"]
