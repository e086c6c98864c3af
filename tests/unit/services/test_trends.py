"""Better, worse, steady: what is said of an author's weeks, and when nothing is."""

import pytest

from moderation.services.trends import LEAST, WEEKS, Trend, Week, trend_of


def weeks(*pairs: tuple[int, int]) -> list[Week]:
    """Approved and rejected; the weeks before those named are empty."""
    return [Week()] * (WEEKS - len(pairs)) + [Week(*pair) for pair in pairs]


def halves(before: tuple[int, int], lately: tuple[int, int]) -> list[Week]:
    return weeks(before, (0, 0), (0, 0), (0, 0), lately, (0, 0), (0, 0), (0, 0))


@pytest.mark.parametrize(
    ("before", "lately", "said"),
    [
        ((4, 0), (0, 4), Trend.WORSE),
        ((0, 4), (4, 0), Trend.BETTER),
        ((10, 10), (10, 10), Trend.STEADY),
        ((7, 1), (5, 3), Trend.STEADY),
        ((70, 10), (50, 30), Trend.WORSE),
        ((50, 30), (70, 10), Trend.BETTER),
        ((40, 0), (40, 0), Trend.STEADY),
        ((0, 40), (0, 40), Trend.STEADY),
    ],
)
def test_the_newer_half_is_held_against_the_older(
    before: tuple[int, int], lately: tuple[int, int], said: Trend
) -> None:
    assert trend_of(halves(before, lately)) is said


@pytest.mark.parametrize("few", [(0, 0), (0, LEAST - 1), (LEAST - 1, 0)])
def test_of_too_little_nothing_is_said(few: tuple[int, int]) -> None:
    assert trend_of(halves(few, (0, 100))) is Trend.UNKNOWN
    assert trend_of(halves((100, 0), few)) is Trend.UNKNOWN
    assert trend_of(weeks()) is Trend.UNKNOWN


def test_where_in_its_half_a_week_lies_makes_no_difference() -> None:
    assert trend_of(weeks((2, 0), (2, 0), (0, 0), (0, 0), (0, 0), (0, 1), (0, 1), (0, 2))) is Trend.WORSE
