"""The rules that a site's moderators wrote, as one phase among others."""

import pytest
from unit.pipeline.builders import some_facts

from moderation.domain.author import Reader, Standing
from moderation.domain.comment import Status
from moderation.domain.errors import TooFast
from moderation.domain.policy import Mode, Policy
from moderation.domain.queue import Queue
from moderation.pipeline.facts import Scores, Unread
from moderation.pipeline.judge import judge
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import rules
from moderation.rules.evaluate import compile_rules


def asked(text, **more):
    return some_facts(rules=compile_rules(text), **more)


def opinions(text, **more):
    return list(rules.opinions(asked(text, **more)))


def test_without_rules_there_is_nothing_to_say():
    assert opinions("") == []


def test_nobody_makes_rules_look_at_more_than_the_site_takes():
    text = 'rule "All" when text.length > 0 then flag'

    assert opinions(text, saying="12345", policy=Policy(body_max=5))
    assert not opinions(text, saying="123456", policy=Policy(body_max=5))


@pytest.mark.parametrize(
    ("action", "effect", "told"),
    [
        ("hold", Effect.HOLD, "A moderator will look at it before it appears."),
        ("reject", Effect.REJECT, "It does not keep to the rules of this site."),
        ('reject saying "No walks here."', Effect.REJECT, "No walks here."),
        ("flag", Effect.REPORT, None),
        ("approve", Effect.APPROVE, None),
    ],
)
def test_each_action_has_its_effect(action, effect, told):
    [opinion] = opinions(f'rule "Walks" when text.body contains "walk" then {action}')

    assert (opinion.effect, opinion.reason, opinion.author_sentence) == (effect, "rule", told)
    assert opinion.detail == {"rule": "Walks", "grounds": [["text.body", "“walk”"]]}
    assert [(span.start, span.end) for span in opinion.spans] == [(22, 26)]
    assert opinion.sentence.startswith("The rule “Walks” ")
    assert opinion.sentence.endswith(" it: text.body is “walk”.")


def test_a_rule_is_decided_and_no_doubt_so_trust_does_not_set_it_aside():
    verdict = judge(asked('rule "All" when scored then hold', author={"standing": Standing.TRUSTED}))

    assert verdict.status is Status.PENDING


def test_a_tag_is_for_moderators_eyes():
    [opinion] = opinions('rule "Walks" when text.body contains "walk" then tag "leisure"')

    assert (opinion.effect, opinion.reason, opinion.detail["tag"]) == (Effect.NOTE, "tag", "leisure")


def test_an_approved_comment_needs_no_look():
    verdict = judge(asked('rule "Calm" when score.TOXICITY < 10% then approve', policy=Policy(hold_new_commenters=3)))

    assert (verdict.status, verdict.queues) == (Status.APPROVED, frozenset())


@pytest.mark.parametrize(
    "facts",
    [
        {"policy": Policy(mode=Mode.PRE)},
        {"author": {"standing": Standing.PREMODERATED}},
        {"policy": Policy(banned_words=["walk"])},
    ],
)
def test_what_the_site_has_decided_stands_above_approval(facts):
    assert not judge(asked('rule "All" when scored then approve', **facts)).status.visible


def test_of_two_rules_the_stricter_decides():
    text = 'rule "One" when scored then approve rule "Two" when scored then hold rule "Three" when scored then flag'

    verdict = judge(asked(text))

    assert (verdict.status, [reason["code"] for reason in verdict.reasons]) == (Status.PENDING, ["rule"])


def test_who_wrote_a_moment_ago_is_asked_to_wait():
    text = 'rule "Calm" when scored then slow down 2 minutes'

    refusal = judge(asked(text, pause=45_900)).refusal

    assert isinstance(refusal, TooFast)
    assert (refusal.retry_after, refusal.detail) == (75.0, "Please wait 2 minutes between your comments here.")
    assert judge(asked(text, pause=120_000)).refusal is None
    assert judge(asked(text, pause=None)).refusal is None
    assert judge(asked(text, pause=1000, edit=True)).refusal is None, "a typo may be mended at once"


def test_a_rule_that_is_tried_only_notes_what_it_would_have_done():
    text = 'try rule "Walks" when text.body contains "walk" then reject, tag "leisure", slow down 1 hour'

    verdict = judge(asked(text))

    [opinion] = [each for each in verdict.opinions if each.phase == "rules"]
    assert (verdict.status, verdict.queues) == (Status.PUBLISHED, {Queue.UNREVIEWED})
    assert (opinion.effect, opinion.reason) == (Effect.NOTE, "tried_rule")
    assert opinion.detail == {
        "rule": "Walks",
        "would": ["reject", "tag"],
        "grounds": [["text.body", "“walk”"]],
    }
    assert "which is being tried, would reject and tag: text.body is “walk”." in opinion.sentence


def test_rules_see_the_scores_that_will_be_kept():
    text = 'rule "Over" when score.TOXICITY >= 0.8 then flag'

    assert opinions(text, scoring=Scores({"TOXICITY": 0.79996}))
    assert not opinions(text, scoring=Scores({"TOXICITY": 0.79994}))


def test_a_text_that_no_model_reads_has_a_language_and_no_scores():
    assert opinions('rule "French" when language = "fr" and not scored then flag', scoring=Unread("fr"))


def test_rules_see_who_writes_where():
    text = 'rule "Guest" when author.guest and author.name = "Ann" and reply and article.id = "walks" then flag'

    assert opinions(text, reader=Reader("4f2a"), author_name="Ann", reply=True)
    assert not opinions(text, author_name="Ann", reply=True)
