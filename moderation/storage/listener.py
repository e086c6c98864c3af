"""Wake-ups: something happened in a partition, go and read its stream.

Sharded channels carry no truth, only the hint to read on; so hints that pile up collapse into one, and after every
new subscription, hence after every reconnect, each channel concerned is woken once.
"""

import asyncio
import math
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any, cast

from redis.exceptions import RedisError

from moderation.domain.errors import StorageUnavailable
from moderation.storage.address import Connection, open_connection
from moderation.storage.link import ended, pack
from moderation.storage.node import Node
from moderation.storage.topology import Topology

HEARTBEAT = 5.0  # seconds of silence before the server is asked whether it is still there
PING = pack("PING")


class Listener:
    """An asynchronous iterator over the names of channels that have something new.

    `async for channel in store.listen(["{default:07}:bell"]): ...`; ends when `close` is called.
    """

    def __init__(
        self, topology: Topology, slot_of: Callable[[str], int], channels: Sequence[str], between_attempts: float
    ) -> None:
        self._topology = topology
        self._slot_of = slot_of
        self._between_attempts = between_attempts
        self._channels: set[str] = set(channels)
        self._awake: dict[str, None] = {}
        self._news = asyncio.Event()
        self._changed = asyncio.Event()
        self._changed.set()
        self._subscriptions: dict[Node, _Subscription] = {}
        self._closed = False
        self._arranging = asyncio.create_task(self._arrange(), name="storage-listener")

    def add(self, *channels: str) -> None:
        """Listen to further channels; each is woken once when the subscription stands."""
        self._channels.update(channels)
        self._changed.set()

    def remove(self, *channels: str) -> None:
        self._channels.difference_update(channels)
        self._changed.set()

    async def __aiter__(self) -> AsyncIterator[str]:
        while not self._closed:
            if not self._awake:
                self._news.clear()
                await self._news.wait()
                continue
            channel = next(iter(self._awake))
            del self._awake[channel]
            yield channel

    async def close(self) -> None:
        self._closed = True
        self._news.set()
        await ended(self._arranging)
        await asyncio.gather(*(subscription.close() for subscription in self._subscriptions.values()))
        self._subscriptions.clear()

    def _wake(self, channel: str) -> None:
        if channel in self._channels:
            self._awake[channel] = None
            self._news.set()

    def _doubt(self) -> None:
        self._topology.doubt()
        self._changed.set()

    async def _arrange(self) -> None:
        """Keep one subscription per server, with the channels whose slots it owns."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._topology.settled()
            wanted: dict[Node, set[str]] = defaultdict(set)
            for channel in self._channels:
                try:
                    wanted[self._topology.node_for(self._slot_of(channel))].add(channel)
                except StorageUnavailable:
                    self._doubt()
            for node in [node for node, held in self._subscriptions.items() if held.over or node not in wanted]:
                await self._subscriptions.pop(node).close()
            for node, channels in wanted.items():
                if node not in self._subscriptions:
                    self._subscriptions[node] = _Subscription(node, self._wake, self._doubt)
                self._subscriptions[node].want(channels)
            # Servers in trouble are not asked in a tight loop.
            await asyncio.sleep(self._between_attempts)


class _Subscription:
    """One connection that holds some channels of one server; when it ends, `doubt` is called and it is replaced."""

    def __init__(self, node: Node, wake: Callable[[str], None], doubt: Callable[[], None]) -> None:
        self.over = False
        self._node = node
        self._wake = wake
        self._doubt = doubt
        self._wanted: set[str] = set()
        self._asked: set[str] = set()
        self._wanting = asyncio.Event()
        self._life = asyncio.create_task(self._live(), name=f"storage-listener {node.address}")

    def want(self, channels: set[str]) -> None:
        self._wanted = set(channels)
        self._wanting.set()

    async def close(self) -> None:
        await ended(self._life)

    async def _live(self) -> None:
        connection = open_connection(self._node.address, connect_timeout=1.0)
        parts: list[asyncio.Task[None]] = []
        try:
            await cast("Any", connection).connect()
            connection.socket_timeout = None
            parts = [asyncio.create_task(self._ask(connection)), asyncio.create_task(self._hear(connection))]
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        except (RedisError, OSError):
            # The server is away or has given the slot away: the listener looks where the channels are now.
            await asyncio.sleep(0)
        finally:
            self.over = True
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            await connection.disconnect(nowait=True)
            self._doubt()

    async def _ask(self, connection: Connection) -> None:
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._wanting.wait()
            except TimeoutError:
                await connection.send_packed_command(PING, check_health=False)
                continue
            self._wanting.clear()
            more, fewer = self._wanted - self._asked, self._asked - self._wanted
            self._asked = set(self._wanted)
            # One command per channel: in a Cluster those of one command would have to share a slot.
            commands = [*_commands("SSUBSCRIBE", more), *_commands("SUNSUBSCRIBE", fewer)]
            if commands:
                await connection.send_packed_command(commands, check_health=False)

    async def _hear(self, connection: Connection) -> None:
        while True:
            async with asyncio.timeout(2 * HEARTBEAT):
                told: Any = await connection.read_response(
                    timeout=math.inf, disconnect_on_error=False, push_request=True
                )
            if not isinstance(told, list) or len(told) < 2:
                continue
            kind, channel = told[0], told[1].decode() if told[1] else ""
            if kind in (b"smessage", b"ssubscribe"):
                self._wake(channel)
            elif kind == b"sunsubscribe" and channel in self._wanted:
                # The slot has moved to another server.
                raise ConnectionError(f"{channel} has moved")


def _commands(verb: str, channels: Iterable[str]) -> list[bytes]:
    return [pack(verb, channel) for channel in sorted(channels)]
