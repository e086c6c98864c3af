"""Which web pages may call: those whose origins the site's policy names."""

from typing import Any

import pytest

from moderation.api.middleware.cors import Origins

PAGE = {"Origin": "https://paper.example"}
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


async def _restrict(house: Any) -> None:
    await house.policymaking.set_policy("default", {"origins": ["https://paper.example"]}, "test")


async def test_by_default_every_page_may_call_and_one_copy_serves_all(client: Any) -> None:
    for answer in (
        await client.get("/v1/articles/news/comments", headers=PAGE),
        await client.get("/v1/counts?article=a"),
        await client.get("/v1/comments/none", headers=PAGE),
        await client.post("/v1/articles/news/comments", headers=PAGE),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert {"ETag", "X-Request-ID", "Retry-After"} <= set(
            answer.headers["Access-Control-Expose-Headers"].split(", ")
        )
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert answer.headers["Vary"] == "X-Site"


async def test_a_site_may_name_its_pages(client: Any, house: Any) -> None:
    await _restrict(house)
    path = "/v1/articles/news/comments"
    own = await client.get(path, headers=PAGE)
    assert own.headers["Access-Control-Allow-Origin"] == "https://paper.example"
    for headers in ({"Origin": "https://evil.example"}, {}):
        other = await client.get(path, headers=headers)
        assert other.status == 200
        assert "Access-Control-Allow-Origin" not in other.headers
        assert "Origin" in other.headers["Vary"]


async def test_a_preflight_is_answered_for_pages_that_may_call(client: Any, house: Any) -> None:
    path = "/v1/articles/news/comments"
    free = await client.options(path, headers=PAGE | PREFLIGHT)
    assert (free.status, free.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "POST" in free.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in free.headers["Access-Control-Allow-Headers"]
    await _restrict(house)
    client.app[_origins()]._known.clear()
    own = await client.options(path, headers=PAGE | PREFLIGHT)
    assert own.headers["Access-Control-Allow-Origin"] == "https://paper.example"
    other = await client.options(path, headers={"Origin": "https://evil.example"} | PREFLIGHT)
    assert "Access-Control-Allow-Origin" not in other.headers


def _origins() -> Any:
    from moderation.api.middleware.cors import ORIGINS

    return ORIGINS


@pytest.mark.parametrize("path", ["/v1/moderation/queues", "/v1/sites", "/healthz"])
async def test_other_interfaces_are_not_for_foreign_pages(client: Any, path: str) -> None:
    preflight = await client.options(path, headers=PAGE | PREFLIGHT)
    answer = await client.get(path, headers=PAGE)
    for each in (preflight, answer):
        assert "Access-Control-Allow-Origin" not in each.headers


async def test_the_last_known_origins_hold_while_storage_is_away(house: Any, monkeypatch: Any) -> None:
    from moderation.api.middleware import cors
    from moderation.domain.errors import StorageUnavailable

    await _restrict(house)
    origins = Origins()
    known = await origins.of(house, "default")

    async def away(_site: str) -> None:
        raise StorageUnavailable("away")

    monkeypatch.setattr(house.access, "policy", away)
    monkeypatch.setattr(cors, "monotonic", lambda: float("inf"))
    assert origins.at_hand("default") is None
    assert await origins.of(house, "default") == known
