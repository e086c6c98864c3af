"""The store against one real server: scripts, reads, retries, and what happens when the server is away."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import pytest
from valkey_nodes import ValkeyNode
from waiting import eventually

from moderation.domain.errors import StorageUnavailable
from moderation.storage.client import Call, ScriptFailed, Store
from moderation.storage.node import Patience
from moderation.storage.scripts import Script, parse_script
from moderation.storage.slots import slot_of

SCRIPTS = {
    name: parse_script(name, text, {})
    for name, text in {
        "add_one": "#!lua\n-- Count one more.\n-- keys: count\n-- args: step\n-- returns: the new count\n"
        "return redis.call('INCRBY', KEYS[1], ARGV[1])\n",
        "read_count": "#!lua flags=no-writes\n-- Tell the count; reads only.\n-- keys: count\n-- args: none\n"
        "-- returns: the count\nreturn redis.call('GET', KEYS[1])\n",
        "fail_always": "#!lua\n-- Fail.\n-- keys: count\n-- args: none\n-- returns: never\n"
        "return redis.call('LPUSH', KEYS[1], 'x')\n",
    }.items()
}
KEY = "{default:07}:count"


@contextlib.asynccontextmanager
async def connected(url: str, **options: object) -> AsyncIterator[Store]:
    store = await Store.connect(url, scripts=SCRIPTS, **options)
    try:
        yield store
    finally:
        await store.close()


async def test_a_script_runs_by_name_and_is_loaded_when_the_server_does_not_know_it(valkey_url, valkey_node):
    async with connected(valkey_url) as store:
        assert await store.run("add_one", [KEY], [1]) == 1
        with valkey_node.client() as client:
            client.script_flush()
        assert await store.run("add_one", [KEY], [2]) == 3
        assert await store.run("read_count", [KEY]) == b"3"


async def test_a_cluster_that_nobody_answers_for_is_told_server_by_server():
    with pytest.raises(
        StorageUnavailable, match=r"says where the slots are \(127.0.0.1:1 is away.*; 127.0.0.1:2 is away"
    ):
        await Store.connect("redis+cluster://127.0.0.1:1,127.0.0.1:2", patience=Patience(outage=0, start=0))


@pytest.mark.parametrize("scheme", ["redis", "redis+cluster"])
async def test_a_cluster_that_starts_later_is_waited_for(start_cluster, scheme):
    (node,) = start_cluster(1).nodes
    await starts_late(node, node.url.replace("redis", scheme, 1), "cluster")


async def test_a_server_that_starts_later_is_waited_for(plain_valkey):
    await starts_late(plain_valkey, plain_valkey.url, "single")


async def starts_late(node: ValkeyNode, url: str, mode: str) -> None:
    node.kill()
    connecting = asyncio.create_task(Store.connect(url, patience=Patience(outage=0, start=60), scripts=SCRIPTS))
    await asyncio.to_thread(node.start)
    store = await connecting
    assert store.mode == mode
    assert await store.run("add_one", [KEY], [1]) == 1
    await store.close()


async def test_many_scripts_run_at_once_and_a_failing_one_loses_no_other(valkey_url):
    async with connected(valkey_url) as store:
        calls = [Call("add_one", [f"{{default:{n:02}}}:count"], [n]) for n in range(200)]
        calls[7] = Call("fail_always", ["{default:03}:count"])
        replies = await store.run_many(calls)
    assert isinstance(replies[7], ScriptFailed)
    assert [reply for n, reply in enumerate(replies) if n != 7] == [n for n in range(200) if n != 7]


async def test_plain_reads_go_to_the_owner_of_their_key(valkey_url):
    async with connected(valkey_url) as store:
        await store.command("{a}:h", "HSET", "{a}:h", "x", 1, "y", 2.5)
        assert await store.command("{a}:h", "HMGET", "{a}:h", "x", "y", "z") == [b"1", b"2.5", None]
        reads = [("{a}:h", ("HGET", "{a}:h", "x")), ("{b}:none", ("GET", "{b}:none"))]
        assert await store.commands(reads) == [b"1", None]


async def test_keys_of_two_slots_in_one_script_are_refused(valkey_url):
    async with connected(valkey_url) as store:
        with pytest.raises(ValueError, match="more than one slot"):
            await store.run("add_one", ["{a}:count", "{b}:count"], [1])


async def test_an_error_of_a_script_is_told_with_its_name(valkey_url):
    async with connected(valkey_url) as store:
        await store.run("add_one", [KEY], [1])
        with pytest.raises(ScriptFailed, match=r"fail_always: .*WRONGTYPE"):
            await store.run("fail_always", [KEY])


async def test_slots_are_those_of_the_server(valkey_url):
    async with connected(valkey_url) as store:
        for key in (
            "plain",
            "{tag}:rest",
            "{}empty",
            "a{b}{c}",
            "{unclosed",
            "Zoë",
            "{Zoë}:x",
            b"{\xff\xfe}:x",
            b"\xff",
        ):
            assert await store.command(key, "CLUSTER", "KEYSLOT", key) == slot_of(key)


async def test_a_cluster_behind_a_plain_url_is_recognised(valkey_url, plain_valkey):
    async with connected(valkey_url) as store:
        assert store.mode == "cluster"
    async with connected(plain_valkey.url) as store:
        assert store.mode == "single"
        assert (await store.info())["role"] == "master"
        assert abs(await store.server_time_ms() - time.time() * 1000) < 60_000


async def test_a_write_that_may_have_happened_is_not_sent_again(plain_valkey):
    async with connected(plain_valkey.url, patience=Patience(answer=0.3)) as store:
        await store.run("add_one", [KEY], [1])
        plain_valkey.pause()
        with pytest.raises(StorageUnavailable, match="may have been made"):
            await store.run("add_one", [KEY], [1])
        plain_valkey.resume()
        await store.ping()
        # The paused server had it in its buffer and executed it once it went on.
        assert await store.run("read_count", [KEY]) == b"2"


async def test_a_read_is_sent_again_on_a_new_connection(plain_valkey):
    async with connected(plain_valkey.url) as store:
        await store.run("add_one", [KEY], [1])
        with plain_valkey.client() as client:
            client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        assert await asyncio.gather(*(store.run("read_count", [KEY]) for _ in range(50))) == [b"1"] * 50


async def test_a_server_that_is_gone_is_asked_four_times_a_second_at_most_and_found_again(plain_valkey: ValkeyNode):
    async with connected(plain_valkey.url, patience=Patience(outage=0.3)) as store:
        await store.run("add_one", [KEY], [1])
        plain_valkey.kill()
        node = store._topology.nodes()[0]
        before, ends = node.attempts, time.monotonic() + 1.5
        refused = 0
        while time.monotonic() < ends:
            for reply in await store.run_many([Call("add_one", [KEY], [1])] * 100):
                assert isinstance(reply, StorageUnavailable)
                refused += 1
            await asyncio.sleep(0.01)
        assert refused >= 200
        assert node.attempts - before <= 8
        plain_valkey.start()

        async def found_again() -> bool:
            with contextlib.suppress(StorageUnavailable):
                # Empty, as it keeps nothing; the scripts are gone too.
                assert await store.run("add_one", [KEY], [5]) == 5
                return True
            return False

        await eventually(found_again, "the server is found again")


async def test_nobody_listening_is_told_at_once():
    with pytest.raises(StorageUnavailable):
        await Store.connect("redis://127.0.0.1:1", patience=Patience(outage=0.1, start=0))


@pytest.mark.parametrize("url", ["http://127.0.0.1", "redis://127.0.0.1:x", "unix://", "redis+sentinel://127.0.0.1"])
async def test_a_url_that_names_no_storage_is_explained(url):
    with pytest.raises(ValueError, match=r"storage URL|number|master"):
        await Store.connect(url)


def test_a_script_knows_whether_it_writes():
    assert SCRIPTS["add_one"].writes
    assert not SCRIPTS["read_count"].writes
    assert isinstance(SCRIPTS["add_one"], Script)
