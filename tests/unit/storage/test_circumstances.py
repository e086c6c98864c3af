"""What was known of a comment, as bytes that later versions must go on reading."""

import pytest
from hypothesis import given
from unit.storage.test_codec import CIRCUMSTANCES

from moderation.domain.author import Standing
from moderation.domain.comment import Circumstances
from moderation.storage.circumstances import packed, unpacked

NOTHING = Circumstances(0)
NEWCOMER = Circumstances(29_833_200, "en")
REGULAR = Circumstances(29_833_200, "de", Standing.SHADOWED, 1234, 1200, 300, 20, 234_567, 0, 87, 312)


@pytest.mark.parametrize(
    ("known", "stored"),
    [
        (NOTHING, "0100"),
        (NEWCOMER, "0702656ef0ef9c0e"),
        (REGULAR, "16026465f0ef9c0e57b902c8a80ed209b009ac02140105"),
    ],
    ids=["nothing", "a newcomer", "a regular"],
)
def test_what_was_written_once_is_read_for_ever(known: Circumstances, stored: str) -> None:
    assert packed(known).hex() == stored
    assert unpacked(bytes.fromhex(stored), 0) == (known, len(stored) // 2)


@given(CIRCUMSTANCES)
def test_it_is_read_from_the_middle_of_other_bytes(known: Circumstances) -> None:
    raw = packed(known)

    assert unpacked(b"before" + raw + b"behind", 6) == (known, 6 + len(raw))


def test_what_a_later_version_adds_is_passed_over() -> None:
    raw = packed(REGULAR)
    later = bytes((raw[0] + 3,)) + raw[1:] + bytes((0x81, 0x01, 0x07))

    assert unpacked(later, 0) == (REGULAR, len(later))
