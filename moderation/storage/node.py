"""One storage server as the process sees it: its connections, and whether it is worth asking at all.

When a server goes away every request would like to reconnect. Here at most one attempt runs at a time, attempts are
a quarter of a second apart, and once the server has been away for a second requests are refused at once.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from redis.exceptions import RedisError

from moderation.domain.errors import StorageUnavailable
from moderation.storage.address import Address, open_connection
from moderation.storage.link import Link, ended


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds."""

    connect: float = 1.0
    answer: float = 2.0
    # A server away for less than this is waited for; a restart or a short cut then goes unnoticed.
    outage: float = 1.0
    # At the start it is waited for longer: it may be starting too.
    start: float = 10.0
    between_attempts: float = 0.25


BUSY = 64  # commands waiting on every connection before another connection is opened
FULL = 20_000  # commands waiting on a server before more are refused
GLIMPSE = 0.1  # how long to wait for somebody else's attempt when the server has been away for long


class Node:
    """A server's connections, opened as needed up to `limit`."""

    def __init__(self, address: Address, patience: Patience, *, limit: int = 4) -> None:
        self.address = address
        self.attempts = 0
        self._patience = patience
        self._limit = limit
        self._links: list[Link] = []
        self._dedicated: list[Link] = []
        self._opening: asyncio.Task[None] | None = None
        self._next_attempt = 0.0
        self._down_since: float | None = None
        self._reason = ""
        self._closed = False

    @property
    def down(self) -> bool:
        """The last attempt to connect failed."""
        return self._down_since is not None

    def ready_link(self) -> Link | None:
        """The connection with the shortest queue, without waiting; None when there is none."""
        best: Link | None = None
        for link in self._links:
            if link.lost is None and (best is None or link.waiting < best.waiting):
                best = link
        if best is not None and best.waiting >= BUSY:
            if best.waiting >= FULL:
                raise StorageUnavailable(f"{self.address} has {FULL} commands waiting", 1.0)
            if len(self._links) < self._limit:
                self._attempt()
        return best

    async def link(self) -> Link:
        """A connection; opens one if need be. Raises StorageUnavailable."""
        now = asyncio.get_running_loop().time
        arrived = now()
        while (link := self.ready_link()) is None:
            if self._closed:
                raise StorageUnavailable("storage is closed", 1.0)
            gone = self._down_since is not None and now() - self._down_since > self._patience.outage
            joined = self._opening is not None
            self._attempt()
            if self._opening is not None:
                await asyncio.wait({self._opening}, timeout=GLIMPSE if gone and joined else self._patience.connect)
            if self._opening is None and self.ready_link() is not None:
                continue
            if gone or now() - arrived > self._patience.outage:
                raise StorageUnavailable(f"{self.address} is away: {self._reason or 'no connection'}", 1.0)
            await asyncio.sleep(max(0.01, self._next_attempt - now()))
        return link

    async def dedicated_link(self) -> Link:
        """A connection of the caller's own, which ends with the node at the latest. Raises what redis-py raises."""
        link = self._new_link()
        await link.open()
        self._dedicated = [*(other for other in self._dedicated if other.lost is None), link]
        return link

    def _new_link(self) -> Link:
        return Link(open_connection(self.address, connect_timeout=self._patience.connect), self._patience.answer)

    async def close(self) -> None:
        self._closed = True
        if self._opening is not None:
            await ended(self._opening)
        await asyncio.gather(*(link.close() for link in (*self._links, *self._dedicated)))
        self._links.clear()

    def _attempt(self) -> None:
        if self._opening is None and not self._closed and asyncio.get_running_loop().time() >= self._next_attempt:
            self._opening = asyncio.create_task(self._open(), name=f"storage-connect {self.address}")

    async def _open(self) -> None:
        now = asyncio.get_running_loop().time
        self.attempts += 1
        link = self._new_link()
        try:
            await link.open()
        except (RedisError, OSError) as error:
            # It becomes part of sentences.
            self._reason = str(error).rstrip(".") or type(error).__name__
            self._next_attempt = now() + self._patience.between_attempts
            if not any(other.lost is None for other in self._links):
                self._down_since = self._down_since or now()
        else:
            self._down_since = None
            self._links = [other for other in self._links if other.lost is None]
            self._links.append(link)
        finally:
            self._opening = None


NodeFactory = Callable[[Address], Node]
