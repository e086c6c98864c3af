"""Nobody writes faster than the site allows."""

from unit.pipeline.builders import said, some_facts

from moderation.pipeline.facts import Allowance
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import flood


def test_says_nothing_while_the_allowance_lasts():
    assert said(flood.opinions, some_facts(allowance=Allowance(granted=True))) == []


def test_refuses_when_the_allowance_is_spent_and_says_for_how_long():
    (opinion,) = flood.opinions(some_facts(allowance=Allowance(granted=False, retry_after=2.5)))

    assert (opinion.effect, opinion.reason, opinion.detail) == (Effect.REFUSE, "flood", {"retry_after": 2.5})
