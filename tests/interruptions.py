"""Runs of a request that stand still or die on their way to storage, and how the request comes again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from people import Answer, Author, Moderator
from service_client import Service
from waiting import eventually

from moderation.domain.errors import StorageUnavailable
from moderation.storage import leases


class StandsStill:
    """A run that stands still where `here` is awaited, until another one was answered. Its key is free at once, and not
    after ten seconds."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(leases, "IN_PROGRESS_MS", 1)
        self._reached, self._goes_on = asyncio.Event(), asyncio.Event()

    async def here(self) -> None:
        self._reached.set()
        await self._goes_on.wait()

    async def overtaken_by(self, first: Awaitable[Answer], second: Callable[[], Awaitable[Answer]]) -> list[Answer]:
        """What both are answered; the second is told again until the key of the first is free."""
        running = asyncio.ensure_future(first)
        await self._reached.wait()
        told: list[Answer] = []

        async def answered() -> bool:
            told.append(await second())
            return told[-1].status != 409

        await eventually(answered, "the key is free")
        self._goes_on.set()
        return [await running, told[-1]]


def dies(patch: pytest.MonkeyPatch, of: Any, name: str, after: Callable[..., Any] | None = None) -> None:
    """Whoever calls this dies of it: before it is done, or after what `after` does of it."""

    async def cut_off(*args: Any) -> None:
        if after is not None:
            await after(*args)
        raise StorageUnavailable("cut off")

    patch.setattr(of, name, cut_off)


def at(other: Service, who: Moderator) -> Author:
    """The same moderator, who reaches another process of the service."""
    return other.bearer(who.headers["Authorization"].removeprefix("Bearer "))
