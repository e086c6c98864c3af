"""A change counts as done when enough replicas have it.

WAIT asks whether replicas have received everything its own connection wrote. Every command moves that mark of its
connection up to the server's present position, whoever wrote, so one dedicated connection per server that sends
PING and then WAIT covers every write that had been answered before. Writers that wait at the same time share a round.
"""

import asyncio
from typing import Any

from redis.exceptions import RedisError

from moderation.domain.errors import StorageUnavailable
from moderation.storage.link import Link, LinkLost, pack
from moderation.storage.node import Node

PING = pack("PING")


class Replication:
    """Waits for the replicas of each server, round by round."""

    def __init__(self, replicas: int, timeout: float) -> None:
        self._replicas = replicas
        self._timeout = timeout
        self._rounds: dict[Node, Rounds] = {}

    async def acknowledged(self, node: Node) -> None:
        """Return once the replicas of `node` have all that was written before. Raises StorageUnavailable."""
        rounds = self._rounds.get(node)
        if rounds is None:
            rounds = self._rounds[node] = Rounds(node, self._replicas, self._timeout)
        acknowledged = await rounds.join()
        if isinstance(acknowledged, str):
            raise StorageUnavailable(f"{node.address}: {acknowledged}; the change was made but may be lost", 1.0)
        if acknowledged < self._replicas:
            raise StorageUnavailable(
                f"{node.address}: not replicated, {acknowledged} of {self._replicas} replicas acknowledged", 1.0
            )

    async def close(self) -> None:
        for rounds in self._rounds.values():
            await rounds.close()
        self._rounds.clear()


class Rounds:
    """The rounds of one server: one is on its way, the next collects those who come meanwhile."""

    def __init__(self, node: Node, replicas: int, timeout: float) -> None:
        self._node = node
        self._timeout = timeout
        self._wait = pack("WAIT", replicas, round(timeout * 1000))
        self._link: Link | None = None
        self._next: asyncio.Future[int | str] | None = None
        self._running: asyncio.Task[None] | None = None

    async def join(self) -> int | str:
        """How many replicas have it, or why nobody can say."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        joined = self._next
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="storage-replication")
        return await asyncio.shield(joined)

    async def close(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        if self._next is not None and not self._next.done():
            self._next.set_result("closed")
        if self._link is not None:
            await self._link.close()

    async def _run(self) -> None:
        try:
            while self._next is not None:
                current, self._next = self._next, None
                result: int | str = "the wait was broken off"
                try:
                    result = await self._round()
                finally:
                    if not current.done():
                        current.set_result(result)
        finally:
            self._running = None

    async def _round(self) -> int | str:
        try:
            if self._link is None or self._link.lost is not None:
                self._link = await self._node.dedicated_link()
        except (RedisError, OSError) as error:
            return str(error)
        allowed = self._timeout + 2.0
        ping = self._link.send(PING, allowed)
        reply: Any = await self._link.send(self._wait, allowed)
        await ping
        if isinstance(reply, LinkLost):
            return reply.reason
        return str(reply) if isinstance(reply, Exception) else int(reply)
