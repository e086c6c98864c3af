"""The process's one way to its storage: run a script, read a key, know when the storage is away.

One server, Sentinel or Cluster look the same from here. What a caller must know:

- **A write is sent once.** If the connection ends after a write was sent, nobody knows whether it was executed, so it
  is not sent again and StorageUnavailable says so; callers answer 503 and the retry is made
  harmless by idempotency keys. Reads are sent again, and so is a write the caller calls `resend=True`.
- **Refusals are retried.** MOVED, ASK, TRYAGAIN, CLUSTERDOWN, LOADING, READONLY, MASTERDOWN and NOSCRIPT all mean
  that nothing was executed; they are retried for `Patience.outage` seconds.
- redis-py's own retries are off (see address.py), as they send again after a timeout.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.exceptions import (
    AskError,
    BusyLoadingError,
    ClusterDownError,
    MovedError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    TryAgainError,
)

from moderation.domain.errors import StorageUnavailable
from moderation.storage.address import Address, parse_location
from moderation.storage.discovery import discover, server_info
from moderation.storage.link import Argument, Link, LinkLost, pack
from moderation.storage.listener import Listener
from moderation.storage.node import Node, Patience
from moderation.storage.replication import Replication
from moderation.storage.scripts import Script, load_scripts
from moderation.storage.slots import slot_of, slot_of_all, tag_of
from moderation.storage.topology import Cluster, Topology, ask

QUICK_REDIRECTIONS = 3  # then servers that send us to and fro are given time
# The server refuses because of its own state and has executed nothing.
AWAY = (BusyLoadingError, ClusterDownError, TryAgainError, ReadOnlyError, OutOfMemoryError)
AWAY_CODES = ("BUSY ", "MISCONF ", "NOREPLICAS ", "MASTERDOWN ", "UNKILLABLE ")
ASKING = pack("ASKING")
PING = pack("PING")
TIME = pack("TIME")


class ScriptFailed(Exception):
    """A script or command ended in an error of its own: a fault of ours, not of the storage's."""


@dataclass(frozen=True, slots=True)
class Call:
    """One script to run: see `Store.run`."""

    script: str
    keys: Sequence[str | bytes]
    args: Sequence[Argument] = ()
    resend: bool | None = None


class Store:
    """The connection to the storage; made by `Store.connect`, ended by `close`."""

    def __init__(
        self,
        topology: Topology,
        patience: Patience,
        replication: Replication | None,
        scripts: Mapping[str, Script] | None = None,
    ) -> None:
        self.mode = topology.mode
        self._topology = topology
        self._patience = patience
        self._scripts = load_scripts() if scripts is None else scripts
        self._replication = replication
        self._listeners: list[Listener] = []

    @classmethod
    async def connect(
        cls,
        url: str,
        *,
        patience: Patience | None = None,
        acknowledge_replicas: int = 0,
        acknowledge_timeout: float = 1.0,
        connections: int = 4,
        scripts: Mapping[str, Script] | None = None,
    ) -> "Store":
        """Connect to the storage a URL names (see address.parse_location), at most `connections` to each server, and
        wait `patience.start` seconds for one that is away or still reads its data.

        With `acknowledge_replicas` a write is done when that many replicas have it, for which it waits at most
        `acknowledge_timeout` seconds. `scripts` are the package's unless others are given. Raises ValueError (the
        URL), StorageUnavailable (nobody answers, still loading) or StoreUnsuitable.
        """
        patience = patience or Patience()
        location = parse_location(url)

        def new_node(address: Address) -> Node:
            return Node(address, patience, limit=connections)

        topology = await discover(location, new_node, patience.start)
        replication = Replication(acknowledge_replicas, acknowledge_timeout) if acknowledge_replicas else None
        return cls(topology, patience, replication, scripts)

    async def run(
        self,
        script: str,
        keys: Sequence[str | bytes],
        args: Sequence[Argument] = (),
        *,
        resend: bool | None = None,
        timeout: float | None = None,
    ) -> Any:
        """Run a script by name; all keys lie in one slot. Returns its reply as Redis types with bytes.

        `resend`: send again even if the first sending may have been executed (default: only for scripts that only
        read). `timeout`: seconds to wait for the answer, instead of the usual. If replicas must acknowledge, a
        writing script returns only after they have. Raises StorageUnavailable, ScriptFailed.
        """
        known = self._scripts[script]
        slot = slot_of_all(keys)
        command = pack("EVALSHA", known.sha, len(keys), *keys, *args)
        resend = not known.writes if resend is None else resend
        node, link, reply = await self._send(slot, command, known, resend, timeout)
        if known.writes and self._replication is not None:
            await self._replication.acknowledged(node, link.server, b"{%b}:replicated" % tag_of(keys[0]))
        return reply

    async def run_many(self, calls: Sequence[Call]) -> list[Any]:
        """Run many scripts at once, each in a slot of its own; they travel together, each fails by itself.

        Returns the replies in order, with a StorageUnavailable or ScriptFailed in the place of one that failed.
        """
        return await _all(self.run(call.script, call.keys, call.args, resend=call.resend) for call in calls)

    async def command(self, key: str | bytes, *words: Argument, resend: bool = True) -> Any:
        """One plain command, sent to the server that owns `key`. Meant for reads: it is sent again if need be."""
        _, _, reply = await self._send(slot_of(key), pack(*words), None, resend, None)
        return reply

    async def commands(self, words: Sequence[tuple[str | bytes, Sequence[Argument]]]) -> list[Any]:
        """Many plain reads at once, each given as (key, words); an error stands in the place of one that failed."""
        return await _all(self.command(key, *command) for key, command in words)

    async def ping(self) -> None:
        """Every server that takes writes answers. Raises StorageUnavailable."""
        nodes = self._topology.nodes()
        if not nodes:
            self._topology.doubt()
            raise StorageUnavailable("no server that takes writes is known", 1.0)
        for reply in await asyncio.gather(*(ask(node, PING) for node in nodes), return_exceptions=True):
            if isinstance(reply, BaseException):
                self._topology.doubt()
                if isinstance(reply, StorageUnavailable):
                    raise reply
                raise StorageUnavailable(str(reply), 1.0)

    async def info(self) -> Mapping[str, str]:
        """INFO of the first server that takes writes, as text. Raises StorageUnavailable, StoreUnsuitable."""
        nodes = self._topology.nodes()
        if not nodes:
            raise StorageUnavailable("no server that takes writes is known", 1.0)
        return await server_info(nodes[0])

    async def server_time_ms(self, key: str | bytes = "") -> int:
        """The server's clock in milliseconds since 1970; with a key, that of the server that owns it."""
        _, _, (seconds, microseconds) = await self._send(slot_of(key), TIME, None, True, None)
        return int(seconds) * 1000 + int(microseconds) // 1000

    def listen(self, channels: Sequence[str] = ()) -> Listener:
        """Wake-ups for sharded channels: see Listener. Ends with the store, or by its own `close`."""
        listener = Listener(self._topology, slot_of, channels, self._patience.between_attempts)
        self._listeners.append(listener)
        return listener

    async def close(self) -> None:
        """End every connection. Calls still waiting get StorageUnavailable."""
        for listener in self._listeners:
            await listener.close()
        if self._replication is not None:
            await self._replication.close()
        await self._topology.close()

    async def _send(
        self, slot: int, command: bytes, script: Script | None, resend: bool, timeout: float | None
    ) -> tuple[Node, Link, Any]:
        now = asyncio.get_running_loop().time
        give_up = now() + self._patience.outage
        redirected: tuple[Node, bool] | None = None
        redirections = 0
        load = False
        while True:
            node, asking = redirected or (self._topology.node_for(slot), False)
            redirected = None
            try:
                link = node.ready_link() or await node.link()
            except StorageUnavailable:
                self._topology.doubt()
                if now() >= give_up:
                    raise
                await asyncio.sleep(self._patience.between_attempts / 2)
                if self._topology.node_for(slot) is node:
                    raise
                continue
            reply = await _ask_link(link, command, script if load else None, asking, timeout)
            if not isinstance(reply, Exception):
                return node, link, reply
            match reply:
                case LinkLost():
                    self._topology.doubt()
                    if reply.sent and not resend:
                        raise StorageUnavailable(f"{node.address}: {reply.reason}; the change may have been made", 1.0)
                    reason = f"{node.address}: {reply.reason}"
                case NoScriptError() if script is not None and not load:
                    load = True
                    continue
                case MovedError():
                    self._topology.doubt()
                    redirected = (self._topology.moved(slot, reply.host or node.address.host, reply.port), False)
                    reason = f"slot {slot} keeps moving"
                case AskError() if isinstance(self._topology, Cluster):
                    redirected = (self._topology.at(reply.host or node.address.host, reply.port), True)
                    reason = f"slot {slot} keeps moving"
                case _ if isinstance(reply, AWAY) or str(reply).startswith(AWAY_CODES):
                    self._topology.doubt()
                    reason = f"{node.address}: {reply}"
                case _:
                    raise ScriptFailed(f"{script.name if script else 'command'}: {reply}") from reply
            if now() >= give_up:
                raise StorageUnavailable(reason, 1.0)
            redirections += 1
            if redirected is None or redirections > QUICK_REDIRECTIONS:
                await asyncio.sleep(0.05)


async def _ask_link(link: Link, command: bytes, load: Script | None, asking: bool, timeout: float | None) -> Any:
    """Send with what must come directly before it on the same connection; errors are returned."""
    if load is not None:
        link.send(pack("SCRIPT", "LOAD", load.source))
    if asking:
        link.send(ASKING)
    return await link.send(command, timeout)


async def _all(calls: Any) -> list[Any]:
    tasks: list[Awaitable[Any]] = list(calls)
    replies = await asyncio.gather(*tasks, return_exceptions=True)
    for reply in replies:
        if isinstance(reply, BaseException) and not isinstance(reply, StorageUnavailable | ScriptFailed):
            raise reply
    return list(replies)
