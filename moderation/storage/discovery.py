"""What kind of storage answers at an address, and whether it will do: found out at the start, with patience."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from moderation.domain.errors import StorageUnavailable, StoreUnsuitable
from moderation.storage.address import Location
from moderation.storage.link import ANSWERED, pack
from moderation.storage.node import Node, NodeFactory
from moderation.storage.topology import BETWEEN_LOOKS, Cluster, SentinelMaster, SingleServer, Topology, ask
from moderation.telemetry.logs import log

OLDEST_SERVER = (7, 0)
INFO = pack("INFO", "everything")
CLUSTER_INFO = pack("CLUSTER", "INFO")

logger = log(__name__)


async def discover(location: Location, new_node: NodeFactory, wait: float) -> Topology:
    """The servers of a location, the first of which has answered; asks again for `wait` seconds while nobody does.

    A service and its storage are often started together, and a server reads its data before it answers. Raises
    StorageUnavailable, StoreUnsuitable.
    """
    clock = asyncio.get_running_loop().time
    until = clock() + wait
    told = False
    while True:
        try:
            return await _look(location, new_node)
        except StorageUnavailable as why:
            if clock() >= until:
                raise
            if not told:
                logger.warning("storage is waited for", reason=why.reason, seconds=round(until - clock(), 1))
                told = True
        await asyncio.sleep(BETWEEN_LOOKS)


async def server_info(node: Node) -> Mapping[str, str]:
    """INFO of one server, as text. Raises StorageUnavailable (also while it reads its data), StoreUnsuitable."""
    fields = await _fields(node, INFO)
    version = fields.get("redis_version", "0.0")
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_SERVER:
        raise StoreUnsuitable(f"{node.address} is Redis {version}; Redis 7.0 or Valkey 7.2 is the oldest that will do")
    if fields.get("loading") == "1":
        raise StorageUnavailable(f"{node.address} is still reading its data from disk", 1.0)
    return fields


async def _fields(node: Node, command: bytes) -> Mapping[str, str]:
    """The `name:value` lines that a server tells of itself."""
    reply = await ask(node, command)
    if isinstance(reply, ANSWERED):
        raise StorageUnavailable(f"{node.address}: {reply}", 1.0)
    text = bytes(getattr(reply, "data", reply)).decode("utf-8", "replace")
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


async def _look(location: Location, new_node: NodeFactory) -> Topology:
    topology = _named(location, new_node)
    try:
        await topology.look()
        node = topology.nodes()[0]
        info = await server_info(node)
        if topology.mode == "cluster" and (await _fields(node, CLUSTER_INFO)).get("cluster_state") != "ok":
            raise StorageUnavailable(f"{node.address} says that the Cluster is not whole", 1.0)
    except BaseException:
        await topology.close()
        raise
    address = location.addresses[0]
    if topology.mode == "single" and info.get("cluster_enabled") == "1" and not address.path:
        await topology.close()
        return await _look(Location("cluster", (replace(address, db=0),)), new_node)
    return topology


def _named(location: Location, new_node: NodeFactory) -> Topology:
    if location.mode == "sentinel":
        return SentinelMaster(location, new_node)
    if location.mode == "cluster":
        return Cluster(location.addresses, new_node)
    return SingleServer(new_node(location.addresses[0]))
