"""Stored formats: what goes in comes out, and what an earlier version wrote stays readable."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.author import Standing
from moderation.domain.comment import Circumstances, Judgement, Revision, Span
from moderation.domain.errors import StoreUnsuitable
from moderation.storage.codec import decode_revision, encode_revision, queue_mask, queues_of

ATTRIBUTES = st.sampled_from(["TOXICITY", "THREAT", "INSULT", "PROFANITY", "SPAM", "LIKELY_TO_REJECT"])
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
COUNTS = st.integers(0, 9)
CIRCUMSTANCES = st.builds(
    Circumstances,
    minute=st.integers(0, 2**40),
    language=st.sampled_from(["", "en", "de"]),
    standing=st.sampled_from(Standing),
    posted=COUNTS,
    visible=COUNTS,
    approved=COUNTS,
    rejected=COUNTS,
    author_minutes=st.none() | COUNTS,
    pause=st.none() | COUNTS,
    comments=COUNTS,
    article_minutes=st.none() | COUNTS,
)
SCORES = st.integers(0, 10_000).map(lambda whole: whole / 10_000)
REVISIONS = st.builds(
    Revision,
    body=PLAIN,
    author_name=PLAIN,
    guest=st.booleans(),
    address=st.binary(min_size=8, max_size=8).map(lambda raw: "" if raw == bytes(8) else raw.hex()),
    at=st.integers(0, 2**45),
    badges=st.lists(PLAIN, max_size=3).map(tuple),
    source=st.none() | PLAIN,
    judgement=st.builds(
        Judgement,
        opinions=st.lists(st.dictionaries(PLAIN, PLAIN | st.integers(0, 9), max_size=3), max_size=3).map(tuple),
        scores=st.dictionaries(ATTRIBUTES, SCORES),
        spans=st.lists(st.builds(Span, ATTRIBUTES, st.integers(0, 99), st.integers(0, 99), SCORES), max_size=3).map(
            tuple
        ),
        model=st.none() | PLAIN,
        reader=st.sampled_from(["fast", "careful"]),
        circumstances=st.none() | CIRCUMSTANCES,
    ),
)


@given(REVISIONS)
def test_a_revision_comes_back_as_it_went_in(revision: Revision) -> None:
    assert decode_revision(encode_revision(revision)) == revision


def test_what_the_first_format_wrote_is_still_read() -> None:
    stored = b"\x01" + orjson.dumps(
        ["Hello.", "Ann", 1, "0123456789abcdef", 7, [], [], None, [["TOXICITY", 1234]], [["TOXICITY", 0, 5, 900]], "m"]
    )
    assert decode_revision(stored) == Revision(
        "Hello.",
        "Ann",
        True,
        "0123456789abcdef",
        7,
        Judgement((), {"TOXICITY": 0.1234}, (Span("TOXICITY", 0, 5, 0.09),), "m"),
    )


def test_a_newer_format_is_refused_rather_than_guessed() -> None:
    with pytest.raises(StoreUnsuitable, match="format 9"):
        decode_revision(b"\x09whatever")


@given(st.sets(st.sampled_from(["pending", "reported", "unreviewed", "unscored", "appeals", "escalated"])))
def test_queues_survive_as_a_mask(queues: set[str]) -> None:
    assert queues_of(queue_mask(frozenset(queues))) == queues


def test_a_comment_of_three_hundred_letters_is_stored_in_fewer_bytes_than_it_has() -> None:
    body = "I do not think that this is what people want from their government, and I would like to know why. " * 3
    scores = dict.fromkeys(("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT"), 0.1234)
    revision = Revision(body, "Ann", True, "0123456789abcdef", 0, Judgement(scores=scores, model="toxicity-en-2026.11"))
    assert len(encode_revision(revision)) < len(body)


@pytest.mark.parametrize(
    ("known", "most"),
    [
        (Circumstances(29_833_200, "en"), 8),
        (Circumstances(29_833_200, "en", Standing.TRUSTED, 1234, 1200, 300, 20, 234_567, 4321, 87, 312), 24),
    ],
    ids=["a newcomer", "a regular"],
)
def test_what_was_known_takes_a_few_bytes(known: Circumstances, most: int) -> None:
    def stored(judgement: Judgement) -> bytes:
        return encode_revision(Revision("Hello.", "Ann", True, "0123456789abcdef", 0, judgement))

    assert len(stored(Judgement(circumstances=known))) - len(stored(Judgement())) <= most
