"""Which comments count as the same comment again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.fingerprint import VERSION, Fingerprint, distance, fingerprint, parse, similar

LONG = (
    "I really think the council should reconsider the plan for the new bridge, because the traffic on the old one is "
    "getting worse every year and nobody in the town hall seems to care about it at all."
)

AGAIN = [
    LONG.upper(),
    LONG.replace(",", "!!!") + "   ",
    LONG.replace("a", "\u0430"),
    LONG.replace("e", "é"),
    "\u200b".join(LONG),
    "Hello all! " + LONG,
    LONG + " 4829",
]

DIFFERENT = [
    "What a lovely photograph of the harbour at dawn; my grandmother used to live in one of those houses by the sea.",
    "The referee was blind, the goalkeeper asleep, and still they managed to lose by only three goals. Amazing team!",
    "",
]


@pytest.mark.parametrize("again", AGAIN)
def test_a_comment_sent_again_is_recognised(again: str) -> None:
    a, b = fingerprint(LONG), fingerprint(again)
    assert similar(a, b)


@pytest.mark.parametrize("other", DIFFERENT)
def test_another_comment_is_another_comment(other: str) -> None:
    assert not similar(fingerprint(LONG), fingerprint(other))


def test_short_texts_are_similar_only_if_they_are_equal() -> None:
    assert similar(fingerprint("Thank you!"), fingerprint("thank YOU"))
    assert not similar(fingerprint("Thank you so much"), fingerprint("Thank you so mush"))


def test_a_text_without_letters_is_similar_to_nothing() -> None:
    assert not similar(fingerprint("!!!"), fingerprint("???"))


def test_works_without_spaces() -> None:
    text = (
        "我认为市议会应该重新考虑新桥的计划因为旧桥上的交通每年都在恶化而且似乎没有人关心这件事情我们需要更好的方案才行"
    )
    assert similar(fingerprint(text), fingerprint(text + "！！"))
    assert not similar(fingerprint(text), fingerprint(LONG))


def test_stored_fingerprints_of_this_version_do_not_change() -> None:
    """They are stored: a change of canonical form, shingles or hash must come with a new VERSION and new values."""
    assert VERSION == 1
    assert str(fingerprint("Thank you!")) == "1.4283323d58882361.ee88308fb6ddc19c.8"
    assert str(fingerprint(LONG)) == "1.0904e31631db9da5.5e6afaebcfb6125b.156"


def test_fingerprints_of_different_versions_are_never_similar() -> None:
    mark = fingerprint(LONG)
    assert not similar(mark, Fingerprint(VERSION + 1, mark.simhash, mark.digest, mark.letters))


def test_a_malformed_fingerprint_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        parse("nonsense")


@given(st.text(st.characters(exclude_categories=())))
def test_a_fingerprint_survives_being_stored(text: str) -> None:
    mark = fingerprint(text)
    assert parse(str(mark)) == mark
    assert 0 <= mark.simhash < 2**64


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=7))
def test_near_fingerprints_are_similar(simhash: int, flipped: set[int]) -> None:
    other = simhash
    for bit in flipped:
        other ^= 1 << bit
    assert distance(simhash, other) == len(flipped)
    assert similar(Fingerprint(VERSION, simhash, 1, 99), Fingerprint(VERSION, other, 2, 99))
