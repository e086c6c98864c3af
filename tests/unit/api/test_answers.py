"""Conditional reads, and encoded pages on the wire."""

import asyncio
from typing import Any

import pytest

from moderation.api.answers import same


@pytest.mark.parametrize("header", ['"abc"', 'W/"abc"', '"x", "abc"', '"x",W/"abc" , "y"', "*", ' "abc" ', '"","abc"'])
def test_a_tag_is_recognised_in_lists_and_when_weak(header: str) -> None:
    assert same(header, "abc")


@pytest.mark.parametrize("header", ['"abd"', "abc", "", '"ab", "c"', 'w/"abc"', '"abc'])
def test_another_tag_is_not_the_same(header: str) -> None:
    assert not same(header, "abc")


async def _raw(client: Any, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(request)
    await writer.drain()
    received = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return received


async def test_an_http_1_0_reader_is_answered_and_disconnected(client: Any) -> None:
    received = await _raw(client, b"GET /v1/counts?article=a HTTP/1.0\r\n\r\n")
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"Connection: close" in head
    assert body == b'{"counts":{"a":0}}'


async def test_pipelined_reads_are_answered_in_order(client: Any) -> None:
    asked = b"GET /v1/counts?article=%s HTTP/1.1\r\nHost: a\r\n"
    received = await _raw(client, asked % b"a" + b"\r\n" + asked % b"b" + b"Connection: close\r\n\r\n")
    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert received.index(b'{"counts":{"a":0}}') < received.index(b'{"counts":{"b":0}}')
    assert received.endswith(b'{"counts":{"b":0}}')


async def test_head_has_the_headers_of_get_and_no_body(client: Any) -> None:
    got = await client.get("/v1/counts?article=a")
    head = await client.head("/v1/counts?article=a")
    assert head.status == 200
    assert await head.read() == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Vary"):
        assert head.headers[name] == got.headers[name]


async def test_an_unchanged_page_is_not_sent_again(client: Any, post: Any) -> None:
    await post("hello")
    first = await client.get("/v1/articles/news/comments")
    tag = first.headers["ETag"]
    again = await client.get("/v1/articles/news/comments", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", tag)
    await post("something new")
    changed = await client.get("/v1/articles/news/comments", headers={"If-None-Match": tag})
    assert changed.status == 200
    assert changed.headers["ETag"] != tag


async def test_a_page_may_be_kept_for_a_second_by_a_shared_cache(client: Any) -> None:
    answer = await client.get("/v1/articles/news/comments")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-while-revalidate=10"
    assert "X-Site" in answer.headers["Vary"]
