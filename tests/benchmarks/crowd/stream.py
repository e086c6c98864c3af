"""A reader of Server-Sent Events that loses its connection now and then and goes on from where it was."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
from benchmarks.crowd.caller import Tally


@dataclass(frozen=True, slots=True)
class Received:
    kind: str
    data: Any
    id: str


class Stream:
    """One event stream, followed over any number of connections until the task is cancelled."""

    def __init__(self, session: aiohttp.ClientSession, url: str, tally: Tally, *, name: str, restless: float) -> None:
        self.last_id: str | None = None
        self.connections = 0
        self._session = session
        self._url = url
        self._tally = tally
        self._name = name
        self._restless = restless
        """Seconds after which the reader leaves and comes back, on average; 0 for one that stays."""

    async def follow(self) -> AsyncIterator[Received | None]:
        """Events in order; None whenever a connection stands that did not resume, so that the reader must load."""
        while True:
            try:
                async for event in self._connected():
                    yield event
            except (aiohttp.ClientError, TimeoutError, ConnectionError) as why:
                self._tally.away[f"{self._name}: {type(why).__name__}"] += 1
            await asyncio.sleep(random.uniform(0.05, 0.3))

    async def _connected(self) -> AsyncIterator[Received | None]:
        headers = {"Accept": "text/event-stream"}
        if self.last_id is not None:
            headers["Last-Event-ID"] = self.last_id
        now = asyncio.get_running_loop().time
        leaves = now() + random.expovariate(1 / self._restless) if self._restless else None
        asked = now()
        async with self._session.get(self._url, headers=headers) as response:
            self._tally.answered(self._name, response.status, response.headers, await _problem(response), now() - asked)
            if response.status != 200:
                await asyncio.sleep(min(float(response.headers.get("Retry-After", 1)), 2.0))
                return
            self.connections += 1
            if self.last_id is None:
                yield None
            async for event in _events(response.content, leaves):
                self.last_id = event.id or self.last_id
                yield event


async def _problem(response: aiohttp.ClientResponse) -> Any:
    return None if response.status == 200 else await response.json(content_type=None)


async def _events(content: aiohttp.StreamReader, leaves: float | None) -> AsyncIterator[Received]:
    """Parse the frames (HTML standard, 9.2.6) until the connection ends or the reader leaves."""
    now = asyncio.get_running_loop().time
    kind, data, event_id = "message", "", ""
    while leaves is None or now() < leaves:
        try:
            async with asyncio.timeout_at(leaves):
                raw = await content.readline()
        except TimeoutError:
            return
        if not raw:
            return
        line = raw.decode().rstrip("\r\n")
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                yield Received(kind, json.loads(data), event_id)
            kind, data, event_id = "message", "", ""
        elif name == "event":
            kind = value
        elif name == "data":
            data += value
        elif name == "id":
            event_id = value
