"""With replicas asked to acknowledge, a write that returned is on them; and a paused replica is noticed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest
from valkey_nodes import ValkeyNode
from waiting import until

from moderation.domain.errors import StorageUnavailable
from moderation.storage.client import Call, Store
from moderation.storage.scripts import parse_script

SCRIPTS = {
    "add_one": parse_script(
        "add_one",
        "#!lua\n-- Count.\n-- keys: count\n-- args: none\n-- returns: count\nreturn redis.call('INCR', KEYS[1])\n",
        {},
    ),
    "read_count": parse_script(
        "read_count",
        "#!lua flags=no-writes\n-- Reads only.\n-- keys: count\n-- args: none\n-- returns: count\n"
        "return redis.call('GET', KEYS[1])\n",
        {},
    ),
}


@pytest.fixture
def replica(plain_valkey: ValkeyNode) -> Iterator[ValkeyNode]:
    node = ValkeyNode(options=[f"replicaof 127.0.0.1 {plain_valkey.port}"]).start()

    def in_step() -> bool:
        with node.client() as client:
            return bool(client.execute_command("ROLE")[3] == b"connected")

    until(in_step, "the replica is in step")
    yield node
    node.remove()


@contextlib.asynccontextmanager
async def connected(url: str, replicas: int = 1) -> AsyncIterator[Store]:
    store = await Store.connect(url, scripts=SCRIPTS, acknowledge_replicas=replicas, acknowledge_timeout=0.5)
    try:
        yield store
    finally:
        await store.close()


async def test_a_write_that_returned_is_on_the_replica_even_if_the_master_dies_at_once(plain_valkey, replica):
    async with connected(plain_valkey.url) as store:
        replies = await store.run_many([Call("add_one", [f"count{n % 7}"]) for n in range(300)])
        assert not [reply for reply in replies if isinstance(reply, Exception)]
        plain_valkey.kill()
    with replica.client() as client:
        assert sum(int(client.get(f"count{n}")) for n in range(7)) == 300


async def test_a_paused_replica_means_not_replicated_and_the_write_is_there_all_the_same(plain_valkey, replica):
    async with connected(plain_valkey.url) as store:
        assert await store.run("add_one", ["count"]) == 1
        replica.pause()
        with pytest.raises(StorageUnavailable, match="not replicated, 0 of 1"):
            await store.run("add_one", ["count"])
        assert await store.run("read_count", ["count"]) == b"2"
        replica.resume()
        assert await store.run("add_one", ["count"]) == 3


async def test_writers_who_wait_together_share_a_round(plain_valkey, replica):
    async with connected(plain_valkey.url) as store:
        await asyncio.gather(*(store.run("add_one", ["count"]) for _ in range(400)))
        with plain_valkey.client() as client:
            waits = client.info("commandstats")["cmdstat_wait"]["calls"]
    assert 1 <= waits < 200


async def test_more_replicas_than_there_are_is_told(plain_valkey, replica):
    async with connected(plain_valkey.url, replicas=2) as store:
        with pytest.raises(StorageUnavailable, match="1 of 2 replicas"):
            await store.run("add_one", ["count"])
