"""A comment falls into sentences where a reader would say so, and nothing of it falls between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.serving.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("no end", ["no end"]),
        ("Hello there. You idiot! What?", ["Hello there.", "You idiot!", "What?"]),
        ("I said no. You lied.", ["I said no.", "You lied."]),
        ("are you dumb? you are!", ["are you dumb?", "you are!"]),
        (
            "Mr. Smith left the U.S. at 3.5 p.m. yesterday. He did.",
            ["Mr. Smith left the U.S. at 3.5 p.m. yesterday.", "He did."],
        ),
        ("J. R. R. Tolkien, e.g. here. So do I. Yes.", ["J. R. R. Tolkien, e.g. here.", "So do I.", "Yes."]),
        ("Das ist z.B. gut. Ja.", ["Das ist z.B. gut.", "Ja."]),
        ('"Really?" he asked. "No." She left.', ['"Really?" he asked.', '"No."', "She left."]),
        ("(So it was.) Then it ended.", ["(So it was.)", "Then it ended."]),
        ("well... you know... It is so.", ["well... you know...", "It is so."]),
        ("One line\nanother\r\n\r\nthe last", ["One line", "another", "the last"]),
        ("今日は晴れ。明日は雨！「はい。」と", ["今日は晴れ。", "明日は雨！", "「はい。」", "と"]),
        ("I like it 😀 You too! 🎉 Great 😀 indeed", ["I like it 😀", "You too! 🎉", "Great 😀 indeed"]),
        ("Stop !!! ??? Now", ["Stop !!! ???", "Now"]),
        ("see example.com/a?b=c. and v1.2.3", ["see example.com/a?b=c. and v1.2.3"]),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text() | st.text("aB .!?…\"')\n😀。「\u200b_", max_size=60))
def test_no_character_is_lost_or_counted_twice(text: str) -> None:
    found = sentences(text)
    places = [place for start, end in found for place in range(start, end)]
    assert places == sorted(set(places))
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in found)
    inside = set(places)
    assert all(character.isspace() for place, character in enumerate(text) if place not in inside)
