"""What rules look like, and what is said of those that cannot be read."""

import pytest

from moderation.rules.grammar import DEEPEST, LONGEST, MOST_RULES
from moderation.rules.mistake import RulesInvalid
from moderation.rules.syntax import parse
from moderation.rules.tree import Act, All, Any, Comparison, Listing, Literal, Not, Pattern, Truth, Type

RULE = 'rule "A rule" when {} then hold'


def condition(text):
    return parse(RULE.format(text)).rules[0].condition


def mistakes(text: str) -> list[str]:
    with pytest.raises(RulesInvalid) as caught:
        parse(text)
    return caught.value.sentences


def test_a_rule_has_a_name_a_condition_and_actions():
    text = """
        # Newcomers who leave links are looked at.
        zone "Europe/Berlin"
        rule "Links from newcomers"
          when links.count >= 2 and author.approved < 3
          then hold saying "A moderator reads links first.", tag "newcomer links", slow down 5 minutes
        try rule "Quiet nights" when time.hour in [0, 1, 2] then reject
    """

    document = parse(text)

    assert (document.zone and document.zone.value) == "Europe/Berlin"
    first, second = document.rules
    assert (first.name, first.tried, second.name, second.tried) == ("Links from newcomers", False, "Quiet nights", True)
    assert [action.act for action in first.actions] == [Act.HOLD, Act.TAG, Act.SLOW_DOWN]
    assert first.actions[0].saying == "A moderator reads links first."
    assert (first.actions[1].tag, first.actions[2].seconds) == ("newcomer links", 300)
    assert text[first.place.start : first.place.end] == '"Links from newcomers"'


def test_no_rules_at_all_are_fine():
    assert parse("  # nothing yet\n").rules == ()


def test_conditions_stand_in_one_another():
    match condition('reply and (not scored or author.name = "Bob")'):
        case All((Truth(), Any((Not(Truth()), Comparison(operator="="))))):
            pass
        case other:
            pytest.fail(str(other))


def test_not_may_stand_before_a_comparison_or_within_it():
    assert isinstance(condition('not language in ["en"]'), Not)
    assert isinstance(condition('language not in ["en"]'), Not)


@pytest.mark.parametrize(
    ("written", "value", "kind"),
    [
        ("3", 3.0, Type.NUMBER),
        ("0.85", 0.85, Type.NUMBER),
        ("85%", 0.85, Type.NUMBER),
        ("90 seconds", 90.0, Type.DURATION),
        ("1 minute", 60.0, Type.DURATION),
        ("1.5 hours", 5400.0, Type.DURATION),
        ("7 days", 604_800.0, Type.DURATION),
        (r'"a \"quoted\" word\n"', 'a "quoted" word\n', Type.TEXT),
        ("true", True, Type.TRUTH),
    ],
)
def test_values(written, value, kind):
    match condition(f"scored = {written}"):
        case Comparison(right=Literal() as literal):
            assert (literal.value, literal.type) == (value, kind)
        case other:
            pytest.fail(str(other))


def test_patterns_keep_their_backslashes():
    match condition(r"text.body matches /https?:\/\/\w+/i"):
        case Comparison(right=Pattern(source)):
            assert source == r"(?i)https?://\w+"


def test_lists():
    match condition('language in ["en", "de"]'):
        case Comparison(right=Listing(items)):
            assert [item.value for item in items] == ["en", "de"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hold everything", "Line 1, column 1: A rule was expected, not hold. A rule reads: rule"),
        ('rul "A"', "Line 1, column 1: A rule was expected, not rul. Did you mean rule?"),
        ("rule A when reply then hold", "Line 1, column 6: The rule's name was expected in quotes, not A."),
        ('rule " " when reply then hold', "A rule's name has 1 to 100 characters."),
        ('rule "A" wen reply then hold', "Line 1, column 10: when was expected, not wen. Did you mean when?"),
        ('rule "A"\nwhen reply hold', "Line 2, column 12: then was expected, not hold. then comes what is done"),
        ('rule "A" when reply then hld', "column 26: A rule cannot hld. Did you mean hold?"),
        ('rule "A" when reply then hold reject', "The rule cannot go on with reject. Actions are separated by commas."),
        (
            'rule "A" when reply then slow down 5',
            "How long an author waits is a duration. Such as slow down 5 minutes.",
        ),
        ('rule "A" when reply then slow down 8 days', "An author can be slowed down by 1 second to 1 day."),
        (
            'rule "A" when reply then tag politics',
            'The tag was expected in quotes, not politics. Such as tag "politics".',
        ),
        ('rule "A" when reply then flag saying "!"', "An author is not told of flag. Leave out saying."),
        (RULE.format("reply and scored or reply"), "This mixes and with or. Say what belongs together with parenthes"),
        (RULE.format("not not reply"), "Twice not is nothing."),
        (RULE.format("(reply"), ") was expected, not then. A parenthesis that was opened must be closed."),
        (RULE.format('author.name not = "Bob"'), "Behind this not comes in, contains or matches."),
        (RULE.format('text.body contain "x"'), "contain compares nothing. Did you mean contains?"),
        (RULE.format('language is "en"'), "Line 1, column 29: is compares nothing. Write =."),
        (RULE.format("links.count over 3"), "over compares nothing. Write >."),
        (RULE.format("3"), "A comparison was expected, not then."),
        (RULE.format("links.count >= and"), "A field or a value was expected, not and."),
        (RULE.format("language in [links.count]"), "A list holds texts or numbers."),
        (RULE.format('language in ["en"'), "] was expected, not then."),
        (RULE.format('author.name = "Bob'), "The text that begins here does not end on its line. Close it with"),
        (
            RULE.format("text.body matches /abc"),
            "The pattern that begins here does not end on its line. Close it with /",
        ),
        (RULE.format("text.body matches /abc/x"), "A pattern cannot end with /x. The only letter"),
        (RULE.format(r'author.name = "\w"'), r"There is no escape \w."),
        (RULE.format("author.name = “Bob”"), '“ is no quotation mark here. Write texts in straight ones: "text".'),
        (RULE.format("reply && scored"), "The sign & has no meaning here. Write and, or, not as words."),
        (RULE.format("links.count > 12345678901234567"), "This number is too long."),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(text, sentence):
    assert any(sentence in told for told in mistakes(text)), mistakes(text)


def test_every_rule_with_a_mistake_is_told_of_at_once():
    text = 'rule "A" when then hold\nrule "B" when reply then hold\nrule "C" when reply then then\ntry rule "D" hold'

    assert [sentence.partition(":")[0] for sentence in mistakes(text)] == [
        "Line 1, column 15",
        "Line 3, column 26",
        "Line 4, column 14",
    ]


def test_mistakes_are_told_to_programs_by_place():
    with pytest.raises(RulesInvalid) as caught:
        parse('rule "A"\n  when reply\n  than hold')

    [mistake] = caught.value.documents
    assert (mistake["line"], mistake["column"], mistake["start"], mistake["end"]) == (3, 3, 24, 28)
    assert mistake["hint"] == "Did you mean then?"


@pytest.mark.parametrize("opening", ["(", "[", "not ", "not (", "reply and (", "language in ["])
def test_depth_is_bounded(opening):
    assert mistakes(f'rule "A" when {opening * 500}')


def test_conditions_may_stand_as_deep_as_is_said_and_no_deeper():
    def nested(depth):
        return RULE.format("(" * (depth - 1) + "reply" + ")" * (depth - 1))

    assert parse(nested(DEEPEST)).rules
    assert mistakes(nested(DEEPEST + 1)) == [f"Line 1, column 36: Conditions may stand {DEEPEST} deep in one another."]


def test_length_and_number_are_bounded():
    assert "there may be 20000" in mistakes("#" * (LONGEST + 1))[0]
    many = "\n".join(f'rule "{number}" when reply then hold' for number in range(MOST_RULES + 1))
    assert mistakes(many) == [f"Line {MOST_RULES + 1}, column 6: There may be {MOST_RULES} rules."]
