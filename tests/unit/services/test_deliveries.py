"""Events are queued exactly once for each webhook that wants them, whatever happens in between; retries back off."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from builders import a_comment, a_revision
from receivers import LOOPBACK, content, listening

from moderation.domain import ids
from moderation.domain.comment import Status
from moderation.domain.secret import Secret
from moderation.domain.webhook import Delivery, Format, Outcome, Webhook
from moderation.outbound.http import Caller
from moderation.outbound.signing import new_secret
from moderation.services.deliveries import LONGEST_PAUSE, MOST_TRIES, Deliveries, pause_of
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.records import Records
from moderation.storage.transfers import Restored, Transfers
from moderation.storage.webhooks import MOST_KEPT
from moderation.telemetry.metrics import Metrics

SITE = "default"
RULES = {
    "rest_ms": 0,
    "least_rest_ms": 0,
    "longest_rest_ms": 0,
    "longest_failing_ms": 86_400_000,
    "least_failures": 20,
    "at_once": False,
    "detail": b'{"action":"disable_webhook"}',
}


def a_webhook(name: str = "one", *events: str) -> Webhook:
    return Webhook(
        name, "https://news.example/", events or ("*",), (), Format.JSON, "", True, (Secret(new_secret(), 0),), 0
    )


@pytest.fixture
async def records(store: Store) -> Records:
    return Records(store)


@pytest.fixture
async def deliveries(records: Records) -> AsyncIterator[Deliveries]:
    caller = Caller(())
    yield Deliveries(records, caller, Metrics())
    await caller.close()


async def queued(records: Records, webhook: Webhook) -> list[Delivery]:
    return await records.webhooks.deliveries(SITE, webhook.id, 1000, None)


async def test_a_crash_before_the_mark_moves_changes_nothing(records: Records, deliveries: Deliveries) -> None:
    webhook = a_webhook()
    await records.webhooks.save(SITE, 0, [webhook], b"{}")
    await deliveries.begin_telling(SITE)
    marks = await records.events.told(SITE)
    for number in range(5):
        await a_comment(records, f"article-{number}")
    await deliveries.queue_events(SITE)
    first = await queued(records, webhook)
    assert len(first) == 15

    for number, mark in enumerate(marks):
        await records.events.note_told(SITE, number, mark)
    await deliveries.queue_events(SITE)

    assert await queued(records, webhook) == first


async def test_each_webhook_has_ids_of_its_own(records: Records, deliveries: Deliveries) -> None:
    pair = [a_webhook("one", "comment.posted"), a_webhook("two", "comment.*")]
    await records.webhooks.save(SITE, 0, pair, b"{}")
    await deliveries.begin_telling(SITE)
    await a_comment(records)
    await deliveries.queue_events(SITE)
    first, second = await queued(records, pair[0]), await queued(records, pair[1])

    assert [each.type for each in first] == ["comment.posted"]
    assert {each.type for each in second} == {"comment.posted", "comment.published"}
    assert len({each.id for each in first + second}) == 3


async def test_what_is_imported_is_told_to_nobody(records: Records, deliveries: Deliveries, store: Store) -> None:
    webhook = a_webhook("one", "*")
    await records.webhooks.save(SITE, 0, [webhook], b"{}")
    await deliveries.begin_telling(SITE)
    place = await records.threads.settle(SITE, "news")
    now = await store.server_time_ms()
    for at in (now - 86_400_000, now):
        comment_id = ids.at_time(at, place, b"\1\2\3\4\5")
        queues = frozenset({"unreviewed"})
        old = Restored(comment_id, None, "import", Status.PUBLISHED, queues, 0, a_revision())
        assert await Transfers(store).restore_comment(SITE, place, "news", old) == "restored"

    await deliveries.queue_events(SITE)

    told = await queued(records, webhook)
    assert {each.comment for each in told} == {ids.to_text(ids.at_time(now, place, b"\1\2\3\4\5"))}


async def test_a_damaged_comment_holds_nobody_up(records: Records, store: Store) -> None:
    caller = Caller(LOOPBACK)
    deliveries = Deliveries(records, caller, Metrics())
    async with listening() as receiver:
        webhook = replace(a_webhook("one", "comment.posted"), url=receiver.url)
        await records.webhooks.save(SITE, 0, [webhook], b"{}")
        await deliveries.begin_telling(SITE)
        damaged, sound = await a_comment(records), await a_comment(records)
        states = keys.states(SITE, ids.place_of(damaged))
        await store.command(states, "HSET", states, damaged, b"no state")
        await deliveries.queue_events(SITE)
        await deliveries.send(SITE)
        told = {each.document["data"]["comment_id"]: each.document["data"] for each in await receiver.hears(2)}
        await deliveries.close()
    await caller.close()

    assert told[ids.to_text(damaged)]["comment"] is None
    assert told[ids.to_text(sound)]["comment"]["body"] == "A calm remark."


async def test_a_process_that_ends_lets_its_deliveries_end(records: Records) -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return await content(request)

    caller = Caller(LOOPBACK)
    deliveries = Deliveries(records, caller, Metrics())
    async with listening(slowly) as receiver:
        webhook = replace(a_webhook("one", "comment.posted"), url=receiver.url)
        await records.webhooks.save(SITE, 0, [webhook], b"{}")
        await deliveries.begin_telling(SITE)
        await a_comment(records)
        await deliveries.queue_events(SITE)
        await deliveries.send(SITE)
        await receiver.hears(1)
        await deliveries.close()
    await caller.close()

    assert [each.outcome for each in await queued(records, webhook)] == [Outcome.DELIVERED]


async def test_events_are_kept_until_they_are_queued(records: Records, deliveries: Deliveries) -> None:
    webhook = a_webhook("one", "comment.posted")
    await records.webhooks.save(SITE, 0, [webhook], b"{}")
    await deliveries.begin_telling(SITE)
    for _ in range(30):
        await a_comment(records, "news")
    partition = (await records.threads.settle(SITE, "news")).partition
    end = (await records.events.last_ids(SITE, [partition]))[0]
    await records.events.note_consumed(SITE, partition, end)
    await records.events.trim(SITE, partition, 16)

    while await deliveries.queue_events(SITE):
        pass

    assert len(await queued(records, webhook)) == 30
    assert await records.events.trim(SITE, partition, 16) == 14


async def test_a_failing_webhook_is_tried_by_one_delivery_and_disabled_in_the_end(records: Records) -> None:
    webhooks = records.webhooks
    waiting = [Delivery(f"id-{number}", "ping", 0) for number in range(5)]
    assert await webhooks.queue(SITE, "one", waiting) == 5
    assert len(await webhooks.claim(SITE, "one", 2, 60_000)) == 2

    rules = RULES | {"longest_failing_ms": 0, "least_failures": 2}
    assert await webhooks.note_attempt(SITE, "one", waiting[0], problem="No.", again_in_ms=60_000, **rules) == "noted"
    (single,) = await webhooks.claim(SITE, "one", 8, 60_000)
    assert await webhooks.note_attempt(SITE, "one", single, problem="No.", again_in_ms=60_000, **rules) == "disabled"
    assert await webhooks.claim(SITE, "one", 8, 60_000) == []
    (condition,) = await webhooks.conditions(SITE, ["one"])
    assert (condition.failures, condition.problem, condition.waiting) == (2, "No.", 5)
    assert condition.disabled_at is not None

    await webhooks.enable(SITE, "one")
    assert len(await webhooks.claim(SITE, "one", 8, 60_000)) == 5


async def test_one_success_ends_a_series_of_failures(records: Records) -> None:
    waiting = [Delivery(f"id-{number}", "ping", 0) for number in range(2)]
    await records.webhooks.queue(SITE, "one", waiting)
    rules = RULES | {"rest_ms": 60_000, "longest_rest_ms": 300_000}
    await records.webhooks.note_attempt(SITE, "one", waiting[0], problem="No.", again_in_ms=0, **rules)
    assert await records.webhooks.claim(SITE, "one", 8, 1) == []

    await records.webhooks.note_attempt(SITE, "one", waiting[1], problem="", again_in_ms=None, **rules)

    (condition,) = await records.webhooks.conditions(SITE, ["one"])
    assert (condition.failures, condition.failing_since, condition.waiting) == (0, None, 1)
    assert [each.id for each in await records.webhooks.claim(SITE, "one", 8, 1)] == ["id-0"]


async def test_a_receiver_that_is_back_is_told_at_once_what_it_missed(records: Records) -> None:
    waiting = [Delivery(f"id-{number}", "ping", 0) for number in range(4)]
    await records.webhooks.queue(SITE, "one", waiting)
    for delivery in waiting[:3]:
        await records.webhooks.note_attempt(SITE, "one", delivery, problem="No.", again_in_ms=3_600_000, **RULES)
    await records.webhooks.note_attempt(SITE, "one", waiting[3], problem="", again_in_ms=None, **RULES)

    assert [each.id for each in await records.webhooks.claim(SITE, "one", 8, 60_000)] == ["id-0", "id-1", "id-2"]


async def test_one_delivery_that_is_not_taken_waits_although_others_are(records: Records) -> None:
    waiting = [Delivery(f"id-{number}", "ping", 0) for number in range(2)]
    await records.webhooks.queue(SITE, "one", waiting)
    await records.webhooks.note_attempt(SITE, "one", waiting[0], problem="No.", again_in_ms=3_600_000, **RULES)
    await records.webhooks.note_attempt(SITE, "one", waiting[1], problem="", again_in_ms=None, **RULES)

    assert await records.webhooks.claim(SITE, "one", 8, 60_000) == []


async def test_what_is_over_is_forgotten_in_time_and_what_waits_is_not(records: Records) -> None:
    everything = [Delivery(f"id-{number:05d}", "ping", 0) for number in range(MOST_KEPT + 20)]
    for start in range(0, len(everything), 500):
        await records.webhooks.queue(SITE, "one", everything[start : start + 500])
    for delivery in everything[1:]:
        await records.webhooks.note_attempt(SITE, "one", delivery, problem="", again_in_ms=None, **RULES)

    kept = await records.webhooks.deliveries(SITE, "one", MOST_KEPT * 2, None)

    assert len(kept) == MOST_KEPT + 1
    assert kept[-1].id == "id-00000"
    assert kept[-2].id == "id-00020"


async def test_a_webhook_that_is_gone_is_not_brought_back(records: Records) -> None:
    delivery = Delivery("id", "ping", 0)
    await records.webhooks.queue(SITE, "one", [delivery])
    await records.webhooks.forget(SITE, "one")

    word = await records.webhooks.note_attempt(SITE, "one", delivery, problem="", again_in_ms=None, **RULES)

    assert word == "gone"
    assert await records.webhooks.deliveries(SITE, "one", 10, None) == []


def test_pauses_grow_and_are_never_the_same_for_all() -> None:
    longest = [5.0 * 3**number for number in range(MOST_TRIES)]
    for tries, whole in enumerate(longest, 1):
        pauses = [pause_of(tries) for _ in range(50)]
        assert min(whole, LONGEST_PAUSE) / 2 <= min(pauses)
        assert max(pauses) <= min(whole, LONGEST_PAUSE)
        assert len(set(pauses)) > 40
