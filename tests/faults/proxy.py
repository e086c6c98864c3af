"""A wire between the service and its storage that can be slow, cut, or open with nobody at the other end."""

import asyncio
import contextlib
from collections.abc import Iterator


class Proxy:
    """Passes bytes on to a server on loopback; what it does with them can be changed while connections stand."""

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self.accepted = 0
        """Connections ever made."""
        self._target_port = target_port
        self._delay = 0.0
        self._refusing = False
        self._passing = asyncio.Event()
        self._passing.set()
        self._server: asyncio.Server | None = None
        self._wires: set[asyncio.Task[None]] = set()

    @property
    def open(self) -> int:
        """Connections that stand now."""
        return len(self._wires)

    async def start(self) -> "Proxy":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        self.break_connections()
        await asyncio.gather(*self._wires, return_exceptions=True)
        await self._server.wait_closed()

    def slow(self, seconds: float) -> None:
        """Every piece of bytes takes so long in each direction; 0 is as fast as can be."""
        self._delay = seconds

    def cut(self) -> None:
        """End every connection, and every new one as soon as it is made."""
        self._refusing = True
        self.break_connections()

    def freeze(self) -> None:
        """Half-open: connections stand and new ones are taken, but nothing arrives any more."""
        self._passing.clear()

    def mend(self) -> None:
        """Everything works again. What was held back by `freeze` arrives now."""
        self._refusing = False
        self._delay = 0.0
        self._passing.set()

    def break_connections(self) -> None:
        """End every connection, as a restart of something on the way does."""
        for wire in self._wires:
            wire.cancel()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        wire = asyncio.current_task()
        assert wire is not None
        self._wires.add(wire)
        with _closing(writer), contextlib.suppress(OSError, asyncio.CancelledError):
            try:
                if not self._refusing:
                    await self._join(reader, writer)
            finally:
                self._wires.discard(wire)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._passing.wait()
        there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
        with _closing(back):
            ways = [asyncio.create_task(self._pass(reader, back)), asyncio.create_task(self._pass(there, writer))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65_536):
            if self._delay:
                await asyncio.sleep(self._delay)
            await self._passing.wait()
            writer.write(piece)
            await writer.drain()


@contextlib.contextmanager
def _closing(writer: asyncio.StreamWriter) -> Iterator[None]:
    try:
        yield
    finally:
        with contextlib.suppress(OSError, RuntimeError):
            writer.close()
