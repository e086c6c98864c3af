"""The classifier decides as far as the site's thresholds let it, and its silence is noticed."""

import pytest
from unit.pipeline.builders import CALM, said, some_facts

from moderation.domain.comment import Span
from moderation.domain.policy import OnFailure, Policy
from moderation.pipeline.facts import Scores, Unavailable
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import scores

POLICY = Policy(hold={"INSULT": 0.85, "THREAT": 0.6}, reject={"THREAT": 0.95})


def scored(insult: float, threat: float, *spans: Span) -> list:
    facts = some_facts(policy=POLICY, scoring=Scores({"INSULT": insult, "THREAT": threat}, spans, "toxicity-en 3"))
    return list(scores.opinions(facts))


def test_a_score_below_its_threshold_passes_with_a_note_that_repeats_nothing_kept_elsewhere():
    (note,) = scored(0.84, 0.1)

    assert (note.effect, note.reason) == (Effect.NOTE, "scored")
    assert note.sentence == "No score reaches a threshold of this site."
    assert note.detail == {}


def test_a_score_at_its_threshold_holds():
    (opinion,) = scored(0.85, 0.1)

    assert (opinion.effect, opinion.reason, opinion.waivable) == (Effect.HOLD, "score", True)
    assert opinion.sentence == "INSULT 0.85 is at or over this site's 0.85."
    assert opinion.detail == {"attribute": "INSULT", "score": 0.85, "threshold": 0.85}


def test_a_score_at_the_higher_threshold_rejects_and_trust_does_not_help():
    (opinion,) = scored(0.1, 0.95)

    assert (opinion.effect, opinion.waivable) == (Effect.REJECT, False)
    assert opinion.sentence == "THREAT 0.95 is at or over this site's 0.95 for rejecting."


def test_every_attribute_over_its_threshold_is_heard():
    assert [(opinion.effect, opinion.detail["attribute"]) for opinion in scored(0.9, 0.97)] == [
        (Effect.HOLD, "INSULT"),
        (Effect.REJECT, "THREAT"),
    ]


def test_an_opinion_shows_the_spans_of_its_own_attribute():
    insult, threat = Span("INSULT", 0, 4, 0.9), Span("THREAT", 5, 9, 0.3)

    (opinion,) = scored(0.9, 0.1, insult, threat)

    assert opinion.spans == (insult,)


def test_the_author_is_told_no_number():
    (opinion,) = scored(0.9, 0.1)

    assert not any(character.isdigit() for character in opinion.author_sentence)


def test_an_attribute_without_a_threshold_never_holds():
    facts = some_facts(policy=Policy(hold={}), scoring=Scores({"PROFANITY": 1.0}))

    assert said(scores.opinions, facts) == [(Effect.NOTE, "scored")]


def test_an_attribute_that_the_model_does_not_know_is_noted():
    facts = some_facts(policy=POLICY, scoring=Scores({"INSULT": 0.1}))

    assert said(scores.opinions, facts) == [(Effect.NOTE, "scored"), (Effect.NOTE, "partly_scored")]


def test_a_silent_classifier_publishes_where_the_site_says_so():
    facts = some_facts(
        policy=Policy(on_classifier_failure=OnFailure.PUBLISH), scoring=Unavailable("timed out after 800 ms")
    )

    (opinion,) = scores.opinions(facts)

    assert (opinion.effect, opinion.reason) == (Effect.NOTE, "unscored")
    assert opinion.sentence == "The classifier gave no scores: timed out after 800 ms."


def test_a_silent_classifier_holds_where_the_site_says_so():
    facts = some_facts(policy=Policy(on_classifier_failure=OnFailure.HOLD), scoring=Unavailable("timed out"))

    assert said(scores.opinions, facts) == [(Effect.HOLD, "unscored")]


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -0.1, 1.01])
def test_a_number_that_is_no_score_is_not_taken_for_a_low_one(score):
    with pytest.raises(ValueError, match="TOXICITY was scored"):
        Scores({**CALM.scores, "TOXICITY": score})
