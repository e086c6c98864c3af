"""What asking may cost is known beforehand: for every field, every way to ask, and texts that make the most of it."""

import pytest
from unit.rules.cases import a_case

from moderation.rules.case import Reading
from moderation.rules.cost import MOST_FIXED, MOST_PER_CHARACTER
from moderation.rules.evaluate import NO_RULES, compile_rules
from moderation.rules.mistake import RulesInvalid
from moderation.rules.tree import Type
from moderation.rules.vocabulary import BODY, FIELDS
from moderation.text.words import WordList

TEXTS = {
    "empty": "",
    "letters": "ab " * 2000,
    "ligatures": "ﷺ" * 3000,
    "links": " ".join(f"https://ü{number}.example/" for number in range(400)),
    "growing links": " ".join(f"{chr(0xFD50 + at)}{chr(0xFD51 + at)}{chr(0xFD52 + at)}.cn" for at in range(60)),
    "marks": "a" + "\u0301" * 5000,
    "unseen": "\u200b" * 5000,
    "halves": "\ud800" * 3000,
}
ASKED = {
    Type.NUMBER: ["FIELD >= 0", "FIELD in [0, 1]"],
    Type.DURATION: ["FIELD < 2 days"],
    Type.TRUTH: ["FIELD", "not FIELD"],
    Type.TEXT: [
        'FIELD contains ["casino", "ab"]',
        "FIELD matches /[a-q][^u-z]{20}y/",
        'FIELD = "zz"',
        'FIELD in ["zz", "yy"]',
    ],
    Type.TEXTS: ['FIELD contains ["zz.example", "yy"]', "FIELD matches /q{9}/"],
}
LISTS = [WordList(["nothing"]), WordList(["of the kind"])]


def asked(condition: str, body: str) -> tuple[int, int]:
    """(steps taken, steps foretold)"""
    rules = compile_rules(f'rule "A" when {condition} then hold')
    long = "n" * 900
    case = a_case(
        body,
        author_id=long,
        author_name=long,
        article=long,
        title=long,
        url=long,
        badges=(long,) * 50,
        banned=LISTS[0],
        suspect=LISTS,
    )
    reading = Reading(case)
    rules.asked(reading)
    return reading.steps, rules.cost.bound(len(body), len(LISTS))


def conditions() -> list[str]:
    return [
        way.replace("FIELD", field.name)
        for field in FIELDS.values()
        for way in ASKED[field.type]
        if not field.choices or "zz" not in way
    ]


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_no_way_to_ask_takes_more_steps_than_foretold(body: str) -> None:
    beyond = [
        (condition, taken, foretold)
        for condition in conditions()
        for taken, foretold in [asked(condition, body)]
        if taken > foretold
    ]

    assert beyond == []


@pytest.mark.parametrize(
    ("condition", "slack"),
    [
        (f'{BODY} contains "zz"', 500),
        (f"{BODY} matches /q{{30}}/", 300),
        ("text.words > 99999", 0),
        ("words.suspect > 99999", 0),
        ("links.count > 99999", 0),
    ],
)
def test_what_is_foretold_is_not_far_from_what_is_taken(condition: str, slack: int) -> None:
    taken, foretold = asked(condition, TEXTS["letters"])

    assert foretold - slack <= taken <= foretold


def test_work_that_several_rules_need_is_counted_and_done_once() -> None:
    one = compile_rules('rule "A" when links.count > 1 then hold').cost
    two = compile_rules('rule "A" when links.count > 1 then hold rule "B" when links.count > 2 then flag').cost

    assert (two.per_character, two.fixed) == (one.per_character, 2 * one.fixed)


def test_rules_are_taken_up_to_the_limit_and_no_further() -> None:
    def rules(number: int) -> str:
        parts = [f"{BODY} matches /{place}b{{40}}/" for place in range(number)]
        return f'rule "A" when {" or ".join(parts)} then hold'

    each = compile_rules(rules(1)).cost.per_character
    most = MOST_PER_CHARACTER // each

    assert compile_rules(rules(most)).cost.per_character == most * each
    assert compile_rules(rules(most)).cost.fixed <= MOST_FIXED
    with pytest.raises(RulesInvalid, match="there may be"):
        compile_rules(rules(most + 1))


def test_no_rules_cost_nothing() -> None:
    assert NO_RULES.cost.bound(50_000, 9) == 0
