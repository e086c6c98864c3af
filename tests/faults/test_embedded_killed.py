"""kill -9 of the service, of the embedded Valkey and of its guard: nothing is orphaned, nothing needs help."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import eventually

from moderation.domain.errors import StorageUnavailable
from moderation.storage.client import Store
from moderation.storage.embedded import EmbeddedValkey
from moderation.storage.node import Patience

USER = """
import asyncio, sys
from moderation.storage.embedded import EmbeddedValkey
async def main():
    valkey = EmbeddedValkey()
    await valkey.start(sys.argv[1], "always")
    print(valkey.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
ROOT = Path(__file__).parents[2]


def start_user(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Another process that uses the server; with the server's process id."""
    user = subprocess.Popen([sys.executable, "-c", USER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert user.stdout is not None
    return user, int(user.stdout.readline())


def end_user(user: subprocess.Popen[str]) -> None:
    user.kill()
    user.communicate()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def guard_of(server: int) -> int:
    return int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])


async def test_a_service_killed_leaves_no_server_behind(tmp_path):
    user, server = start_user(tmp_path)
    guard = guard_of(server)
    end_user(user)
    await eventually(lambda: not alive(server) and not alive(guard), "server and guard have ended")


async def test_a_server_stays_for_the_one_who_adopted_it_when_its_starter_is_killed(tmp_path):
    user, server = start_user(tmp_path)
    valkey = EmbeddedValkey()
    store = await Store.connect(await valkey.start(tmp_path), scripts={})
    end_user(user)
    for n in range(1, 31):
        assert await store.command("n", "INCR", "n") == n
        await asyncio.sleep(0.01)
    assert valkey.pid == server
    await store.close()
    await valkey.stop()
    assert not alive(server)


async def test_a_server_killed_comes_back_by_itself_with_everything_acknowledged(tmp_path):
    valkey = EmbeddedValkey()
    store = await Store.connect(await valkey.start(tmp_path, "always"), scripts={})
    acknowledged = 0
    for _ in range(3):
        for _ in range(20):
            acknowledged = await store.command("n", "INCR", "n", resend=False)
        reply = await store.command("n", "INFO", "server")
        info = bytes(getattr(reply, "data", reply)).decode()
        os.kill(int(info.split("process_id:")[1].split()[0]), signal.SIGKILL)
        assert int(await store.command("n", "GET", "n")) == acknowledged
    await store.close()
    await valkey.stop()


async def test_a_server_whose_guard_was_killed_is_adopted_and_guarded_again(tmp_path):
    user, server = start_user(tmp_path)
    os.kill(guard_of(server), signal.SIGKILL)
    end_user(user)
    assert alive(server)
    valkey = EmbeddedValkey()
    await valkey.start(tmp_path)
    assert valkey.pid == server
    await valkey.stop()
    assert not alive(server)


async def test_everything_killed_at_once_starts_again_without_help(tmp_path):
    for round_ in range(3):
        user, server = start_user(tmp_path)
        guard = guard_of(server)
        for pid in (guard, server):
            os.kill(pid, signal.SIGKILL)
        end_user(user)
        valkey = EmbeddedValkey()
        store = await Store.connect(await valkey.start(tmp_path, "always"), scripts={})
        assert await store.command("n", "INCR", "n") == round_ + 1
        await store.close()
        await valkey.stop()


async def test_a_server_that_is_still_reading_its_data_is_waited_for(tmp_path):
    valkey = EmbeddedValkey()
    store = await Store.connect(await valkey.start(tmp_path), scripts={})
    for begin in range(1, 200_000, 10_000):
        script = "for n = ARGV[1], ARGV[1] + 9999 do redis.call('SET', 'k' .. n, n) end"
        await store.command("list", "EVAL", script, 0, str(begin))
    await store.command(
        "list", "CONFIG", "SET", "key-load-delay", "10", "loading-process-events-interval-bytes", "1024"
    )
    server = valkey.pid
    await store.close()
    assert server is not None
    os.kill(server, signal.SIGKILL)
    user = EmbeddedValkey()
    store = await Store.connect(await user.start(tmp_path), scripts={})
    assert await store.command("k200000", "GET", "k200000") == b"200000"
    await store.close()
    await user.stop()
    await valkey.stop()
    with pytest.raises(StorageUnavailable):
        await Store.connect(f"unix://{tmp_path}/run/valkey.sock", patience=Patience(start=0))
