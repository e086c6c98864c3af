"""The embedded Valkey: started by the first, adopted by the others, ended by the last."""

import asyncio
import os
import socket
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from moderation.domain.errors import StoreUnsuitable
from moderation.storage.client import Store
from moderation.storage.embedded import EmbeddedNotStarted, EmbeddedValkey, socket_path
from moderation.storage.server_binary import NoServerFound, ServerBinary, choose_binary, remember_server


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncIterator[EmbeddedValkey]:
    valkey = EmbeddedValkey()
    yield valkey
    await valkey.stop()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def value_of(url: str, *words: str) -> object:
    store = await Store.connect(url, scripts={})
    try:
        return await store.command(words[1], *words)
    finally:
        await store.close()


async def test_what_was_written_is_there_after_a_stop_and_a_start(embedded, tmp_path):
    url = await embedded.start(tmp_path)
    await value_of(url, "SET", "k", "kept")
    pid = embedded.pid
    await embedded.stop()
    assert not alive(pid)
    assert await value_of(await embedded.start(tmp_path), "GET", "k") == b"kept"


async def test_only_its_owner_can_open_the_socket_and_no_port_is_open(embedded, tmp_path):
    url = await embedded.start(tmp_path)
    assert stat.S_IMODE(socket_path(tmp_path).stat().st_mode) == 0o600
    assert await value_of(url, "CONFIG", "GET", "port") == {b"port": b"0"}


async def test_a_second_process_adopts_the_server_and_the_first_to_go_leaves_it_running(embedded, tmp_path):
    url = await embedded.start(tmp_path)
    other = EmbeddedValkey()
    assert await other.start(tmp_path) == url
    assert other.pid == embedded.pid
    await embedded.stop()
    assert alive(other.pid)
    await value_of(url, "SET", "k", "v")
    await other.stop()
    assert not alive(other.pid)


async def test_two_that_start_at_once_share_one_server(tmp_path):
    users = [EmbeddedValkey() for _ in range(5)]
    urls = await asyncio.gather(*(user.start(tmp_path) for user in users))
    assert len(set(urls)) == 1
    assert len({user.pid for user in users}) == 1
    await asyncio.gather(*(user.stop() for user in users))
    assert not alive(users[0].pid)


async def test_one_who_adopts_may_ask_for_more_safety_but_not_for_less(embedded, tmp_path):
    url = await embedded.start(tmp_path, "everysec")
    other = EmbeddedValkey()
    await other.start(tmp_path, "always")
    assert await value_of(url, "CONFIG", "GET", "appendfsync") == {b"appendfsync": b"always"}
    await other.stop()
    await other.start(tmp_path, "everysec")
    assert await value_of(url, "CONFIG", "GET", "appendfsync") == {b"appendfsync": b"always"}
    await other.stop()


async def test_a_data_directory_with_a_long_path_gets_a_socket_elsewhere(embedded, tmp_path):
    folder = tmp_path / ("long" * 30)
    url = await embedded.start(folder)
    path = Path(url.removeprefix("unix://"))
    assert not path.is_relative_to(tmp_path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (folder / "appendonlydir").is_dir()
    await embedded.stop()
    assert not any(path.parent.parent.glob(path.parent.name))


async def test_a_path_with_spaces_and_quotes_is_no_trouble(embedded, tmp_path):
    url = await embedded.start(tmp_path / 'a "quoted" \\ place')
    await value_of(url, "SET", "k", "v")


async def test_a_server_that_cannot_start_is_explained_with_the_end_of_its_log(embedded, tmp_path):
    await embedded.start(tmp_path)
    await embedded.stop()
    manifest = tmp_path / "appendonlydir" / "appendonly.aof.manifest"
    manifest.write_text("this is no manifest\n")
    with pytest.raises(EmbeddedNotStarted, match=r"(?s)did not start.*log.*manifest"):
        await embedded.start(tmp_path)


async def test_a_stale_socket_is_no_obstacle(embedded, tmp_path):
    (tmp_path / "run").mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(socket_path(tmp_path)))
    await value_of(await embedded.start(tmp_path), "SET", "k", "v")


async def test_a_program_that_is_no_server_is_refused(embedded, tmp_path):
    with pytest.raises(NoServerFound, match="is no Redis or Valkey server"):
        await embedded.start(tmp_path, binary="/bin/true")


async def test_data_of_a_newer_server_is_not_given_to_an_older_one(tmp_path):
    chosen = await choose_binary(tmp_path)
    newer = ServerBinary("", chosen.product, (chosen.version[0] + 90, 0))
    remember_server(tmp_path, newer)
    with pytest.raises(StoreUnsuitable, match="cannot read what"):
        await choose_binary(tmp_path, chosen.path)
