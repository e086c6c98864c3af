"""Rules that can be read and make no sense are refused, with a place and a hint."""

import pkgutil
import time

import pytest

from moderation.rules import checks
from moderation.rules.evaluate import compile_rules
from moderation.rules.mistake import MOST_MISTAKES, RulesInvalid

RULE = 'rule "A rule" when {} then hold'


def mistakes(text: str) -> list[str]:
    with pytest.raises(RulesInvalid) as caught:
        compile_rules(text)
    return caught.value.sentences


def test_every_check_in_the_folder_is_in_the_list():
    listed = {check.__module__.rpartition(".")[2] for group in (*checks.CHECKS, checks.WRITTEN) for check in group}

    assert listed == {module.name for module in pkgutil.iter_modules(checks.__path__)}


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        # names
        ("link.count > 1", "Line 1, column 20: There is no field link.count. Did you mean links.count?"),
        ("score.toxicity > 0.5", "There is no field score.toxicity. Did you mean score.TOXICITY?"),
        ("time.zone = 3", "There is no field time.zone. Did you mean time.hour?"),
        ("time.xxxxxxxxx = 3", "There is no field time.xxxxxxxxx. There are time.hour, time.day."),
        ("author.name = Bob", 'There is no field Bob. A text stands in quotes: "text".'),
        # patterns
        ("text.body matches /(/", r"cannot be used: missing ): (. Write \( \) for the signs themselves."),
        ("text.body matches /a(?=b)/", "Looking ahead or behind, (?=...) and (?<...), is not possible here."),
        (r"text.body matches /(a)\1/", r"Back references such as \1 are not possible here"),
        (r"text.body matches /x\\\C/", r"\C is one byte, which may be a part of a character; write . for a character"),
        (r"text.body matches /(?:\pL{1,100}\d){1,9}/", "Repeat less: {1,50} of a class counts fifty times."),
        # types
        ("links.count", "links.count is a number, so it is no condition by itself. Compare it: links.count >= 3"),
        ("3 > 2", "Neither side is a field, so this is always the same."),
        ('links.count > "3"', "The left side is a number, the right side a text. A number stands without quotes."),
        ("author.age < 7", "A duration has a unit: 30 seconds, 5 minutes, 2 hours, 7 days."),
        ('language > "en"', "> compares numbers and durations; this is a text. Write = or !=."),
        ('links.hosts = "a.example"', "Several texts cannot be compared with =. Write contains."),
        ('links.hosts in ["a.example"]', "This is several texts; in asks of one text or one number. Write contains."),
        ('language in "en"', 'Behind in comes a list. Such as ["one", "two"].'),
        ('time.hour in ["one"]', "This is a text; in this list comes a number."),
        ("links.count contains 3", "This is a number; contains asks of a field that is text."),
        ("text.body contains /x/", "Behind contains comes a text in quotes, or a list of them. Write matches"),
        ('text.body matches "x"', "Behind matches comes a pattern between slashes"),
        ("links.count matches /3/", "This is a number; matches asks of a field that is text."),
        ('text.body = ["x"]', "= cannot compare this. Write in for a list, matches for a pattern."),
        ("reply = 1", "The left side is true or false, the right side a number."),
        # values
        ("score.TOXICITY > 80", "score.TOXICITY is a number from 0 to 1. Write 0.8 or 80%."),
        ('author.standing = "troll"', "author.standing is never “troll”. It is one of banned, new, premoderated,"),
        ('time.day in ["sunday", "mondey"]', "time.day is never “mondey”. Did you mean monday?"),
        ('language = "english"', "language is never “english”."),
        ('text.body contains " "', "An empty text is found nowhere."),
        ('text.body contains ["casino", "\u200b"]', "An empty text is found nowhere."),
        ("time.hour >= 24", "Hours go from 0 to 23."),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(condition, sentence):
    assert any(sentence in told for told in mistakes(RULE.format(condition))), mistakes(RULE.format(condition))


def test_a_zone_that_nobody_knows_is_refused():
    for zone in ("Europe/Berlim", "../etc/passwd", ""):
        assert f"There is no time zone {zone}." in mistakes(f'zone "{zone}" {RULE.format("reply")}')[0]


def test_each_rule_has_a_name_of_its_own():
    assert (
        "Line 2, column 6: There is a rule “A RULE” already."
        in mistakes(RULE.format("reply") + '\nrule "A RULE" when scored then flag')[0]
    )


def test_a_rule_does_one_thing_to_a_comment_and_says_it_once():
    assert "One rule cannot hold and approve." in mistakes('rule "A" when reply then hold, approve')[0]
    assert "This is said twice." in mistakes('rule "A" when reply then tag "x", tag "X"')[0]
    assert compile_rules('rule "A" when reply then tag "x", tag "y", slow down 1 hour, flag').rules


@pytest.mark.parametrize(
    "text",
    [
        RULE.format(" and ".join(f"nonsense{number} > 1" for number in range(1000))),
        "rule hold then " * 1200,
        "“" * 20_000,
        "\n".join(f'rule "{number}" when nonsense then hold' for number in range(100)),
    ],
)
def test_of_a_heap_of_mistakes_the_first_are_told_and_quickly(text):
    began = time.process_time()

    assert len(mistakes(text)) == MOST_MISTAKES
    assert time.process_time() - began < 2


def test_rules_that_would_cost_too_much_are_refused_and_the_dearest_is_named():
    dear = " or ".join(f"text.plain matches /{letter}{{200}}/" for letter in "abcd")
    text = f'rule "Cheap" when reply then hold\nrule "Dear" when {dear} then hold'

    [sentence] = mistakes(text)

    assert sentence.startswith("Line 2, column 6: All rules together cost ")
    assert "there may be 50000 and 40. This rule costs most. Put words into one list" in sentence


@pytest.mark.parametrize(
    "text",
    [
        'rule "\u200b" when reply then hold',
        'rule "A" when reply then tag "\u2800"',
        'rule "A" when reply then hold saying "\u200b\u200b"',
    ],
)
def test_nobody_is_shown_what_cannot_be_seen_but_what_was_saved_acts(text: str) -> None:
    with pytest.raises(RulesInvalid, match="nothing to read"):
        compile_rules(text)

    assert compile_rules(text, saved=True).rules
