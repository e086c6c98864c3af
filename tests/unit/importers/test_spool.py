"""What was read and waits: however its comments answer each other, arranging them takes work that grows with their
number."""

from collections.abc import Callable
from contextlib import closing

import pytest

from moderation.domain.comment import Status
from moderation.importers.elsewhere import TheirAuthor, TheirComment, TheirThread
from moderation.importers.spool import Spool


def work(number: int, parent: Callable[[int, int], int]) -> int:
    """Thousands of steps that the database takes to arrange so many comments."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    with closing(Spool()) as spool:
        spool.add_thread("", TheirThread("t", "/"), "/")
        for each in range(1, number + 1):
            above = parent(each, number)
            comment = TheirComment(str(each), "t", str(above or ""), TheirAuthor(), each, "words", Status.APPROVED)
            spool.add_comment("", comment, each.to_bytes(10, "big"))
        spool._db.set_progress_handler(step, 1000)
        spool.arrange(0)
        spool._db.set_progress_handler(None, 0)
        assert spool.count("comment") == number
    return steps


@pytest.mark.parametrize(
    "parent",
    [
        lambda each, _: each - 1,
        lambda each, number: each + 1 if each < number else 0,
        lambda each, number: each % number + 1,
        lambda each, _: (each - 1 ^ 1) + 1,
    ],
    ids=["a chain", "from its end", "a circle", "pairs that answer each other"],
)
def test_four_times_the_comments_are_about_four_times_the_work(parent: Callable[[int, int], int]) -> None:
    assert work(2000, parent) < 6 * work(500, parent)
