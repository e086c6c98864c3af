"""Event streams: what is sent at once, what follows, how they end and resume."""

import asyncio
from typing import Any

from moderation.appkeys import CONDITION, METRICS


async def _until(answer: Any, wanted: bytes) -> bytes:
    received = b""
    async with asyncio.timeout(5):
        while wanted not in received:
            piece = await answer.content.readany()
            assert piece, received
            received += piece
    return received


async def test_a_thread_tells_its_count_and_then_each_comment(client: Any, post: Any) -> None:
    async with client.get("/v1/articles/news/events") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["X-Request-ID"]
        await _until(answer, b'data: {"article":"news","count":0}\n\n')
        await post("hello")
        received = await _until(answer, b"event: comment\n")
        assert b'"count":1' in received


async def test_a_reader_resumes_after_the_last_event_it_saw(client: Any, post: Any) -> None:
    await post("before")
    async with client.get("/v1/articles/news/events") as answer:
        received = await _until(answer, b"\n\n")
    last = received.partition(b"id: ")[2].partition(b"\n")[0].decode()
    await post("missed")
    async with client.get("/v1/articles/news/events", headers={"Last-Event-ID": last}) as answer:
        received = await _until(answer, b'"body":"missed"')
        assert b'"body":"before"' not in received


async def test_counts_of_many_articles_come_on_one_stream(client: Any, post: Any) -> None:
    async with client.get("/v1/events/counts?article=news&article=sport") as answer:
        await _until(answer, b'{"article":"sport","count":0}')
        await post("hello", to="sport")
        await _until(answer, b'{"article":"sport","count":1}')


async def test_moderators_hear_of_their_queues(client: Any, post: Any, signed_in: Any) -> None:
    async with client.get("/v1/moderation/events", headers=await signed_in()) as answer:
        await _until(answer, b"event: queues\n")
        await post("you are vile")
        await _until(answer, b"event: entered\n")


async def test_silence_is_broken_by_heartbeats(client: Any) -> None:
    async with client.get("/v1/articles/news/events") as answer:
        await _until(answer, b"\n:")


async def test_what_is_wrong_with_a_stream_is_said_before_it_begins(client: Any) -> None:
    for path, headers, status in (
        ("/v1/articles/news/events?site=nowhere", {}, 404),
        ("/v1/articles/news/events", {"Last-Event-ID": "nonsense"}, 400),
        ("/v1/events/counts", {}, 422),
        ("/v1/moderation/events", {}, 401),
    ):
        answer = await client.get(path, headers=headers)
        assert answer.status == status, path
        assert answer.content_type == "application/problem+json"


async def test_a_stream_is_forgotten_when_its_reader_leaves(client: Any) -> None:
    readers = client.app[METRICS].live_readers.labels("thread")
    async with client.get("/v1/articles/news/events") as answer:
        await _until(answer, b"\n\n")
        assert readers._value.get() == 1
        answer.close()
    for task in tuple(client.app[CONDITION].streams):
        await asyncio.wait_for(asyncio.wait([task]), 5)
    assert readers._value.get() == 0
    assert not client.app[CONDITION].streams
