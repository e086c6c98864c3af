"""Idempotency-Keys of every request but comments: begun once, answered once, forgotten when it failed."""

import asyncio

import pytest
from redis import Redis

from moderation.domain.errors import KeyInUse, KeyReused
from moderation.services.retries import Retries, StoredAnswer
from moderation.storage.client import Store
from moderation.storage.records import Records

ASKED = "a" * 64
ANSWER = StoredAnswer(201, b'{"id": "|1"}')


@pytest.fixture
def retries(store: Store) -> Retries:
    return Retries(Records(store))


async def test_a_new_key_is_in_progress_until_it_is_answered(retries: Retries) -> None:
    assert await retries.recall("default", "max", "k-1", ASKED) is None
    with pytest.raises(KeyInUse):
        await retries.recall("default", "max", "k-1", ASKED)

    await retries.keep("default", "max", "k-1", ASKED, ANSWER)

    assert await retries.recall("default", "max", "k-1", ASKED) == ANSWER
    assert await retries.recall("default", "max", "k-1", ASKED) == ANSWER


async def test_another_request_under_the_key_is_refused_while_and_after_it_is_answered(retries: Retries) -> None:
    await retries.recall("default", "max", "k-1", ASKED)
    with pytest.raises(KeyReused):
        await retries.recall("default", "max", "k-1", "b" * 64)
    await retries.keep("default", "max", "k-1", ASKED, ANSWER)
    with pytest.raises(KeyReused):
        await retries.recall("default", "max", "k-1", "b" * 64)


async def test_a_request_that_failed_may_run_again(retries: Retries) -> None:
    await retries.recall("default", "max", "k-1", ASKED)

    await retries.forget("default", "max", "k-1")

    assert await retries.recall("default", "max", "k-1", "b" * 64) is None


async def test_of_many_at_once_one_runs(retries: Retries) -> None:
    told = await asyncio.gather(
        *(retries.recall("default", "max", "k-1", ASKED) for _ in range(10)), return_exceptions=True
    )

    assert sum(each is None for each in told) == 1
    assert sum(isinstance(each, KeyInUse) for each in told) == 9


@pytest.mark.parametrize(
    ("site", "who", "key"), [("daily", "max", "k-1"), ("default", "mia", "k-1"), ("default", "max", "k-2")]
)
async def test_a_key_belongs_to_one_caller_at_one_site(retries: Retries, site: str, who: str, key: str) -> None:
    await retries.recall("default", "max", "k-1", ASKED)
    await retries.keep("default", "max", "k-1", ASKED, ANSWER)

    assert await retries.recall(site, who, key, ASKED) is None


async def test_a_key_lives_a_day(retries: Retries, store: Store, valkey_url: str) -> None:
    await retries.recall("default", "max", "k-1", ASKED)
    await retries.keep("default", "max", "k-1", ASKED, ANSWER)

    with Redis.from_url(valkey_url) as client:
        [name] = list(client.scan_iter("*:i:*"))
        assert 86_000 < client.ttl(name) <= 86_400


async def test_an_answer_without_a_body_comes_back_without_one(retries: Retries) -> None:
    await retries.recall("default", "max", "k-1", ASKED)
    await retries.keep("default", "max", "k-1", ASKED, StoredAnswer(204, b""))

    assert await retries.recall("default", "max", "k-1", ASKED) == StoredAnswer(204, b"")
