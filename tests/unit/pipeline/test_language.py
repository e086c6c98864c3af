"""A comment that no model can read is not taken for a calm one, nor for one that will be scored later."""

from unit.pipeline.builders import said, some_facts

from moderation.domain.author import Standing
from moderation.domain.comment import Status
from moderation.domain.policy import OnFailure, Policy
from moderation.pipeline.facts import Unread
from moderation.pipeline.judge import judge, judgement
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import language, scores

HOLD = Policy(on_unsupported_language=OnFailure.HOLD)


def test_a_comment_that_was_read_is_not_mentioned():
    assert said(language.opinions, some_facts()) == []


def test_the_language_is_named_and_the_scores_are_not_made_up():
    facts = some_facts(scoring=Unread("fr"))

    (note,) = language.opinions(facts)

    assert (note.effect, note.reason, note.detail) == (Effect.NOTE, "unsupported_language", {"language": "fr"})
    assert note.sentence == "Written in French, which no model here reads, so it has no scores."
    assert said(scores.opinions, facts) == []
    assert judgement(facts, judge(facts)).scores == {}


def test_it_is_published_and_does_not_wait_to_be_scored():
    verdict = judge(some_facts(scoring=Unread("fr")))

    assert (verdict.status, verdict.queues) == (Status.PUBLISHED, {"unreviewed"})


def test_it_waits_for_a_moderator_where_the_site_says_so():
    verdict = judge(some_facts(policy=HOLD, scoring=Unread("fr")))

    assert (verdict.status, verdict.queues) == (Status.PENDING, {"pending"})
    assert [reason["code"] for reason in verdict.reasons] == ["unsupported_language"]


def test_a_trusted_author_may_write_in_any_language():
    verdict = judge(some_facts(policy=HOLD, scoring=Unread("fr"), author={"standing": Standing.TRUSTED}))

    assert verdict.status is Status.PUBLISHED
