"""Times as other systems write them."""

import pytest

from moderation.importers.times import of_seconds, of_text

NOON = 1_583_020_800_000


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2020-03-01T00:00:00Z", NOON),
        ("2020-03-01 00:00:00", NOON),
        (" 2020-03-01T02:00:00+02:00 ", NOON),
        ("2020-02-29T18:00:00.123456789-06:00", NOON + 123),
        ("1969-12-31T23:59:59Z", -1000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("0001-01-01T00:00:00+14:00", None),
        ("0000-00-00 00:00:00", None),
        ("2011-x09-30T22:48:43Z", None),
        ("", None),
    ],
)
def test_a_time_in_words(written: str, at: int | None) -> None:
    assert of_text(written) == at


@pytest.mark.parametrize(
    ("written", "at"),
    [
        (1_583_020_800.25, NOON + 250),
        (0, 0),
        (-1, -1000),
        (True, None),
        ("1", None),
        (float("nan"), None),
        (1e300, None),
    ],
)
def test_a_time_in_seconds(written: object, at: int | None) -> None:
    assert of_seconds(written) == at
