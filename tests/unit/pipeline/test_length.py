"""A comment has something to read in it, and not too much."""

import pytest
from unit.pipeline.builders import said, some_facts

from moderation.domain.policy import Policy
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import length


def reason(body: str, policy: Policy | None = None) -> str | None:
    opinions = said(length.opinions, some_facts(body, policy=policy))
    assert all(effect is Effect.REFUSE for effect, _ in opinions)
    return opinions[0][1] if opinions else None


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \t\r\n\u00a0\u3000",
        "\u200b\u200c\u200d\ufeff\u2060",
        "\u202e\u2066\u2069\u200f",
        "\u0301\u0308\u20dd",
        "\x00\x07\x1b",
        "\u3164\u115f\uffa0",
        "\u2800\u2800",
        "\U000e0041\U000e0101\U000e0fff",
    ],
    ids=["nothing", "space", "zero width", "direction", "marks", "controls", "fillers", "braille", "tags"],
)
def test_what_draws_nothing_is_empty(body):
    assert reason(body) == "empty"


@pytest.mark.parametrize("body", ["!", "5", "я", "好", "नि", "👍🏽", "👩‍👩‍👧", "1️⃣", "\U0001fadd", "é", "\u202e.\u202c"])
def test_whatever_draws_something_is_a_comment(body):
    assert reason(body) is None


def test_the_longest_text_allowed_is_allowed_and_one_character_more_is_not():
    policy = Policy(body_max=10)

    assert reason("ä" * 10, policy) is None
    assert reason("ä" * 11, policy) == "too_long"


def test_the_author_of_a_long_text_is_told_both_numbers():
    (opinion,) = length.opinions(some_facts("x" * 11, policy=Policy(body_max=10)))

    assert opinion.author_sentence == "The text must have at most 10 characters; it has 11."


def test_the_shortest_text_allowed_is_allowed_and_one_character_less_is_not():
    policy = Policy(body_min=4)

    assert reason("okay", policy) is None
    assert reason("yes", policy) == "too_short"


def test_a_short_text_is_not_made_longer_with_what_cannot_be_seen():
    assert reason("\u200b no \u200b\n\n \u202c", Policy(body_min=4)) == "too_short"


def test_vowel_signs_count_as_characters():
    assert reason("कि", Policy(body_min=2)) is None


def test_bytes_are_bounded_whatever_the_policy_says():
    policy = Policy(body_max=1_000_000)

    assert reason("x" * length.MAX_BYTES, policy) is None
    assert reason("好" * (length.MAX_BYTES // 3 + 1), policy) == "too_long"


def test_half_a_character_cannot_be_stored():
    assert reason("fine \ud83d") == "unreadable"


def test_spaces_between_words_count_once_and_around_them_not_at_all():
    assert reason("  a   b  ", Policy(body_min=3)) is None
    assert reason("  a   b  ", Policy(body_min=4)) == "too_short"
