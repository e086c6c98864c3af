"""Which server has which key: one server, the master that Sentinel names, or the nodes of a Cluster."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from redis.exceptions import RedisError

from moderation.domain.errors import StorageUnavailable
from moderation.storage.address import Address, Location, Mode
from moderation.storage.link import LinkLost, ended, pack
from moderation.storage.node import Node, NodeFactory

SLOTS = 16_384
CLUSTER_SLOTS = pack("CLUSTER", "SLOTS")
ROLE = pack("ROLE")
BETWEEN_LOOKS = 0.25  # seconds; servers that are in trouble are not asked more often


class Topology(ABC):
    """A map from slots to servers that is looked up again when it has proved wrong."""

    mode: Mode

    def __init__(self) -> None:
        self._looking: asyncio.Task[None] | None = None
        self._next_look = 0.0
        self._closed = False

    @abstractmethod
    def node_for(self, slot: int) -> Node:
        """The server that owns a slot. Raises StorageUnavailable."""

    @abstractmethod
    def nodes(self) -> Sequence[Node]:
        """Every server that takes writes."""

    @abstractmethod
    async def look(self) -> None:
        """Find out afresh. Raises StorageUnavailable."""

    @abstractmethod
    async def close_nodes(self) -> None: ...

    def moved(self, slot: int, host: str, port: int) -> Node:
        """A server said that a slot lives elsewhere."""
        raise StorageUnavailable(f"slot {slot} was moved to {host}:{port}, which only a Cluster does", 1.0)

    def doubt(self) -> None:
        """The map proved wrong: look again in the background, not too often, one look at a time."""
        now = asyncio.get_running_loop().time()
        if self._looking is None and not self._closed and now >= self._next_look:
            self._next_look = now + BETWEEN_LOOKS
            self._looking = asyncio.create_task(self._look_quietly(), name="storage-topology")

    async def settled(self) -> None:
        """Wait for the look that is under way, if there is one."""
        if self._looking is not None:
            await asyncio.wait({self._looking})

    async def close(self) -> None:
        self._closed = True
        if self._looking is not None:
            await ended(self._looking)
        await self.close_nodes()

    async def _look_quietly(self) -> None:
        try:
            await self.look()
        except StorageUnavailable:
            # Whoever needs the slot finds out by asking for it, and doubts again.
            return
        finally:
            self._looking = None


class SingleServer(Topology):
    mode: Mode = "single"

    def __init__(self, node: Node) -> None:
        super().__init__()
        self._node = node

    def node_for(self, slot: int) -> Node:  # noqa: ARG002 - every slot is here
        return self._node

    def nodes(self) -> Sequence[Node]:
        return (self._node,)

    async def look(self) -> None:
        return

    async def close_nodes(self) -> None:
        await self._node.close()


class SentinelMaster(Topology):
    mode: Mode = "sentinel"

    def __init__(self, location: Location, new_node: NodeFactory) -> None:
        super().__init__()
        self._sentinels = [
            new_node(replace(address, username=None, password=location.sentinel_password, db=0))
            for address in location.addresses
        ]
        self._question = pack("SENTINEL", "GET-MASTER-ADDR-BY-NAME", location.master_name)
        self._name = location.master_name
        self._shared = location.addresses[0]
        self._new_node = new_node
        self._master: Node | None = None

    def node_for(self, slot: int) -> Node:  # noqa: ARG002 - every slot is on the master
        if self._master is None:
            raise StorageUnavailable(f"no Sentinel names a master for {self._name}", 1.0)
        return self._master

    def nodes(self) -> Sequence[Node]:
        return () if self._master is None else (self._master,)

    async def look(self) -> None:
        reasons = []
        for sentinel in list(self._sentinels):
            try:
                found = await ask(sentinel, self._question)
            except StorageUnavailable as error:
                reasons.append(error.reason)
                continue
            if isinstance(found, Exception) or not found:
                reasons.append(f"{sentinel.address}: {found or 'unknown master'}")
                continue
            # The Sentinel that answered is asked first the next time.
            self._sentinels.remove(sentinel)
            self._sentinels.insert(0, sentinel)
            await self._follow(self._shared.at(found[0].decode(), int(found[1])))
            return
        raise StorageUnavailable(f"no Sentinel names a master for {self._name} ({'; '.join(reasons)})", 1.0)

    async def _follow(self, address: Address) -> None:
        """Take the new master, but not one that still thinks it is a replica."""
        if self._master is not None and self._master.address == address:
            return
        node = self._new_node(address)
        try:
            role = await ask(node, ROLE)
        except StorageUnavailable:
            await node.close()
            raise
        if isinstance(role, Exception) or role[0] != b"master":
            await node.close()
            raise StorageUnavailable(f"{address} is not a master yet", 1.0)
        former, self._master = self._master, node
        if former is not None:
            await former.close()

    async def close_nodes(self) -> None:
        for node in (*self._sentinels, *self.nodes()):
            await node.close()


class Cluster(Topology):
    mode: Mode = "cluster"

    def __init__(self, seeds: Sequence[Address], new_node: NodeFactory) -> None:
        super().__init__()
        self._seeds = tuple(seeds)
        self._new_node = new_node
        self._slots: list[Node | None] = [None] * SLOTS
        self._nodes: dict[tuple[str, int], Node] = {}
        self._masters: tuple[Node, ...] = ()

    def node_for(self, slot: int) -> Node:
        node = self._slots[slot]
        if node is None:
            raise StorageUnavailable(f"no node of the Cluster owns slot {slot}", 1.0)
        return node

    def nodes(self) -> Sequence[Node]:
        return self._masters

    def moved(self, slot: int, host: str, port: int) -> Node:
        node = self._node(host, port)
        self._slots[slot] = node
        return node

    def at(self, host: str, port: int) -> Node:
        return self._node(host, port)

    async def look(self) -> None:
        for seed in self._seeds:
            self._node(seed.host, seed.port)
        silent = []
        # Those that answer come first, so that a dead node does not hold up the look.
        for node in sorted(self._nodes.values(), key=lambda node: node.down):
            try:
                ranges = await ask(node, CLUSTER_SLOTS)
            except StorageUnavailable as error:
                silent.append(error.reason)
                continue
            if isinstance(ranges, list) and ranges:
                await self._take(ranges, node)
                return
            silent.append(f"{node.address}: {ranges or 'it knows of none'}")
        raise StorageUnavailable(f"no node of the Cluster says where the slots are ({'; '.join(silent)})", 1.0)

    async def _take(self, ranges: list[Any], told_by: Node) -> None:
        slots: list[Node | None] = [None] * SLOTS
        masters: dict[tuple[str, int], Node] = {}
        known: set[tuple[str, int]] = {(seed.host, seed.port) for seed in self._seeds}
        for first, last, *servers in ranges:
            # A node that does not know its own name leaves it empty: it is the one that was asked.
            places = [((server[0] or b"").decode() or told_by.address.host, int(server[1])) for server in servers]
            known.update(places)
            master = self._node(*places[0])
            masters[places[0]] = master
            slots[first : last + 1] = [master] * (last - first + 1)
            for place in places[1:]:
                self._node(*place)
        self._slots = slots
        self._masters = tuple(masters.values())
        for place in set(self._nodes) - known:
            await self._nodes.pop(place).close()

    def _node(self, host: str, port: int) -> Node:
        node = self._nodes.get((host, port))
        if node is None:
            node = self._nodes[host, port] = self._new_node(self._seeds[0].at(host, port))
        return node

    async def close_nodes(self) -> None:
        for node in self._nodes.values():
            await node.close()


async def ask(node: Node, command: bytes) -> Any:
    """One packed command to one server, with no retry. Raises StorageUnavailable; other errors are returned."""
    try:
        reply = await (await node.link()).send(command)
    except (RedisError, OSError) as error:
        raise StorageUnavailable(f"{node.address}: {error}", 1.0) from error
    if isinstance(reply, LinkLost):
        raise StorageUnavailable(f"{node.address}: {reply.reason}", 1.0)
    return reply
