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


_FIXED = f"Content-Type: {JSON}\r\nCache-Control: {CACHE_SHARED}\r\nServer: {SERVER}\r\n".encode()
_HEAD = {
    200: b"HTTP/1.1 200 OK\r\n" + _FIXED,
    304: b"HTTP/1.1 304 Not Modified\r\n" + _FIXED.partition(b"\r\n")[2],
}


_COPIED_BYTES = 4096
"""A body up to here is cheaper to copy behind its head than to hand over beside it."""


class EncodedPage(web.StreamResponse):
    """A body that is ready, sent in one write with its head.

    aiohttp's own Response costs a third of what a whole cached read costs (a header table built and serialised for
    every answer), so this one joins bytes instead; it sets the headers that those reads need and no others.
    """

    def __init__(self, status: int, body: bytes, etag: str, extra: bytes) -> None:
        """`etag` without quotes; `extra` are further header lines, each ended by CRLF."""
        super().__init__(status=status)
        self._page = body
        self._etag = etag
        self._extra = extra
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
            length = f"Content-Length: {len(self._page)}\r\n".encode()
            body = b"" if request.method == hdrs.METH_HEAD else self._page
        connection = b""
        if not self.keep_alive:
            connection = b"Connection: close\r\n"
        elif request.version.minor == 0:
            connection = b"Connection: keep-alive\r\n"
        tail = f'ETag: "{self._etag}"\r\nX-Request-ID: {self.request_id}\r\nDate: {rfc822_formatted_time()}\r\n\r\n'
        transport = request.transport
        head = b"".join((_HEAD[self.status], length, connection, self._extra, tail.encode()))
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


def encoded_page(request: web.Request, body: bytes, etag: str, extra: bytes) -> EncodedPage:
    """200 with the page, or 304 where the caller has it already."""
    known = request.headers.get(hdrs.IF_NONE_MATCH)
    status = 304 if known is not None and same(known, etag) else 200
    return EncodedPage(status, body, etag, extra)
