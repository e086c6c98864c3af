"""What reads the same is the same, and leads back to what was typed."""

import pytest

from moderation.text.canonical import canonical, canonical_text

SAME = [
    ("Straße", "STRASSE"),
    ("ﬁne", "fine"),
    ("ｆｉｎｅ", "fine"),
    ("𝓯𝓲𝓷𝓮", "fine"),
    ("café", "cafe\u0301"),
    ("café", "cafe"),
    ("f\u0456ne", "fine"),
    ("fi\u200bne\u00ad", "fine"),
    ("Ελλάδα", "ΕΛΛΑΔΑ"),
    ("ёлка", "ЕЛКА"),
    ("كَلْب", "كلـــب"),
    ("אָלֶף", "אלף"),
    ("ﾊﾞｶ", "バカ"),
    ("\u1107\u1161\u11af", "발"),
    ("١٢٣", "123"),
    ("a\u00a0b", "a b"),
]

DIFFERENT = [
    ("año", "ano"),
    ("мой", "мои"),
    ("राम", "रामा"),
    ("だ", "た"),
    ("กา", "ก่า"),
    ("발", "바"),
    ("рот", "pot"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert canonical_text(one) == canonical_text(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_is_another_letter_stays_another_letter(one: str, other: str) -> None:
    assert canonical_text(one) != canonical_text(other)


def test_a_place_in_the_canonical_text_leads_back_to_the_original() -> None:
    text = "x\u200b Stra\u00dfe cafe\u0301!"
    found = canonical(text)
    assert found.text == "x strasse cafe!"
    start = found.text.index("cafe")
    first, last = found.span(start, start + 4)
    assert text[first:last] == "cafe\u0301"
    assert canonical("").span(0, 0) == (0, 0)


def test_a_tower_of_marks_costs_no_more_than_its_length() -> None:
    assert canonical_text("a" + "\u0301\u0316" * 20_000) == "a"
