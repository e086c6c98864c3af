"""A Sentinel names the master; when it names another one, the store follows."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from valkey_nodes import ValkeyNode
from waiting import eventually, until

from moderation.domain.errors import StorageUnavailable
from moderation.storage.client import Store
from moderation.storage.node import Patience
from moderation.storage.scripts import parse_script

SCRIPTS = {
    "add_one": parse_script(
        "add_one",
        "#!lua\n-- Count.\n-- keys: count\n-- args: none\n-- returns: count\nreturn redis.call('INCR', KEYS[1])\n",
        {},
    )
}


def role(node: ValkeyNode) -> Any:
    with node.client() as client:
        return client.execute_command("ROLE")


def count_on(node: ValkeyNode) -> bytes:
    with node.client() as client:
        return bytes(client.get("count"))


@pytest.fixture
def master(plain_valkey: ValkeyNode) -> ValkeyNode:
    return plain_valkey


@pytest.fixture
def replica(master: ValkeyNode) -> Iterator[ValkeyNode]:
    node = ValkeyNode(options=[f"replicaof 127.0.0.1 {master.port}"]).start()
    try:
        until(lambda: role(node)[3] == b"connected", "the replica is in step")
        yield node
    finally:
        node.remove()


@pytest.fixture
def sentinel(master: ValkeyNode, replica: ValkeyNode) -> Iterator[ValkeyNode]:
    node = ValkeyNode(
        sentinel=True,
        options=[
            f"sentinel monitor comments 127.0.0.1 {master.port} 1",
            "sentinel down-after-milliseconds comments 500",
            "sentinel failover-timeout comments 3000",
        ],
    ).start()

    def knows_the_replica() -> bool:
        with node.client() as client:
            return len(client.execute_command("SENTINEL", "REPLICAS", "comments")) == 1

    try:
        until(knows_the_replica, "the Sentinel knows the replica", seconds=25)
        yield node
    finally:
        node.remove()


@pytest.mark.timeout(90)
async def test_the_store_follows_the_master_that_the_sentinel_names(master, replica, sentinel):
    # The first of the two Sentinels named is not there; the other is asked.
    url = f"redis+sentinel://127.0.0.1:1,127.0.0.1:{sentinel.port}/comments"
    store = await Store.connect(url, scripts=SCRIPTS)
    assert store.mode == "sentinel"
    for n in range(1, 11):
        assert await store.run("add_one", ["count"]) == n
    until(lambda: count_on(replica) == b"10", "the replica has everything")
    master.kill()
    refused = 0
    async with asyncio.timeout(40):
        while True:
            with contextlib.suppress(StorageUnavailable):
                assert await store.run("add_one", ["count"]) == 11
                break
            refused += 1
            await asyncio.sleep(0.1)
    assert refused
    assert count_on(replica) == b"11"
    await store.ping()
    await store.close()


@pytest.mark.long
async def test_a_master_that_became_a_replica_is_left(master, replica, sentinel):
    store = await Store.connect(f"redis+sentinel://127.0.0.1:{sentinel.port}/comments", scripts=SCRIPTS)
    assert await store.run("add_one", ["count"]) == 1

    def failed_over() -> bool:
        # Refused, and tried again, until the Sentinel has heard from the replica.
        with sentinel.client() as client:
            return bool(client.execute_command("SENTINEL", "FAILOVER", "comments"))

    await asyncio.to_thread(until, failed_over, "the Sentinel starts a failover", seconds=30)
    await eventually(lambda: role(master)[0] == b"slave", "the master has become a replica", seconds=30)
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(StorageUnavailable):
                assert await store.run("add_one", ["count"]) == 2
                break
            await asyncio.sleep(0.1)
    assert count_on(replica) == b"2"
    await store.close()


async def test_an_unknown_master_is_told(sentinel):
    with pytest.raises(StorageUnavailable, match="names a master for nobody"):
        await Store.connect(f"redis+sentinel://127.0.0.1:{sentinel.port}/nobody", patience=Patience(start=0))
