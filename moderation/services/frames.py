"""Server-Sent Events (WHATWG HTML, section 9.2) as bytes, and who is waiting for them."""

import asyncio
from collections.abc import Sequence

import orjson

MOST_WAITING = 512
"""Frames a slow reader may lag behind; then the stream ends, and the reader resumes from its last id."""
HEARTBEAT = b": still here\n\n"


def frame(event: str, event_id: str, document: object) -> bytes:
    """One complete event with its id."""
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (event_id.encode(), event.encode(), orjson.dumps(document))


Position = tuple[int, int, int]
"""Of an event: its partition, then the time and sequence of its id."""


class Subscriber:
    """One live reader. Frames wait here, each with the position of its event, until they are written."""

    __slots__ = ("_frames", "_waiting", "ended")

    def __init__(self) -> None:
        self._frames: list[tuple[Position, bytes]] = []
        self._waiting = asyncio.Event()
        self.ended = False

    def put(self, position: Position, frames: Sequence[bytes]) -> None:
        if len(self._frames) + len(frames) > MOST_WAITING:
            self.end()
            return
        self._frames.extend((position, each) for each in frames)
        self._waiting.set()

    def end(self) -> None:
        """Too slow, or the process is stopping."""
        self.ended = True
        self._waiting.set()

    async def next(self, timeout: float) -> list[tuple[Position, bytes]]:
        """What has come since; empty after `timeout` seconds of silence or at the end."""
        try:
            async with asyncio.timeout(timeout):
                await self._waiting.wait()
        except TimeoutError:
            return []
        self._waiting.clear()
        found, self._frames = self._frames, []
        return found
