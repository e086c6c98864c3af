"""Other people's servers that we call: they listen, keep what they were sent, and answer well or badly."""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from waiting import eventually

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
"""For the setting `outbound_networks`: receivers of tests are on this machine."""


@dataclass(frozen=True)
class Received:
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return orjson.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def signed_with(self, secret: str) -> bool:
        """As Standard Webhooks describes it, from the headers and the bytes that came."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        mark = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return mark in self.headers["webhook-signature"].split(" ")


Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def content(_: web.Request) -> web.StreamResponse:
    return web.Response(status=204)


def answers(status: int, text: str = "", **headers: str) -> Answering:
    async def answer(_: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, headers=named)

    return answer


async def sleeps(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


def endless(status: int) -> Answering:
    """Writes on for as long as anybody reads."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=status)
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65_536)
        except ConnectionError:
            return response

    return answer


@dataclass
class Receiver:
    url: str
    answer: Answering = content
    received: list[Received] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.received.append(Received({name.lower(): v for name, v in request.headers.items()}, await request.read()))
        return await self.answer(request)

    def of(self, *types: str) -> list[Received]:
        """What was told of these types, in the order it came."""
        return [each for each in self.received if each.document["type"] in types]

    async def hears(self, number: int, *types: str, seconds: float = 15) -> list[Received]:
        """Wait for so many, of these types if any are named."""

        def heard() -> list[Received]:
            return self.of(*types) if types else self.received

        await eventually(lambda: len(heard()) >= number, f"{number} deliveries of {types} came", seconds=seconds)
        return heard()


@asynccontextmanager
async def listening(answer: Answering = content, port: int = 0) -> AsyncIterator[Receiver]:
    """A receiver on loopback until the block is left."""
    receiver = Receiver("", answer)
    app = web.Application()
    app.router.add_post("/{tail:.*}", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield receiver
    finally:
        await runner.cleanup()


@asynccontextmanager
async def writing(raw: bytes) -> AsyncIterator[str]:
    """A server that says these bytes to whoever connects, whatever was asked; its address."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
        await server.wait_closed()
