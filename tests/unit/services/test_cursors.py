"""Cursors of lists come back as they were given, or not at all."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.domain.errors import Malformed
from moderation.services.cursors import decode_cursor, encode_cursor, id_bytes


@given(st.integers(-(2**53), 2**53), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_comes_back_as_it_was_given(number: int, text: str) -> None:
    cursor = encode_cursor(number, text)

    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?# ")
    assert decode_cursor(cursor, int, str) == (number, text)


def test_no_cursor_is_the_beginning() -> None:
    assert decode_cursor(None, int) is None


@given(st.text())
def test_what_was_never_given_is_refused_or_read_as_what_it_says(text: str) -> None:
    try:
        parts = decode_cursor(text, int, str)
    except Malformed:
        return
    assert parts is not None
    assert [type(part) for part in parts] == [int, str]


@pytest.mark.parametrize(
    "cursor", ["", "!", "bnVsbA", "W10", "WzFd", "W3RydWUsImEiXQ", "WzEuMCwiYSJd", "WzEsMV0", "e30"]
)
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(Malformed):
        decode_cursor(cursor, int, str)


def test_a_deeply_nested_cursor_is_refused() -> None:
    deep = base64.urlsafe_b64encode(b"[" * 700 + b"]" * 700).decode().rstrip("=")
    with pytest.raises(Malformed):
        decode_cursor(deep, str)


@pytest.mark.parametrize("text", ["", "zz", "00" * 15, "00" * 17, 7])
def test_what_is_no_id_in_a_cursor_is_refused(text: str | int) -> None:
    with pytest.raises(Malformed):
        id_bytes(text)


def test_an_id_in_a_cursor_is_sixteen_bytes() -> None:
    assert id_bytes("0f" * 16) == b"\x0f" * 16
