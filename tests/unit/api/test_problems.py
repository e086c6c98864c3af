"""Every error is a problem document with the request's id, aiohttp's own ones included."""

import asyncio
from typing import Any

import pytest

from moderation.domain.errors import KeptChanging, KeyInUse, ProviderAway, StaleVersion, StorageUnavailable, TooFast


async def _problem(answer: Any, status: int, slug: str) -> Any:
    document = await answer.json(content_type="application/problem+json")
    assert answer.status == document["status"] == status, document
    assert document["type"] == f"/problems/{slug}"
    assert document["title"]
    assert document["detail"]
    assert document["request_id"] == answer.headers["X-Request-ID"]
    return document


async def test_an_unknown_address_is_a_problem(client: Any) -> None:
    await _problem(await client.get("/nowhere"), 404, "not-found")


async def test_a_method_that_is_not_there_names_those_that_are(client: Any) -> None:
    answer = await client.delete("/v1/counts")
    await _problem(answer, 405, "method-not-allowed")
    assert {each.strip() for each in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}


async def test_a_body_that_is_too_large_is_refused_by_its_announcement(client: Any) -> None:
    answer = await client.post(
        "/v1/articles/a/comments", data=b"x" * 70_000, headers={"Content-Type": "application/json"}
    )
    await _problem(answer, 413, "too-large")


async def test_a_body_that_is_too_large_is_refused_while_it_comes_in_pieces(client: Any) -> None:
    async def pieces() -> Any:
        for _ in range(100):
            yield b"x" * 1000

    answer = await client.post("/v1/articles/a/comments", data=pieces(), headers={"Content-Type": "application/json"})
    await _problem(answer, 413, "too-large")


async def test_a_body_that_is_not_gzip_as_announced_is_malformed(client: Any) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = await client.post("/v1/articles/a/comments", data=b"not gzip at all", headers=headers)
    await _problem(answer, 400, "malformed")


async def test_invalid_input_names_its_fields(client: Any) -> None:
    document = await _problem(await client.post("/v1/articles/a/comments", json={"bodi": "x"}), 422, "invalid")
    assert set(document["errors"]) == {"body", "bodi"}


async def test_a_path_that_is_not_utf8_is_malformed(client: Any) -> None:
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(b"GET /v1/articles/%FF/comments HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    received = await reader.read()
    writer.close()
    assert received.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in received


async def test_storage_that_is_away_is_503_with_a_time_to_come_back(client: Any, house: Any, monkeypatch: Any) -> None:
    async def away(*_: object) -> None:
        raise StorageUnavailable("connection refused", 2.4)

    monkeypatch.setattr(house.discussion, "permalink", away)
    answer = await client.get("/v1/comments/x")
    document = await _problem(answer, 503, "storage-unavailable")
    assert answer.headers["Retry-After"] == "3"
    assert "refused" not in document["detail"]


async def test_a_spent_allowance_is_429_with_a_time_to_come_back(client: Any, house: Any, monkeypatch: Any) -> None:
    async def too_fast(*_: object) -> None:
        raise TooFast("Slow down.", retry_after=0.2)

    monkeypatch.setattr(house.discussion, "permalink", too_fast)
    answer = await client.get("/v1/comments/x")
    await _problem(answer, 429, "too-many-requests")
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("error", "status", "slug", "seconds"),
    [
        (KeyInUse(), 409, "request-in-progress", "1"),
        (KeptChanging("The notes keep being changed by others; try again."), 409, "conflict", "1"),
        (ProviderAway("The provider did not answer."), 503, "provider-away", "5"),
        (StaleVersion(), 409, "stale-version", None),
    ],
)
async def test_who_is_to_come_back_is_told_when(
    client: Any, house: Any, monkeypatch: Any, error: Exception, status: int, slug: str, seconds: str | None
) -> None:
    async def refused(*_: object) -> None:
        raise error

    monkeypatch.setattr(house.discussion, "permalink", refused)
    answer = await client.get("/v1/comments/x")
    await _problem(answer, status, slug)
    assert answer.headers.get("Retry-After") == seconds


async def test_a_mistake_of_ours_tells_nothing_of_our_inside(client: Any, house: Any, monkeypatch: Any) -> None:
    async def mistaken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(house.discussion, "permalink", mistaken)
    answer = await client.get("/v1/comments/x")
    await _problem(answer, 500, "internal")
    assert "secret" not in await answer.text()


@pytest.mark.parametrize("given", ["abc-123", "A.b_c~d:e/f+g=", "a" * 128])
async def test_a_well_formed_request_id_is_taken(client: Any, given: str) -> None:
    answer = await client.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "a b", "a" * 129, "é", "<script>", '"'])
async def test_another_request_id_is_replaced(client: Any, given: str) -> None:
    answer = await client.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] not in ("", given)
