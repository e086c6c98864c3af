"""Wait for something to become true, with an end, instead of sleeping for a guessed time."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from redis.exceptions import RedisError


def until(holds: Callable[[], bool], what: str, *, seconds: float = 15) -> None:
    """Wait until something holds; a server that does not answer yet counts as no."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if holds():
                return
        except (RedisError, OSError, AssertionError):
            pass
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain until {what}")
        time.sleep(0.02)


async def eventually(holds: Callable[[], bool | Awaitable[bool]], what: str, *, seconds: float = 15) -> None:
    """The same without standing in the way of the event loop."""
    deadline = time.monotonic() + seconds
    while True:
        held = holds()
        if held if isinstance(held, bool) else await held:
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain until {what}")
        await asyncio.sleep(0.02)
