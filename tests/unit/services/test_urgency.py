"""The parts of a priority add up to it, whatever the comment; and what was worked out twice agrees."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.domain import ids
from moderation.domain.comment import Comment, Judgement, Revision, State, Status
from moderation.domain.queue import HIGHEST_PRIORITY, harm_of, priority
from moderation.services.urgency import priority_of, priority_parts
from moderation.storage.thread_facts import SPAN, order_score

WRITTEN = 1_700_000_000_000
ID = ids.at_time(WRITTEN, ids.Place(3, 9), b"12345")
SCORES = st.dictionaries(
    st.sampled_from(["TOXICITY", "THREAT", "INSULT", "SPAM"]), st.floats(0, 1, allow_nan=False), max_size=4
)


def comment(scores: dict[str, float], stored: int, reports: int, status: Status) -> Comment:
    state = State(status, 1, 1, "ann", None, 0, open_reports=reports, priority=stored)
    return Comment(ID, state, Revision("words", "Ann", True, "", 0, Judgement(scores=scores)))


@given(SCORES, st.integers(0, HIGHEST_PRIORITY), st.integers(0, 50), st.sampled_from(list(Status)))
def test_the_parts_add_up(scores: dict[str, float], stored: int, reports: int, status: Status) -> None:
    seen = comment(scores, stored, reports, status)
    parts = priority_parts(seen, WRITTEN + 5_000)
    assert sum(part["points"] for part in parts) == priority_of(seen)
    assert (parts[0]["part"], parts[-1]) == ("harm", {"part": "age", "points": 0, "seconds": 5})
    assert priority_of(seen) == order_score(ID, seen.state) // SPAN, "the queue is ordered by the same number"


@given(SCORES, st.booleans())
def test_a_new_comment_has_no_other_parts_than_it_should(scores: dict[str, float], held: bool) -> None:
    seen = comment(scores, harm_of(scores).points, 0, Status.PENDING if held else Status.PUBLISHED)
    assert [part["part"] for part in priority_parts(seen, WRITTEN)] == ["harm", *(["waiting"] if held else []), "age"]
    assert priority_of(seen) == priority(scores, 0, held)


def test_the_worst_is_what_weighs_and_is_sure() -> None:
    assert harm_of({"TOXICITY": 0.9, "THREAT": 0.8, "SPAM": 1.0}).attribute == "THREAT"
    assert harm_of({}).attribute is None
