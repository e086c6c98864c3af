"""A well-behaved client: the same Idempotency-Key on every attempt, Retry-After honoured, every answer counted."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

LONGEST_PAUSE = 5.0  # seconds between two attempts, whatever Retry-After says
SHOWN = 20  # examples kept of every kind of fault


class GaveUp(Exception):
    """No answer was had within the caller's patience; what was asked may or may not have happened."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    document: Any
    headers: Mapping[str, str]
    sent: float
    """When the first attempt was sent, on the clock of the running event loop; so is `received`."""
    received: float
    attempts: int


@dataclass(slots=True)
class Tally:
    """What all callers together saw."""

    durations: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds of the attempt that was answered, by kind of call."""
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    away: Counter[str] = field(default_factory=Counter)
    """Attempts that got no answer at all, by the name of the error."""
    faults: list[str] = field(default_factory=list)
    """Answers that no client should get: a 5xx other than 503, a 503 without Retry-After, an error without a type."""

    def answered(self, kind: str, status: int, headers: Mapping[str, str], document: Any, took: float) -> None:
        self.statuses[kind, status] += 1
        if status == 503:
            if not headers.get("Retry-After", "").isdigit():
                self.fault(f"{kind}: 503 without a usable Retry-After")
            return
        self.durations[kind].append(took)
        if status >= 500:
            self.fault(f"{kind}: {status} {document!r:.300}")
        elif status >= 400 and not (isinstance(document, dict) and str(document.get("type", "")).startswith("/")):
            self.fault(f"{kind}: {status} without a problem type: {document!r:.300}")

    def fault(self, sentence: str) -> None:
        if len(self.faults) < SHOWN:
            self.faults.append(sentence)


class Caller:
    """One person's or program's connection. `headers` go with every request; `gate` holds all of them while closed."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        tally: Tally,
        gate: "Gate",
        *,
        headers: Mapping[str, str] | None = None,
        patience: float = 120.0,
    ) -> None:
        self.url = url
        self.tally = tally
        self.headers = dict(headers or {})
        self._session = session
        self.gate = gate
        self._patience = patience

    async def call(
        self, kind: str, method: str, path: str, *, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask until there is an answer that is not "later": 429, 503 and lost connections are tried again.

        Only for what may be repeated: reads, and writes with an Idempotency-Key. Raises GaveUp.
        """
        now = asyncio.get_running_loop().time
        first, attempts = now(), 0
        while True:
            attempts += 1
            pause = random.uniform(0.02, 0.2)
            async with self.gate:
                sent = now()
                if attempts == 1:
                    first = sent
                try:
                    status, document, answered = await self._attempt(method, path, body, headers)
                except (aiohttp.ClientError, TimeoutError, ConnectionError) as why:
                    self.tally.away[type(why).__name__] += 1
                else:
                    self.tally.answered(kind, status, answered, document, now() - sent)
                    if status not in (429, 503) and not _in_progress(document):
                        return Answer(status, document, answered, first, now(), attempts)
                    with_header = answered.get("Retry-After", "")
                    pause += min(float(with_header), LONGEST_PAUSE) if with_header.isdigit() else 0.0
            if now() - first > self._patience:
                raise GaveUp(f"{kind}: no answer to {method} {path} after {attempts} attempts")
            await asyncio.sleep(pause)

    async def once(self, kind: str, method: str, path: str, *, body: Any = None) -> Answer:
        """Ask once, whatever comes. Raises aiohttp.ClientError or TimeoutError."""
        now = asyncio.get_running_loop().time
        sent = now()
        status, document, headers = await self._attempt(method, path, body, None)
        self.tally.answered(kind, status, headers, document, now() - sent)
        return Answer(status, document, headers, sent, now(), 1)

    async def _attempt(
        self, method: str, path: str, body: Any, headers: Mapping[str, str] | None
    ) -> tuple[int, Any, Mapping[str, str]]:
        async with self._session.request(
            method, f"{self.url}{path}", json=body, headers={**self.headers, **(headers or {})}
        ) as response:
            raw = await response.read()
            kind = response.content_type
            document = await response.json(content_type=None) if raw and kind.endswith("json") else None
            return response.status, document, response.headers


class Gate:
    """Lets requests pass, or holds them: closing it waits until none is on its way."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._inside = 0

    async def __aenter__(self) -> None:
        await self._open.wait()
        self._inside += 1
        self._idle.clear()

    async def __aexit__(self, *_: object) -> None:
        self._inside -= 1
        if not self._inside:
            self._idle.set()

    async def close(self) -> None:
        self._open.clear()
        await self._idle.wait()

    def open(self) -> None:
        self._open.set()


def _in_progress(document: Any) -> bool:
    return isinstance(document, dict) and document.get("type") == "/problems/request-in-progress"
