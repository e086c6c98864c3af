"""What other programs say is held against what the site lets them decide."""

import pytest
from unit.pipeline.builders import said, some_facts

from moderation.domain.comment import Status
from moderation.domain.queue import Queue
from moderation.pipeline.facts import Outside
from moderation.pipeline.judge import judge, judgement
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases.external import opinions
from moderation.services.consulting import kept_outside

FLAG = ("COMMENT_DETECTED_SPAM",)


@pytest.mark.parametrize(
    ("outside", "effect"),
    [
        (Outside("Desk"), Effect.NOTE),
        (Outside("Desk", flags=FLAG), Effect.REPORT),
        (Outside("Desk", status="PREMOD"), Effect.HOLD),
        (Outside("Desk", status="SYSTEM_WITHHELD", flags=FLAG), Effect.HOLD),
        (Outside("Desk", status="REJECTED", reason="HATE_SPEECH"), Effect.REJECT),
        (Outside("Desk", status="APPROVED"), Effect.NOTE),
        (Outside("Desk", status="APPROVED", may_approve=True), Effect.APPROVE),
    ],
)
def test_each_status_asks_for_one_thing(outside: Outside, effect: Effect) -> None:
    assert said(opinions, some_facts(outside=[outside])) == [(effect, "external")]


@pytest.mark.parametrize(("hold", "effect"), [(True, Effect.HOLD), (False, Effect.NOTE)])
def test_silence_is_an_opinion_and_the_site_says_of_what_kind(hold: bool, effect: Effect) -> None:
    (opinion,) = opinions(some_facts(outside=[Outside("Desk", silence="It answered 500.", hold=hold)]))

    assert (opinion.effect, opinion.reason) == (effect, "unavailable")
    assert opinion.sentence == "“Desk” said nothing: It answered 500."


def test_flags_alone_publish_and_ask_a_moderator_to_look() -> None:
    verdict = judge(some_facts(outside=[Outside("Desk", flags=FLAG)]))

    assert (verdict.status, verdict.queues) == (Status.PUBLISHED, {Queue.UNREVIEWED, Queue.REPORTED})


def test_one_that_rejects_outweighs_one_that_approves() -> None:
    outside = [Outside("One", status="APPROVED", may_approve=True), Outside("Two", status="REJECTED")]

    assert judge(some_facts(outside=outside)).status is Status.REJECTED


@pytest.mark.parametrize(
    "outside",
    [
        Outside("Desk", "r", "REJECTED", FLAG, "HATE_SPEECH"),
        Outside("Desk", "r", "APPROVED", may_approve=True),
        Outside("Desk", "r", silence="It answered 500.", hold=True),
        Outside("Desk", "r"),
    ],
)
def test_what_was_said_is_kept_for_judging_again(outside: Outside) -> None:
    facts = some_facts(outside=[outside])

    assert kept_outside(judgement(facts, judge(facts))) == (outside,)
