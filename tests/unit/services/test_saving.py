"""Changes that others may come before."""

import pytest

from moderation.domain.errors import Conflict
from moderation.services.saving import until_saved


@pytest.mark.parametrize("overtaken", range(5))
async def test_it_begins_again_until_nobody_came_before(overtaken: int) -> None:
    replies = iter([None] * overtaken + [7, 8])

    async def attempt() -> int | None:
        return next(replies)

    assert await until_saved("The notes keep", attempt) == 7
    assert next(replies) == 8


async def test_who_is_always_overtaken_is_told_what_others_change() -> None:
    made = []

    async def attempt() -> int | None:
        made.append(None)
        return None

    with pytest.raises(Conflict, match="The notes keep being changed by others; try again"):
        await until_saved("The notes keep", attempt)
    assert len(made) == 5


async def test_what_an_attempt_gives_may_be_false() -> None:
    async def attempt() -> bool | None:
        return False

    assert await until_saved("The notes keep", attempt) is False
