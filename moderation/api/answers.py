"""Answers: JSON documents, and pages that were encoded beforehand and only need to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time

JSON = "application/json"
SERVER = "moderation"

CACHE_SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=10"
"""A proxy may answer a spike of readers for a second, and for ten more while it fetches a fresh page."""
CACHE_NONE = "no-store"


class WrongAnswer(Exception):
    """An answer does not look as its schema promises."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers: a status and a JSON document, or None for no body."""

    status: int
    document: Mapping[str, object] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def json_response(status: int, body: bytes | None, headers: Mapping[str, str]) -> web.Response:
    """An answer that nobody may keep, unless `headers` say otherwise."""
    kind = None if body is None else JSON
    response = web.Response(status=status, body=body, content_type=kind, headers=headers)
    response.headers.setdefault(hdrs.CACHE_CONTROL, CACHE_NONE)
    return response


def encode(document: Mapping[str, object]) -> bytes:
    return orjson.dumps(document)


_SERVER = f"Server: {SERVER}\r\n".encode()
_KIND = f"Content-Type: {JSON}\r\n".encode()
_SHARED = f"Cache-Control: {CACHE_SHARED}\r\n".encode() + _SERVER
_PAGE = {
    200: b"HTTP/1.1 200 OK\r\n" + _KIND + _SHARED,
    304: b"HTTP/1.1 304 Not Modified\r\n" + _SHARED,
}
_UNKEPT = b"HTTP/1.1 200 OK\r\n" + _KIND + f"Cache-Control: {CACHE_NONE}\r\n".encode() + _SERVER

_COPIED_BYTES = 4096
"""A body up to here is cheaper to copy behind its head than to hand over beside it."""


class EncodedAnswer(web.StreamResponse):
    """A body that is ready, sent in one write with its head.

    aiohttp's own Response costs a third of what a whole cached read costs (a header table built and serialised for
    every answer), so this one joins bytes instead; it sets the headers that those answers need and no others.
    """

    def __init__(self, status: int, head: bytes, body: bytes) -> None:
        """`head`: the status line and headers, each ended by CRLF, but for those that every answer has of its own."""
        super().__init__(status=status)
        self._head = head
        self._ready = body
        self._request: web.BaseRequest | None = None
        self.request_id = ""

    @property
    def keep_alive(self) -> bool | None:
        return self._request is not None and self._keep_alive is not False and self._request.keep_alive

    @property
    def prepared(self) -> bool:
        return self._request is not None

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        self._request = request
        return None

    async def write_eof(self, _data: bytes = b"") -> None:
        request = self._request
        if request is None or request.transport is None:
            raise ConnectionResetError("the reader is gone")
        if self.status == 304:
            length, body = b"", b""
        else:
            length = f"Content-Length: {len(self._ready)}\r\n".encode()
            body = b"" if request.method == hdrs.METH_HEAD else self._ready
        connection = b""
        if not self.keep_alive:
            connection = b"Connection: close\r\n"
        elif request.version.minor == 0:
            connection = b"Connection: keep-alive\r\n"
        tail = f"X-Request-ID: {self.request_id}\r\nDate: {rfc822_formatted_time()}\r\n\r\n"
        transport = request.transport
        head = b"".join((self._head, length, connection, tail.encode()))
        if len(body) < _COPIED_BYTES:
            transport.write(head + body)
        else:
            transport.writelines((head, body))
        if transport.get_write_buffer_size():
            await request.writer.drain()


def same(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header (a list of tags, weak ones too, or `*`) names `etag` (RFC 9110, 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") == f'"{etag}"' for tag in if_none_match.split(","))


def encoded_page(request: web.Request, body: bytes, etag: str, extra: bytes) -> EncodedAnswer:
    """200 with the page, or 304 where the caller has it already. `etag` without quotes; `extra` are further header
    lines, each ended by CRLF."""
    known = request.headers.get(hdrs.IF_NONE_MATCH)
    status = 304 if known is not None and same(known, etag) else 200
    return EncodedAnswer(status, b"".join((_PAGE[status], extra, f'ETag: "{etag}"\r\n'.encode())), body)


def encoded_answer(document: Mapping[str, object], extra: bytes) -> EncodedAnswer:
    """200 with a document that nobody may keep; `extra` are further header lines, each ended by CRLF."""
    return EncodedAnswer(200, _UNKEPT + extra, encode(document))
