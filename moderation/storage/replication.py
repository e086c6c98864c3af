"""A change counts as done when enough replicas have it.

WAIT asks whether replicas have received everything its own connection wrote. One dedicated connection per server
writes a mark (a key that is set and deleted in one transaction) and WAITs for it: replicas receive a server's writes
in order, so whoever has the mark has every write that was answered before it. Writers that wait at the same time
share a round.

The mark must be a real write. On Redis any command, even PING, moved a connection's place to the server's present
one; Valkey 9.1 moves it only for what the connection itself had replicated, and a PING there is acknowledged by
replicas that have nothing (tests/faults/test_replication.py shows it with a paused replica).
"""

import asyncio
from typing import Any

from redis.exceptions import RedisError

from moderation.domain.errors import StorageUnavailable
from moderation.storage.link import Link, LinkLost, ended, pack
from moderation.storage.node import Node

MULTI, EXEC = pack("MULTI"), pack("EXEC")


class Replication:
    """Waits for the replicas of each server, round by round."""

    def __init__(self, replicas: int, timeout: float) -> None:
        self._replicas = replicas
        self._timeout = timeout
        self._rounds: dict[Node, Rounds] = {}

    async def acknowledged(self, node: Node, server: str, mark: bytes) -> None:
        """Return once the replicas of `node` have all that was written before. Raises StorageUnavailable.

        `server` is `Link.server` of the connection that wrote: a server that has restarted since may have lost the
        write, and no replica can vouch for it. `mark` is a key in a slot of that server that nobody uses.
        """
        rounds = self._rounds.get(node)
        if rounds is None:
            rounds = self._rounds[node] = Rounds(node, self._replicas, self._timeout)
        outcome = await rounds.join(mark)
        if isinstance(outcome, str):
            raise StorageUnavailable(f"{node.address}: {outcome}; the change was made but may be lost", 1.0)
        acknowledged, confirmed_by = outcome
        if confirmed_by != server:
            raise StorageUnavailable(f"{node.address} has restarted; the change was made but may be lost", 1.0)
        if acknowledged < self._replicas:
            raise StorageUnavailable(
                f"{node.address}: not replicated, {acknowledged} of {self._replicas} replicas acknowledged", 1.0
            )

    async def close(self) -> None:
        for rounds in self._rounds.values():
            await rounds.close()
        self._rounds.clear()


# How many replicas acknowledged, and which run of the server says so; or why nobody can say.
Outcome = tuple[int, str] | str


class Rounds:
    """The rounds of one server: one is on its way, the next collects those who come meanwhile."""

    def __init__(self, node: Node, replicas: int, timeout: float) -> None:
        self._node = node
        self._timeout = timeout
        self._wait = pack("WAIT", replicas, round(timeout * 1000))
        self._link: Link | None = None
        self._next: asyncio.Future[Outcome] | None = None
        self._running: asyncio.Task[None] | None = None
        self._mark = b""
        self._proven = b""

    async def join(self, mark: bytes) -> Outcome:
        """Take part in the next round."""
        self._mark = mark
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        joined = self._next
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="storage-replication")
        return await asyncio.shield(joined)

    async def close(self) -> None:
        if self._running is not None:
            await ended(self._running)
        if self._next is not None and not self._next.done():
            self._next.set_result("closed")
        if self._link is not None:
            await self._link.close()

    async def _run(self) -> None:
        try:
            while self._next is not None:
                current, self._next = self._next, None
                outcome: Outcome = "the wait was broken off"
                try:
                    outcome = await self._round(self._mark)
                finally:
                    if not current.done():
                        current.set_result(outcome)
        finally:
            self._running = None

    async def _round(self, mark: bytes) -> Outcome:
        try:
            if self._link is None or self._link.lost is not None:
                self._link = await self._node.dedicated_link()
        except (RedisError, OSError) as error:
            return str(error)
        # A mark that has served before is tried first: the latest may lie in a slot that is being moved away.
        outcome: Outcome = ""
        for candidate in dict.fromkeys(filter(None, (self._proven, mark))):
            outcome = await self._write_and_wait(self._link, candidate)
            if not isinstance(outcome, str):
                self._proven = candidate
                return outcome
        self._proven = b""
        return outcome

    async def _write_and_wait(self, link: Link, mark: bytes) -> Outcome:
        commands = (MULTI, pack("SET", mark, ""), pack("DEL", mark), EXEC, self._wait)
        allowed = self._timeout + 2.0
        replies: list[Any] = [await reply for reply in [link.send(command, allowed) for command in commands]]
        for reply in replies:
            if isinstance(reply, LinkLost):
                return reply.reason
            if isinstance(reply, Exception):
                return str(reply)
        return int(replies[-1]), link.server
