"""The proxy itself: a fault test proves nothing if the fault does not happen."""

import asyncio

import pytest
from faults.proxy import Proxy


@pytest.fixture
async def echo():
    """The port of a server that says everything back."""

    async def answer(reader, writer):
        while piece := await reader.read(1024):
            writer.write(piece)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


@pytest.fixture
async def proxy(echo):
    proxy = await Proxy(echo).start()
    yield proxy
    await proxy.close()


async def said_back(reader, writer, word=b"word"):
    writer.write(word)
    await writer.drain()
    return await reader.readexactly(len(word))


async def test_bytes_pass_in_both_directions(proxy):
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    assert await said_back(reader, writer) == b"word"
    assert (proxy.accepted, proxy.open) == (1, 1)
    writer.close()


async def test_a_cut_wire_ends_connections_and_refuses_new_ones_until_it_is_mended(proxy):
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    await said_back(reader, writer)
    proxy.cut()
    assert await reader.read() == b""
    late, refused = await asyncio.open_connection("127.0.0.1", proxy.port)
    assert await late.read() == b""
    proxy.mend()
    again, answered = await asyncio.open_connection("127.0.0.1", proxy.port)
    assert await said_back(again, answered) == b"word"
    for each in (writer, refused, answered):
        each.close()


async def test_a_frozen_wire_stays_open_and_says_nothing_until_it_is_mended(proxy):
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    await said_back(reader, writer)
    proxy.freeze()
    answer = asyncio.create_task(said_back(reader, writer, b"held"))
    _, new = await asyncio.open_connection("127.0.0.1", proxy.port)
    done, _ = await asyncio.wait({answer}, timeout=0.1)
    assert not done
    proxy.mend()
    assert await answer == b"held"
    for each in (writer, new):
        each.close()


async def test_a_slow_wire_keeps_every_piece_for_a_while(proxy):
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    loop = asyncio.get_running_loop()
    proxy.slow(0.05)
    asked = loop.time()
    assert await said_back(reader, writer) == b"word"
    assert loop.time() - asked >= 0.1
    writer.close()
