"""Pages of threads: loaded once for many who ask, never older than a change, and still there while storage is away."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from builders import a_comment
from service_client import Serve, Service
from valkey_nodes import ValkeyNode
from waiting import eventually

from moderation.domain import ids
from moderation.domain.errors import StorageUnavailable
from moderation.domain.thread import ThreadSort
from moderation.scoring.scorer import Scorer
from moderation.services.documents import Encoded
from moderation.services.house import House
from moderation.settings import Settings


async def page(house: House, article: str = "news") -> Encoded:
    return await house.discussion.page("default", article, ThreadSort.NEWEST, 50, 10, None, None)


def bodies(encoded: Encoded) -> list[str]:
    return [comment["body"] for comment in orjson.loads(encoded.body)["comments"]]


async def test_many_who_ask_at_once_are_answered_by_one_load(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    loads = 0
    threads = service.house.records.threads
    load = threads.page

    async def counted(*asked: Any) -> Any:
        nonlocal loads
        loads += 1
        return await load(*asked)

    await page(service.house, "warm-up")
    monkeypatch.setattr(threads, "page", counted)
    answers = await asyncio.gather(*(page(service.house) for _ in range(50)))

    assert loads == 1
    assert len({answer.body for answer in answers}) == 1


async def test_a_page_asked_for_after_a_change_never_shows_what_was_before(service: Service) -> None:
    ann = service.guest("Ann")
    await service.house.policymaking.set_policy("default", {"comments_per_minute": 0}, "test")
    for number in range(20):
        loading = [asyncio.create_task(page(service.house)) for _ in range(3)]
        await ann.says(f"Remark number {number}.")
        assert f"Remark number {number}." in bodies(await page(service.house))
        await asyncio.gather(*loading)


@pytest.fixture
async def own_storage(plain_valkey: ValkeyNode, scorer: Scorer) -> AsyncIterator[House]:
    settings = Settings(redis_url=plain_valkey.url, storage_timeout_ms=300)
    house = await House.open(settings, scorer)
    yield house
    await house.close()


async def test_the_last_known_page_is_shown_while_storage_is_away(own_storage: House, plain_valkey: ValkeyNode) -> None:
    said = await a_comment(own_storage.records)
    known = await page(own_storage)
    plain_valkey.pause()
    try:
        own_storage.discussion.changed("default", ids.place_of(said))
        shown = await page(own_storage)
        assert (shown.body, shown.etag) == (known.body, known.etag)
        assert (known.stale, shown.stale) == (False, True)
        with pytest.raises(StorageUnavailable):
            await page(own_storage, "never asked for")
    finally:
        plain_valkey.resume()


async def test_two_processes_agree(serve: Serve, service: Service) -> None:
    second = await serve()
    await page(second.house)
    said = await service.guest("Ann").says("Good game.")

    async def agrees() -> bool:
        return bodies(await page(second.house)) == [said.comment["body"]]

    await eventually(agrees, "the second process has heard of the comment", seconds=2)
