"""Where sentences are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.sentences import sentences


def parts(text: str, most: int = 100) -> list[str]:
    return [text[start:end] for start, end in sentences(text, most)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You are wrong. You total fool!", ["You are wrong.", "You total fool!"]),
        ("No end", ["No end"]),
        ("It costs 3.50 at shop.example today.", ["It costs 3.50 at shop.example today."]),
        ('He said "Go away!" Then left.', ['He said "Go away!"', "Then left."]),
        ("What?!? Really...", ["What?!?", "Really..."]),
        ("a line\n\n  and another  ", ["a line", "and another"]),
        ("你好。再见！", ["你好。", "再见！"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_text_falls_into_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_what_is_over_the_most_is_one_sentence() -> None:
    assert parts("One. Two. Three. Four. ", most=3) == ["One.", "Two.", "Three. Four."]


@given(st.text(max_size=300), st.integers(1, 5))
def test_sentences_are_in_order_and_leave_out_nothing_but_white_space(text: str, most: int) -> None:
    found = sentences(text, most)

    assert len(found) <= most
    places = [place for span in found for place in span]
    assert places == sorted(places)
    kept = {place for start, end in found for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in kept)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)
