"""How opinions become a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.pipeline.builders import an_opinion, any_opinion, some_facts

from moderation.domain.comment import Span, Status
from moderation.domain.errors import AuthorBanned, AuthorSuspended, Invalid, ThreadClosed, TooFast
from moderation.domain.priority import worst_of
from moderation.domain.queue import Queue
from moderation.pipeline.facts import Scores, Unavailable
from moderation.pipeline.judge import Verdict, counted, judge, judgement, merge
from moderation.pipeline.opinion import Effect, Opinion

REFUSE, REJECT, SHADOW, HOLD = (an_opinion(e) for e in (Effect.REFUSE, Effect.REJECT, Effect.SHADOW, Effect.HOLD))
REPORT, APPROVE, TRUST, NOTE = (an_opinion(e) for e in (Effect.REPORT, Effect.APPROVE, Effect.TRUST, Effect.NOTE))
DOUBT = an_opinion(Effect.HOLD, "doubt", waivable=True)
UNSCORED = an_opinion(Effect.NOTE, "unscored")


def insult(effect: Effect, score: float, *spans: Span, attribute: str = "INSULT", waivable: bool = False) -> Opinion:
    detail = {"attribute": attribute, "score": score}
    return an_opinion(effect, "score", wording=True, detail=detail, spans=spans, waivable=waivable)


def severity(verdict: Verdict) -> int:
    if verdict.refusal:
        return 5
    if verdict.status is Status.REJECTED:
        return 3 if verdict.shadow else 4
    if verdict.status is Status.PENDING:
        return 2
    return 1 if Queue.REPORTED in verdict.queues else 0


def test_every_phase_is_asked_whatever_the_others_said():
    phases = (lambda _: [REFUSE], lambda _: [], lambda _: [HOLD, NOTE], lambda _: iter([REJECT]))

    verdict = judge(some_facts(), phases)

    assert verdict.opinions == (REFUSE, HOLD, NOTE, REJECT)


def test_a_comment_that_nobody_objects_to_is_published_and_waits_for_a_look():
    verdict = judge(some_facts(), ())

    assert (verdict.status, verdict.queues, verdict.reasons) == (Status.PUBLISHED, {Queue.UNREVIEWED}, ())


@pytest.mark.parametrize(
    ("opinions", "status", "queues"),
    [
        ([NOTE], Status.PUBLISHED, {Queue.UNREVIEWED}),
        ([REPORT], Status.PUBLISHED, {Queue.UNREVIEWED, Queue.REPORTED}),
        ([APPROVE], Status.APPROVED, set()),
        ([APPROVE, DOUBT], Status.APPROVED, set()),
        ([APPROVE, HOLD], Status.PENDING, {Queue.PENDING}),
        ([APPROVE, REPORT], Status.PUBLISHED, {Queue.UNREVIEWED, Queue.REPORTED}),
        ([APPROVE, UNSCORED], Status.APPROVED, {Queue.UNSCORED}),
        ([HOLD], Status.PENDING, {Queue.PENDING}),
        ([HOLD, REPORT], Status.PENDING, {Queue.PENDING}),
        ([REJECT], Status.REJECTED, set()),
        ([UNSCORED], Status.PUBLISHED, {Queue.UNREVIEWED, Queue.UNSCORED}),
        ([UNSCORED, HOLD], Status.PENDING, {Queue.PENDING, Queue.UNSCORED}),
        ([UNSCORED, REJECT], Status.REJECTED, set()),
    ],
)
def test_the_opinions_decide_the_status_and_the_queues(opinions, status, queues):
    verdict = merge(opinions)

    assert (verdict.status, verdict.queues) == (status, queues)


@pytest.mark.parametrize(
    ("stronger", "weaker"), [(REFUSE, REJECT), (REJECT, SHADOW), (SHADOW, HOLD), (HOLD, REPORT), (REPORT, NOTE)]
)
def test_the_stronger_opinion_decides_wherever_it_stands(stronger, weaker):
    alone = severity(merge([stronger]))

    assert (
        severity(merge([weaker, stronger])) == severity(merge([stronger, weaker])) == alone > severity(merge([weaker]))
    )


def test_trust_sets_doubts_aside_and_keeps_them_on_record():
    verdict = merge([DOUBT, TRUST])

    assert (verdict.status, verdict.opinions) == (Status.PUBLISHED, (DOUBT, TRUST))
    assert counted(verdict.opinions) == ()


@pytest.mark.parametrize("opinion", [REFUSE, REJECT, SHADOW, HOLD])
def test_trust_sets_nothing_else_aside(opinion):
    assert severity(merge([opinion, TRUST])) == severity(merge([opinion]))


def test_a_refusal_cannot_be_waived_even_by_mistake():
    assert merge([an_opinion(Effect.REJECT, waivable=True), TRUST]).status is Status.REJECTED


def test_a_trusted_authors_comment_still_waits_for_a_look():
    assert merge([TRUST]).queues == {Queue.UNREVIEWED}


@pytest.mark.parametrize(
    ("reason", "error"),
    [("closed_thread", ThreadClosed), ("banned_author", AuthorBanned), ("suspended_author", AuthorSuspended)],
)
def test_a_refusal_is_raised_by_its_name(reason, error):
    refusal = merge([an_opinion(Effect.REFUSE, reason)]).refusal

    assert type(refusal) is error
    assert refusal.detail == "For you."


def test_a_suspended_author_is_told_until_when():
    refusal = merge([an_opinion(Effect.REFUSE, "suspended_author", detail={"until": 1_790_000_000_000})]).refusal

    assert refusal.extra == {"until": "2026-09-21T14:13:20.000Z"}


def test_a_spent_allowance_says_when_to_come_back():
    refusal = merge([an_opinion(Effect.REFUSE, "flood", detail={"retry_after": 2.5})]).refusal

    assert isinstance(refusal, TooFast)
    assert refusal.retry_after == 2.5


def test_any_other_refusal_is_about_the_body():
    refusal = merge([an_opinion(Effect.REFUSE, "too_long")]).refusal

    assert isinstance(refusal, Invalid)
    assert refusal.errors == {"body": ["For you."]}


def test_of_several_refusals_the_author_hears_the_first():
    refusals = [an_opinion(Effect.REFUSE, "closed_thread"), an_opinion(Effect.REFUSE, "too_long")]

    assert type(merge(refusals).refusal) is ThreadClosed


def test_the_author_hears_each_deciding_reason_once():
    opinions = [an_opinion(Effect.HOLD, "score"), an_opinion(Effect.HOLD, "links"), an_opinion(Effect.HOLD, "score")]

    assert merge(opinions).reasons == (
        {"code": "score", "message": "For you."},
        {"code": "links", "message": "For you."},
    )


def test_the_author_of_a_rejected_comment_hears_why_it_was_rejected_and_no_more():
    assert [reason["code"] for reason in merge([an_opinion(Effect.HOLD, "links"), REJECT]).reasons] == ["because"]


@pytest.mark.parametrize("reason", ["premoderated_author", "history"])
def test_the_author_is_not_told_their_standing(reason):
    assert [told["code"] for told in merge([an_opinion(Effect.HOLD, reason)]).reasons] == ["premoderation"]


def test_a_shadowed_author_hears_no_reason():
    verdict = merge([SHADOW, HOLD])

    assert (verdict.status, verdict.shadow, verdict.reasons, verdict.queues) == (Status.REJECTED, True, (), frozenset())


def test_a_waived_doubt_is_no_reason():
    assert [reason["code"] for reason in merge([DOUBT, HOLD, TRUST]).reasons] == ["because"]


def test_priority_comes_from_the_scores():
    assert merge([HOLD], {"THREAT": 0.7}).priority == worst_of({"THREAT": 0.7}).worth == 700
    assert merge([REPORT]).priority == worst_of({}).worth


def test_a_nudge_tells_attribute_score_and_spans():
    spans = (Span("INSULT", 9, 12, 0.8), Span("INSULT", 0, 5, 0.9), Span("INSULT", 4, 7, 0.7))

    nudge = merge([insult(Effect.HOLD, 0.91, *spans)], nudge=True).nudge

    assert nudge.extra == {"attribute": "INSULT", "score": 0.91, "spans": [[0, 7], [9, 12]]}


def test_a_nudge_names_the_strongest_objection_to_the_wording():
    opinions = [insult(Effect.HOLD, 0.99), insult(Effect.REJECT, 0.96, attribute="THREAT"), insult(Effect.HOLD, 0.9)]

    assert merge(opinions, nudge=True).nudge.extra["attribute"] == "THREAT"


def test_a_nudge_without_spans_of_its_own_shows_the_others():
    opinions = [insult(Effect.HOLD, 0.9), insult(Effect.HOLD, 0.8, Span("THREAT", 2, 4, 0.8), attribute="THREAT")]

    assert merge(opinions, nudge=True).nudge.extra["spans"] == [[2, 4]]


@pytest.mark.parametrize(
    "opinions",
    [
        [],
        [HOLD],
        [insult(Effect.REPORT, 0.9)],
        [insult(Effect.HOLD, 0.9, waivable=True), TRUST],
        [insult(Effect.HOLD, 0.9), REFUSE],
    ],
    ids=["nothing", "not for its wording", "published anyway", "waived", "refused anyway"],
)
def test_nobody_is_nudged_without_need(opinions):
    assert merge(opinions, nudge=True).nudge is None


def test_nobody_is_nudged_who_did_not_ask():
    assert merge([insult(Effect.HOLD, 0.9)]).nudge is None


def test_a_shadowed_author_is_nudged_like_everybody_else():
    assert merge([SHADOW, insult(Effect.HOLD, 0.9)], nudge=True).nudge is not None


def test_the_judgement_keeps_opinions_scores_spans_and_model():
    span = Span("INSULT", 0, 4, 0.9)
    facts = some_facts(scoring=Scores({"INSULT": 0.2}, [span], "toxicity-en 3"))

    kept = judgement(facts, judge(facts, [lambda _: [NOTE]]))

    assert [document["reason"] for document in kept.opinions] == ["because"]
    assert (kept.scores, list(kept.spans), kept.model) == ({"INSULT": 0.2}, [span], "toxicity-en 3")


def test_the_judgement_of_an_unscored_comment_names_no_model():
    facts = some_facts(scoring=Unavailable("timed out"))

    assert judgement(facts, judge(facts, ())).model is None


@given(st.lists(any_opinion(), max_size=6), any_opinion(), st.integers(0, 6))
def test_another_opinion_never_makes_a_verdict_milder_unless_it_is_trust_or_approval(opinions, another, place):
    without = merge(opinions)
    with_it = merge([*opinions[:place], another, *opinions[place:]])

    if another.effect in (Effect.APPROVE, Effect.TRUST):
        assert severity(with_it) <= severity(without)
    else:
        assert severity(with_it) >= severity(without)


@given(st.lists(any_opinion(), max_size=5).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_the_order_of_opinions_decides_nothing_but_the_order_of_words(lists):
    one, other = (merge(opinions) for opinions in lists)

    assert (severity(one), one.queues, one.priority) == (severity(other), other.queues, other.priority)
    assert {reason["code"] for reason in one.reasons} == {reason["code"] for reason in other.reasons}


@given(st.lists(any_opinion(), max_size=6), st.booleans())
def test_a_comment_that_nobody_approved_is_in_a_queue_and_the_author_of_a_visible_one_hears_no_reason(opinions, nudge):
    verdict = merge(opinions, nudge=nudge)

    assert (verdict.status is Status.PUBLISHED) == (Queue.UNREVIEWED in verdict.queues)
    assert (verdict.status is Status.PENDING) == (Queue.PENDING in verdict.queues)
    if verdict.status.visible or verdict.shadow:
        assert verdict.reasons == ()
