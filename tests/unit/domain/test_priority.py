"""Every factor lifts, none lifts without bound but age, and age wins in the end: one order for all times."""

from dataclasses import replace
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import ids
from moderation.domain.comment import State, Status
from moderation.domain.priority import (
    DOUBLING,
    ESCALATED,
    LEAST_WORTH,
    MOST_WORTH,
    age,
    is_escalated,
    order_of,
    reach,
    reported,
    waits_since,
    worst_of,
    worth_of,
)
from moderation.domain.queue import Queue

NOW = 1_790_000_000_000
DAY_MS = 86_400_000
COUNTS = st.integers(0, 10_000)
WAITING = st.sampled_from(list(Queue))
SCORES = st.dictionaries(
    st.sampled_from(["TOXICITY", "THREAT", "INSULT", "SPAM"]), st.floats(0, 1, allow_nan=False), max_size=4
)
STATES = st.builds(
    State,
    status=st.sampled_from([Status.PUBLISHED, Status.PENDING, Status.APPROVED]),
    version=st.just(1),
    revision=st.just(1),
    author_id=st.just("ann"),
    parent=st.none(),
    depth=st.just(0),
    likes=COUNTS,
    visible_replies=COUNTS,
    open_reports=COUNTS,
    priority=st.integers(LEAST_WORTH, MOST_WORTH),
    waiting_since=st.none() | st.integers(NOW - 400 * DAY_MS, NOW),
)


def written(at: int) -> bytes:
    return ids.at_time(at, ids.Place(3, 9), b"12345")


ID = written(NOW - 400 * DAY_MS)


def shown(state: State, queue: Queue, now: int = NOW) -> float:
    worth = worth_of(state.priority) * reach(state.status.visible, state.visible_replies, state.likes)
    return worth * reported(state.open_reports) * age(queue, now - waits_since(ID, state, queue))


@given(SCORES)
def test_harm_times_confidence_is_bounded(scores: dict[str, float]) -> None:
    worst = worst_of(scores)
    assert LEAST_WORTH <= worst.worth <= MOST_WORTH
    assert round(worst.harm * worst.confidence) == worst.worth == worth_of(worst.worth)


@given(SCORES.filter(bool), st.data())
def test_a_higher_score_is_never_worth_less(scores: dict[str, float], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(scores)))
    higher = scores | {name: data.draw(st.floats(scores[name], 1))}
    assert worst_of(higher).worth >= worst_of(scores).worth


@given(STATES, WAITING, st.integers(1, 100))
def test_each_factor_lifts(state: State, queue: Queue, more: int) -> None:
    before = order_of(ID, state, queue)
    for lifted in (
        replace(state, priority=min(MOST_WORTH, state.priority + more)),
        replace(state, visible_replies=state.visible_replies + more),
        replace(state, likes=state.likes + more),
        replace(state, open_reports=state.open_reports + more),
        replace(state, waiting_since=waits_since(ID, state, queue) - more),
    ):
        assert order_of(ID, lifted, queue) >= before
    if state.status is Status.PENDING:
        assert order_of(ID, replace(state, status=Status.PUBLISHED), queue) > before


@given(STATES, STATES, WAITING, st.integers(0, 50 * DAY_MS))
def test_the_order_is_that_of_the_products_now_and_at_any_later_time(
    one: State, other: State, queue: Queue, later: int
) -> None:
    first, second = order_of(ID, one, queue), order_of(ID, other, queue)
    # To the second is what the order is exact to.
    if abs(first - second) > 2_000:
        for now in (NOW, NOW + later):
            assert (shown(one, queue, now) > shown(other, queue, now)) == (first > second)


@given(STATES, STATES, WAITING)
def test_nothing_starves(harmless: State, worst: State, queue: Queue) -> None:
    """Before what comes eleven doublings later everything is looked at: eleven days where somebody waits."""
    later = written(NOW + 11 * 1000 * DOUBLING[queue])
    fresh = replace(worst, waiting_since=None)
    assert order_of(ID, replace(harmless, waiting_since=None), queue) > order_of(later, fresh, queue)


@given(STATES, STATES, WAITING)
def test_what_was_escalated_is_first(escalated: State, other: State, queue: Queue) -> None:
    for stored in (ESCALATED + escalated.priority, ESCALATED - 1):
        first = order_of(written(NOW), replace(escalated, priority=stored), queue)
        assert is_escalated(stored)
        assert order_of(ID, other, queue) < first < 1 << 53
    assert not is_escalated(MOST_WORTH)
    assert order_of(ID, other, queue) > 0


def test_many_reports_and_grave_harm_come_before_a_little_more_waiting() -> None:
    state = State(Status.PUBLISHED, 1, 1, "ann", None, 0, priority=worst_of({"INSULT": 0.8}).worth)
    waiting = order_of(written(NOW - DAY_MS // 2), replace(state, open_reports=1), Queue.REPORTED)
    assert order_of(written(NOW), replace(state, open_reports=10), Queue.REPORTED) > waiting
    threat = replace(state, priority=worst_of({"THREAT": 0.8}).worth, open_reports=1)
    assert order_of(written(NOW), threat, Queue.REPORTED) > waiting
    read = replace(state, open_reports=1, visible_replies=30, likes=40)
    assert order_of(written(NOW), read, Queue.REPORTED) > waiting


def test_the_factors_have_bounds() -> None:
    assert (reach(False, 9, 9), reach(True, 0, 0)) == (1, 2)
    assert 3.9 < reach(True, 500, 500) < 4
    assert (reported(0), reported(1)) == (1, 2.4)
    assert 7.9 < reported(1_000) < 8
    assert [age(Queue.PENDING, days * DAY_MS) for days in (0, 1, 3)] == [1, 2, 8]
    assert age(Queue.UNREVIEWED, 30 * DAY_MS) == 2
    assert age(Queue.PENDING, 10**15) == 2**900
    assert prod((MOST_WORTH, 4, 8)) == 32_000


def test_a_wait_begins_with_the_writing_or_with_the_first_report() -> None:
    state = State(Status.PUBLISHED, 1, 1, "ann", None, 0, waiting_since=NOW)
    assert waits_since(ID, state, Queue.REPORTED) == NOW
    assert waits_since(ID, state, Queue.UNREVIEWED) == ids.time_of(ID)
    assert waits_since(ID, replace(state, waiting_since=None), Queue.REPORTED) == ids.time_of(ID)


def test_the_worst_is_what_weighs_and_is_sure() -> None:
    assert worst_of({"TOXICITY": 0.9, "THREAT": 0.8, "SPAM": 1.0}).attribute == "THREAT"
    assert worst_of({}).attribute is None
