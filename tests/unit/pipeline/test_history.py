"""An author whose comments were often rejected is looked at, one with a single bad day is not."""

from unit.pipeline.builders import said, some_facts

from moderation.domain.policy import Policy
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import history

HALF_OF_FOUR = Policy(hold_history_rate=0.5, hold_history_minimum=4)


def after(approved: int, rejected: int, policy: Policy = HALF_OF_FOUR) -> list[tuple[Effect, str]]:
    return said(history.opinions, some_facts(policy=policy, author={"approved": approved, "rejected": rejected}))


def test_the_rate_itself_is_enough():
    assert after(approved=2, rejected=2) == [(Effect.HOLD, "history")]


def test_below_the_rate_nothing_is_said():
    assert after(approved=3, rejected=2) == []


def test_too_few_decisions_say_nothing():
    assert after(approved=0, rejected=3) == []


def test_a_rate_of_zero_switches_it_off():
    assert after(approved=0, rejected=9, policy=Policy(hold_history_rate=0)) == []


def test_an_author_without_decisions_has_no_history_even_without_a_minimum():
    assert after(approved=0, rejected=0, policy=Policy(hold_history_minimum=0)) == []


def test_moderators_read_the_numbers_and_the_author_does_not():
    (opinion,) = history.opinions(some_facts(policy=HALF_OF_FOUR, author={"approved": 1, "rejected": 3}))

    assert opinion.sentence == "3 of the author's 4 decided comments were rejected; this site looks from 50% on."
    assert opinion.author_sentence == "A moderator looks at it before it appears."
