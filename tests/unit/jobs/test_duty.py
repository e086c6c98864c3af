"""One process at a time has a duty; failures wait and never end it; another process takes over."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from moderation.domain.errors import StorageUnavailable
from moderation.jobs import duty as duties
from moderation.jobs.duty import Duty, Keeping
from moderation.services.house import House
from moderation.storage.client import Store
from moderation.storage.records import Records
from moderation.telemetry.metrics import Metrics


def house_on(store: Store) -> House:
    """As much of a house as a duty needs."""
    return cast(House, SimpleNamespace(records=Records(store), store=store))


@pytest.fixture
async def house(store: Store) -> House:
    house = house_on(store)
    for site in ("default", "other"):
        await house.records.sites.create(site, site, b"{}")
    return house


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def counted(metrics: Metrics, outcome: str) -> float:
    return metrics.registry.get_sample_value("moderation_jobs_total", {"job": "test", "outcome": outcome}) or 0.0


async def test_only_the_holder_of_the_lease_has_a_turn(house: House) -> None:
    turns: list[str] = []

    def keeping(holder: str) -> Keeping:
        async def turn(_: House, site: str) -> bool:
            turns.append(f"{holder} {site}")
            return False

        return Keeping(Duty("test", 0.01, turn), house, holder)

    first, second = keeping("first"), keeping("second")
    await first._round()
    await second._round()
    assert turns == ["first default", "first other"]
    await first.give_back()
    await second._round()
    assert turns[2:] == ["second default", "second other"]


async def test_another_process_takes_over_when_the_holder_has_died(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "LEASE_MS", 300)
    turns: list[str] = []

    async def turn(_: House, site: str) -> bool:
        turns.append(site)
        return False

    dead = Keeping(Duty("test", 0.01, turn), house, "dead")
    await dead._round()
    turns.clear()
    running = asyncio.create_task(Keeping(Duty("test", 0.01, turn), house, "alive").run())
    await until(lambda: set(turns) == {"default", "other"})
    running.cancel()


async def test_a_failure_for_one_site_is_counted_and_keeps_no_other_from_its_turn(house: House) -> None:
    metrics, turns = Metrics(), []

    async def turn(_: House, site: str) -> bool:
        turns.append(site)
        if site == "default" and turns.count("default") < 3:
            raise ValueError("for the test")
        return False

    running = asyncio.create_task(Keeping(Duty("test", 0.01, turn), house, "one", metrics).run())
    await until(lambda: turns.count("default") >= 4)
    running.cancel()
    assert turns.count("other") >= 3
    assert counted(metrics, "failed") == 2
    assert counted(metrics, "done") >= 4


async def test_storage_that_is_away_ends_no_loop(house: House) -> None:
    turns = 0

    async def turn(_: House, site: str) -> bool:
        nonlocal turns
        turns += 1
        if turns < 4:
            raise StorageUnavailable("for the test")
        return False

    keeping = Keeping(Duty("test", 0.01, turn), house, "one")
    running = asyncio.create_task(keeping.run())
    await until(lambda: turns > 6)
    assert not running.done()
    assert keeping.failures == 0
    running.cancel()


async def test_work_that_is_waiting_is_done_without_a_pause(house: House) -> None:
    turns = 0

    async def turn(_: House, site: str) -> bool:
        nonlocal turns
        turns += 1
        return turns < 50

    running = asyncio.create_task(Keeping(Duty("test", 3600, turn), house, "one").run())
    await until(lambda: turns >= 50)
    running.cancel()
