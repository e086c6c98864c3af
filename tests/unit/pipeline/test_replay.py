"""A dry run equals what then happens: rules say the same of what was kept as of the facts of then."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from unit.pipeline.builders import RULES, any_facts, some_facts
from unit.rules.cases import a_case

from moderation.domain.author import AuthorRecord, Standing
from moderation.domain.comment import Comment, Judgement, Revision, State, Status
from moderation.domain.thread import Thread
from moderation.pipeline.cases import case_of, case_then, circumstances_today
from moderation.pipeline.facts import Allowance, Facts, Scores
from moderation.pipeline.judge import judge, judgement
from moderation.pipeline.replay import outcome, replay, replay_one, then
from moderation.rules.evaluate import NO_RULES, compile_rules
from moderation.rules.patterns import readable
from moderation.storage.codec import decode_revision, encode_revision

MORE = [
    'rule "Sure" when score.TOXICITY >= 0.5 or score.THREAT > 0.2 then reject',
    'rule "Old" when author.age > 1 day and article.age < 30 days and author.posted > author.approved then hold',
    'rule "Hour" when time.hour < 12 and language != "fr" and text.plain contains ["you", "a.example"] then flag',
    'zone "Asia/Tokyo" rule "Day" when time.day in ["monday", "friday"] and author.standing != "new" then tag "x"',
    'try rule "Trial" when scored and author.rejected_share > 10% then reject, slow down 1 day',
    'rule "Words" when words.banned > 0 or words.suspect > 0 or links.sites contains "a.example" then approve',
]


def stored(facts, kept: Judgement) -> tuple[Comment, Revision]:
    """What comes back from storage."""
    guest = not facts.reader.signed_in
    raw = encode_revision(Revision(facts.body, facts.author_name, guest, "", facts.now, kept, tuple(facts.badges)))
    revision = decode_revision(raw)
    parent = bytes(16) if facts.reply else None
    return Comment(bytes(16), State(Status.PUBLISHED, 1, 1, facts.author.id, parent, 0), revision), revision


def let_in(facts: Facts) -> Facts:
    """The same, with nothing for which it would be refused, as what is refused is not kept."""
    standing = facts.author.standing
    welcome = Standing.NEW if standing in (Standing.BANNED, Standing.SUSPENDED) else standing
    return replace(
        facts,
        body=f"a {readable(facts.body)}",
        policy=replace(facts.policy, body_min=0, body_max=5000),
        author=replace(facts.author, standing=welcome),
        thread=replace(facts.thread, open=True),
        allowance=Allowance(),
        scoring=replace(facts.scoring, spans=()) if isinstance(facts.scoring, Scores) else facts.scoring,
        rules=NO_RULES,
    )


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(any_facts(), st.sampled_from([*RULES, *MORE]))
def test_a_dry_run_equals_what_then_happens(facts, text):
    facts = let_in(facts)
    before = judge(facts)
    rules = compile_rules(text)
    comment, revision = stored(facts, judgement(facts, before))
    known = revision.judgement.circumstances
    assert known is not None

    case = case_then(comment, revision, facts.thread, known, facts.words)
    dry = replay(revision.judgement, case, rules)
    live = judge(replace(facts, rules=rules, nudge=False))

    event(outcome(live))
    assert case == case_of(facts)
    assert outcome(dry) == outcome(live)
    assert (dry.queues, dry.shadow, str(dry.refusal)) == (live.queues, live.shadow, str(live.refusal))
    assert {reason["code"] for reason in dry.reasons} == {reason["code"] for reason in live.reasons}
    assert outcome(then(revision.judgement)) == outcome(before)


def test_the_rules_of_then_do_not_count_any_more():
    facts = some_facts(rules=compile_rules('rule "All" when scored then reject'))
    kept = judgement(facts, judge(facts))

    assert outcome(then(kept)) == "rejected"
    assert outcome(replay(kept, a_case(), NO_RULES)) == "published"


def test_a_rule_on_trial_can_be_looked_at_as_if_it_acted():
    facts = some_facts()
    kept = judgement(facts, judge(facts))
    rules = compile_rules('try rule "All" when scored then hold')
    [finding] = rules.ask(a_case())

    assert outcome(replay(kept, a_case(), rules)) == "published"
    assert outcome(replay_one(kept, a_case(), finding)) == "pending"


def test_an_opinion_that_this_version_does_not_know_is_passed_over():
    kept = Judgement(({"phase": "stars", "effect": "eclipse"}, {"effect": "reject"}), {})

    assert outcome(then(kept)) == "published"


def test_what_nothing_was_kept_of_is_judged_by_what_is_known_today():
    day = 86_400_000
    author = AuthorRecord("ann", posted=7, approved=3, rejected=1, first_at=20_000 * day)

    known = circumstances_today(20_003 * day, author, Thread("walks", count=4, first_at=20_002 * day))

    assert (known.posted, known.approved, known.comments, known.language, known.pause) == (7, 3, 4, "", None)
    assert (known.author_minutes, known.article_minutes) == (3 * 1440, 1440)


def test_outcomes_stand_from_the_strictest_to_the_mildest():
    texts = ["reject", "hold", "flag", 'tag "x"', "approve"]
    outcomes = [outcome(judge(some_facts(rules=compile_rules(f'rule "A" when scored then {text}')))) for text in texts]

    assert outcomes == ["rejected", "pending", "reported", "published", "approved"]
    assert all(one != other for one, other in pairwise(outcomes))
