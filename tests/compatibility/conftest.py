"""Programs that know Perspective, OpenAI's moderations or Akismet, and are only given another address and key."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from people import Answer, Caller
from service_client import Service

from moderation.domain.moderator import Role


@dataclass(frozen=True)
class Program:
    """Another program with its key."""

    caller: Caller
    key: str
    url: str

    async def analyzes(self, text: str = "You are a stupid idiot.", *wanted: str, **more: Any) -> Answer:
        """Ask as most clients do: key in the query, attributes without parameters, English."""
        asked = {"comment": {"text": text}, "requestedAttributes": {name: {} for name in wanted or ("TOXICITY",)}}
        return await self.caller.post(
            f"/v1alpha1/comments:analyze?key={self.key}", asked | {"languages": ["en"]} | more
        )

    async def sends(self, body: Any = None, path: str = "/v1alpha1/comments:analyze", **more: Any) -> Answer:
        return await self.caller.post(f"{path}?key={self.key}", body, **more)


NewProgram = Callable[..., Awaitable[Program]]


@pytest.fixture
def new_program() -> NewProgram:
    async def create(
        service: Service, *, site: str = "default", role: str = "service", quota: int | None = None
    ) -> Program:
        _, key = await service.house.tokens.create(site, Role(role), "A program", "operator", quota)
        return Program(service.reader(), key, service.url)

    return create


@pytest.fixture
async def program(service: Service, new_program: NewProgram) -> Program:
    return await new_program(service)


async def beside(work: Callable[[], Any]) -> Any:
    """A client that waits for its answers, beside the service's event loop."""
    return await asyncio.to_thread(work)
