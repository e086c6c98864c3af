"""Many awaitables, a bounded number at a time."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar

T = TypeVar("T")


async def gathered(work: Sequence[Awaitable[T]], *, at_once: int = 16) -> list[T]:
    """The results in order; the first failure is raised when all have ended."""
    places = asyncio.Semaphore(at_once)

    async def placed(one: Awaitable[T]) -> T:
        async with places:
            return await one

    results = await asyncio.gather(*(placed(one) for one in work), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if not isinstance(result, BaseException)]
