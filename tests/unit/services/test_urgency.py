"""The factors of a priority multiply to it, whatever the comment."""

from math import prod

from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import ids
from moderation.domain.comment import Comment, Judgement, Revision, State, Status
from moderation.domain.priority import ESCALATED, HIGHEST, worst_of
from moderation.domain.queue import Queue
from moderation.services.urgency import most_urgent, urgency

WRITTEN = 1_790_000_000_000
DAY_MS = 86_400_000
ID = ids.at_time(WRITTEN, ids.Place(3, 9), b"12345")
SCORES = st.dictionaries(
    st.sampled_from(["TOXICITY", "THREAT", "INSULT", "SPAM"]), st.floats(0, 1, allow_nan=False), max_size=4
)
FACTORS = ["harm", "confidence", "reach", "reports", "age"]


def comment(scores: dict[str, float], stored: int, reports: int = 0, status: Status = Status.PENDING) -> Comment:
    queues = frozenset({"pending"} if status is Status.PENDING else {"reported", "unreviewed"})
    state = State(status, 1, 1, "ann", None, 0, open_reports=reports, priority=stored, queues=queues)
    return Comment(ID, state, Revision("words", "Ann", True, "", 0, Judgement(scores=scores)))


@given(
    SCORES,
    st.integers(0, 3048),
    st.integers(0, 50),
    st.sampled_from(list(Status)),
    st.none() | st.sampled_from(list(Queue)),
    st.integers(-1000, 400 * DAY_MS),
)
def test_the_factors_multiply_to_it(
    scores: dict[str, float], stored: int, reports: int, status: Status, queue: Queue | None, waited: int
) -> None:
    shown = urgency(comment(scores, stored, reports, status), queue, WRITTEN + waited)
    assert shown["priority"] == round(prod(part["multiplier"] for part in shown["priority_parts"]))
    names = [part["part"] for part in shown["priority_parts"]]
    assert [name for name in names if name in FACTORS] == (FACTORS if queue else FACTORS[:-1])
    assert 20 <= shown["priority"] <= (HIGHEST if "escalated" not in names else 10**12)


@given(SCORES)
def test_a_new_comment_has_no_other_factors_than_it_should(scores: dict[str, float]) -> None:
    shown = urgency(comment(scores, worst_of(scores).worth), Queue.PENDING, WRITTEN)
    assert [part["part"] for part in shown["priority_parts"]] == FACTORS
    assert shown["priority"] == worst_of(scores).worth


def test_each_says_what_it_comes_from() -> None:
    seen = comment({"THREAT": 0.9}, ESCALATED + 900, 4, Status.PUBLISHED)
    assert urgency(seen, Queue.REPORTED, WRITTEN + DAY_MS)["priority_parts"] == [
        {"part": "harm", "multiplier": 10.0, "attribute": "THREAT"},
        {"part": "confidence", "multiplier": 90.0, "score": 0.9},
        {"part": "reach", "multiplier": 2.0, "visible": True, "replies": 0, "likes": 0},
        {"part": "reports", "multiplier": 4.5, "number": 4},
        {"part": "age", "multiplier": 2.0, "seconds": 86_400, "doubling_seconds": 86_400},
        {"part": "escalated", "multiplier": 1_000_000.0},
    ]


def test_a_comment_is_as_urgent_as_in_its_most_urgent_queue() -> None:
    seen = comment({"THREAT": 0.9}, 900, 4, Status.PUBLISHED)
    assert most_urgent(seen, WRITTEN + DAY_MS) == urgency(seen, Queue.REPORTED, WRITTEN + DAY_MS)


def test_what_was_kept_with_another_worth_says_so() -> None:
    parts = urgency(comment({"THREAT": 0.9}, 450), Queue.PENDING, WRITTEN)["priority_parts"]
    assert {"part": "earlier", "multiplier": 0.5} in parts
