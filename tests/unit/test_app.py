"""A process that serves: broken requests get readable answers, and a stop loses nothing that was begun."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson
import pytest

SERVE = """
from moderation.app import run
from moderation.settings import Settings
run(Settings.from_environment(), started=lambda host, port: print(port, flush=True))
"""


@dataclass
class Served:
    process: asyncio.subprocess.Process
    port: int

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def answer(self, request: bytes) -> bytes:
        """Everything that comes back until the connection ends."""
        reader, writer = await self.connect()
        writer.write(request)
        received = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        await writer.wait_closed()
        return received


@pytest.fixture
async def served(valkey_url: str) -> AsyncIterator[Served]:
    settings = {
        "MODERATION_PORT": "0",
        "MODERATION_REDIS_URL": valkey_url,
        "MODERATION_DRAIN_SECONDS": "10",
        "MODERATION_LOG_LEVEL": "warning",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVE, env=os.environ | settings, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        port = int(await asyncio.wait_for(process.stdout.readline(), 60))
        yield Served(process, port)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _problem(received: bytes) -> tuple[int, str]:
    head, _, body = received.partition(b"\r\n\r\n")
    document = orjson.loads(body)
    assert b"application/problem+json" in head
    assert f"X-Request-ID: {document['request_id']}".encode() in head
    assert document["detail"]
    return document["status"], document["type"]


async def test_what_is_no_http_is_answered_with_a_problem(served: Served) -> None:
    for request in (
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        b"GET /v1/articles/a\x00b/comments HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
    ):
        assert _problem(await served.answer(request)) == (400, "/problems/malformed")
    raw = b"GET /v1/articles/\xff\xfe/comments HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert _problem(await served.answer(raw))[0] == 400


async def test_a_stopping_process_ends_streams_and_finishes_what_was_begun(served: Served) -> None:
    stream_reader, stream_writer = await served.connect()
    stream_writer.write(b"GET /v1/articles/news/events HTTP/1.1\r\nHost: a\r\n\r\n")
    await asyncio.wait_for(stream_reader.readuntil(b'"count":0}\n\n'), 10)
    body = orjson.dumps({"body": "on my way", "author": {"name": "Ann"}})
    slow_reader, slow_writer = await served.connect()
    head = "POST /v1/articles/news/comments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    slow_writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:10])
    await slow_writer.drain()
    await served.answer(b"GET /healthz HTTP/1.0\r\n\r\n")

    served.process.send_signal(signal.SIGTERM)
    ended = await asyncio.wait_for(stream_reader.read(), 10)
    assert ended.endswith(b"0\r\n\r\n")
    ready = await served.answer(b"GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n")
    assert ready.startswith(b"HTTP/1.1 503 ")
    assert b"stopping" in ready
    slow_writer.write(body[10:])
    answered = await asyncio.wait_for(slow_reader.read(), 10)
    assert answered.startswith(b"HTTP/1.1 201 ")
    assert await asyncio.wait_for(served.process.wait(), 10) == 0
    for writer in (stream_writer, slow_writer):
        writer.close()
        await writer.wait_closed()


async def test_a_second_signal_ends_the_waiting(served: Served) -> None:
    _, writer = await served.connect()
    writer.write(b"POST /v1/articles/news/comments HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n")
    writer.write(b"Content-Type: application/json\r\n\r\n{")
    await writer.drain()
    await served.answer(b"GET /healthz HTTP/1.0\r\n\r\n")
    served.process.send_signal(signal.SIGTERM)
    assert b" 503 " in await served.answer(b"GET /readyz HTTP/1.0\r\n\r\n")
    served.process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(served.process.wait(), 30) == 0
    writer.close()
