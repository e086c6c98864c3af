"""A retried request gives the first answer again and creates nothing."""

import asyncio
from typing import Any

import pytest


async def test_a_comment_posted_twice_under_one_key_is_there_once(client: Any) -> None:
    sent = {"body": "hello", "author": {"name": "Ann"}}
    key = {"Idempotency-Key": "first-try"}
    first = await client.post("/v1/articles/news/comments", json=sent, headers=key)
    second = await client.post("/v1/articles/news/comments", json=sent, headers=key)
    assert (first.status, second.status) == (201, 201)
    assert await first.json() == await second.json()
    assert "Idempotent-Replay" not in first.headers
    assert second.headers["Idempotent-Replay"] == "true"
    other = await client.post("/v1/articles/news/comments", json=sent | {"body": "bye"}, headers=key)
    assert other.status == 422
    assert (await other.json(content_type=None))["type"] == "/problems/idempotency-key-reused"
    assert (await (await client.get("/v1/counts?article=news")).json())["counts"] == {"news": 1}


async def test_a_token_created_twice_under_one_key_is_the_same_token(client: Any, house: Any, signed_in: Any) -> None:
    admin = await signed_in("admin") | {"Idempotency-Key": "k"}
    sent = {"role": "moderator", "name": "Ida"}
    path = "/v1/sites/default/tokens"
    first = await (await client.post(path, json=sent, headers=admin)).json()
    second = await client.post(path, json=sent, headers=admin)
    assert (second.status, await second.json()) == (201, first)
    assert second.headers["Idempotent-Replay"] == "true"
    assert len(await house.tokens.all("default")) == 2


async def test_what_is_kept_for_retries_does_not_show_a_token(client: Any, signed_in: Any, valkey_node: Any) -> None:
    admin = await signed_in("admin") | {"Idempotency-Key": "k"}
    made = await client.post("/v1/sites/default/tokens", json={"role": "moderator", "name": "Ida"}, headers=admin)
    secret = (await made.json())["token"]
    with valkey_node.client() as storage:
        for name in storage.scan_iter():
            assert secret.encode() not in storage.dump(name)


async def test_the_same_key_of_two_people_is_two_keys(client: Any, signed_in: Any) -> None:
    sent = {"role": "moderator", "name": "Ida"}
    ids = set()
    for name in ("one", "two"):
        admin = await signed_in("admin", name=name) | {"Idempotency-Key": "k"}
        ids.add((await (await client.post("/v1/sites/default/tokens", json=sent, headers=admin)).json())["id"])
    assert len(ids) == 2


async def test_a_request_that_failed_may_be_tried_again(client: Any, signed_in: Any, house: Any) -> None:
    admin = await signed_in("admin") | {"Idempotency-Key": "k"}
    await house.access.create_site("b", "B", "test")
    assert (await client.post("/v1/sites", json={"id": "b"}, headers=admin)).status == 409
    await house.access.delete_site("b", "test")
    assert (await client.post("/v1/sites", json={"id": "b"}, headers=admin)).status == 201


async def test_many_at_once_under_one_key_report_once(client: Any, post: Any) -> None:
    path = f"/v1/comments/{(await post('hello'))['comment']['id']}/reports"
    tries = [client.post(path, json={"reason": "spam"}, headers={"Idempotency-Key": "k"}) for _ in range(8)]
    statuses = [answer.status for answer in await asyncio.gather(*tries)]
    assert set(statuses) <= {202, 409}
    assert statuses.count(202) >= 1


@pytest.mark.parametrize("key", ["a b", "é", "a" * 256])
async def test_a_key_is_visible_ascii(client: Any, key: str) -> None:
    sent = {"body": "hello", "author": {"name": "Ann"}}
    answer = await client.post("/v1/articles/news/comments", json=sent, headers={"Idempotency-Key": key})
    assert answer.status == 400
