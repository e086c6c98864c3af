"""Server-Sent Events (WHATWG HTML, section 9.2) as bytes, and who is waiting for them."""

import asyncio
from collections.abc import Hashable, Sequence

import orjson

MOST_WAITING = 512
"""Events a slow reader may lag behind; then the stream ends, and the reader resumes from its last id."""
HEARTBEAT = b": still here\n\n"


def frame(event: str, event_id: str, document: object) -> bytes:
    """One complete event with its id."""
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (event_id.encode(), event.encode(), orjson.dumps(document))


Place = tuple[int, int]
"""Of an event in its stream: time and sequence of its id."""


class Subscriber:
    """One live reader. Events wait here as frames until they are written: with where they belong (a partition, or an
    article whose count it is) and their place there, so that what was told once is not told again."""

    __slots__ = ("_events", "_waiting", "ended")

    def __init__(self) -> None:
        self._events: list[tuple[Hashable, Place, Sequence[bytes]]] = []
        self._waiting = asyncio.Event()
        self.ended = False

    def put(self, where: Hashable, place: Place, frames: Sequence[bytes]) -> None:
        """One event, whose frames stay together."""
        if len(self._events) >= MOST_WAITING:
            self.end()
            return
        self._events.append((where, place, frames))
        self._waiting.set()

    def end(self) -> None:
        """Too slow, or the process is stopping."""
        self.ended = True
        self._waiting.set()

    async def next(self, timeout: float) -> list[tuple[Hashable, Place, Sequence[bytes]]]:
        """What has come since; empty after `timeout` seconds of silence or at the end."""
        try:
            async with asyncio.timeout(timeout):
                await self._waiting.wait()
        except TimeoutError:
            return []
        self._waiting.clear()
        found, self._events = self._events, []
        return found
