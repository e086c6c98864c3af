"""The whole service behind HTTP on a real server, with a classifier whose opinion is plain from the text."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from scorers import OneModel

from moderation.app import build_app
from moderation.domain.moderator import Role
from moderation.scoring.scorer import ScorerUnavailable, Scoring
from moderation.services.house import House
from moderation.settings import Settings

Client = TestClient[Any, Any]
TestClient.__test__ = False
TestServer.__test__ = False


class PlainScorer(OneModel):
    """`vile` is toxic, `unscorable` cannot be scored, anything else is fine."""

    async def score(self, text: str, _deadline_s: float, **_asked: object) -> Scoring:
        if "unscorable" in text:
            raise ScorerUnavailable("the classifier is away")
        return Scoring({"TOXICITY": 0.97 if "vile" in text else 0.02}, (), "plain-1")


@pytest.fixture
def settings(valkey_url: str) -> Settings:
    return Settings(redis_url=valkey_url, check_answers=True, sse_heartbeat_seconds=0.2, drain_seconds=2.0)


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[House]:
    house = await House.open(settings, scorer=PlainScorer())
    yield house
    await house.close()


@pytest.fixture
async def client(settings: Settings, house: House) -> AsyncIterator[Client]:
    client = TestClient(TestServer(build_app(settings, house)))
    await client.start_server()
    yield client
    house.live.close()
    await client.close()


@pytest.fixture
def signed_in(house: House) -> Callable[..., Awaitable[dict[str, str]]]:
    """The header of a new token: `await signed_in("moderator")`."""

    async def create(role: str = "moderator", site: str = "default", name: str = "Max") -> dict[str, str]:
        _, secret = await house.tokens.create(site, Role(role), name, "test")
        return {"Authorization": f"Bearer {secret}"}

    return create


@pytest.fixture
def post(client: Client) -> Callable[..., Awaitable[Any]]:
    """Post a comment as a guest and give its answer's document back: `await post("hello", to="news")`."""

    async def post_comment(body: str, to: str = "news", name: str = "Ann", **more: Any) -> Any:
        sent = {"body": body, "author": {"name": name}, **more}
        answer = await client.post(f"/v1/articles/{to}/comments", json=sent)
        document = await answer.json()
        assert answer.status in (201, 202), document
        return document

    return post_comment
