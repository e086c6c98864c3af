"""One process hears what another one did: every event once its time has come, in order, whatever goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from builders import a_comment
from waiting import eventually

from moderation.domain import ids
from moderation.domain.errors import StorageUnavailable
from moderation.domain.event import Event, Kind
from moderation.services.following import Follower
from moderation.storage.client import Store
from moderation.storage.records import Records
from moderation.telemetry.metrics import Metrics


class Ear:
    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.settings: list[str] = []
        self.fails = 0

    async def hear(self, _site: str, events: Sequence[Event]) -> None:
        if self.fails:
            self.fails -= 1
            raise StorageUnavailable("for a moment")
        self.heard += events

    @property
    def comments(self) -> list[bytes | None]:
        return [event.comment for event in self.heard if event.kind is Kind.POSTED]


@pytest.fixture
async def records(store: Store) -> Records:
    return Records(store)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def follower(records: Records, ear: Ear) -> AsyncIterator[Follower]:
    follower = Follower(records, ear.settings.append, Metrics())
    follower.tell(ear.hear)
    yield follower
    await follower.close()


async def test_everything_after_the_first_question_is_heard_in_order(
    follower: Follower, records: Records, ear: Ear
) -> None:
    before = await a_comment(records, saying="Before anybody asked.")
    await follower.follow("default")

    posted = [await a_comment(records, saying=f"Remark number {n}.") for n in range(20)]

    await eventually(lambda: len(ear.comments) >= 20, "everything is heard")
    assert ear.comments == posted
    assert before not in ear.comments


async def test_each_partition_is_heard_in_order(follower: Follower, records: Records, ear: Ear) -> None:
    await follower.follow("default")

    posted = [await a_comment(records, f"article-{n % 9}", saying=f"Remark number {n}.") for n in range(45)]

    await eventually(lambda: len(ear.comments) >= 45, "everything is heard")
    assert sorted(each or b"" for each in ear.comments) == sorted(posted)
    for partition in {ids.place_of(each).partition for each in posted}:
        own = [each for each in posted if ids.place_of(each).partition == partition]
        assert [e.comment for e in ear.heard if e.partition == partition and e.kind is Kind.POSTED] == own


async def test_what_could_not_be_taken_in_is_told_again(follower: Follower, records: Records, ear: Ear) -> None:
    await follower.follow("default")
    ear.fails = 1
    first = await a_comment(records, saying="Told twice.")
    await eventually(lambda: ear.fails == 0, "it was told and not taken in")

    second = await a_comment(records, saying="Then this.")

    await eventually(lambda: len(ear.comments) >= 2, "both are heard")
    assert ear.comments == [first, second]


async def test_many_who_ask_at_once_start_one_following(follower: Follower, records: Records, ear: Ear) -> None:
    await asyncio.gather(*(follower.follow("default") for _ in range(20)))

    await a_comment(records)

    await eventually(lambda: len(ear.comments) == 1, "it is heard")


async def test_another_site_is_not_heard(follower: Follower, records: Records, ear: Ear) -> None:
    await follower.follow("default")
    await a_comment(records, site="daily", saying="For the daily only.")
    here = await a_comment(records)

    await eventually(lambda: ear.comments == [here], "only what belongs here is heard")


async def test_a_change_of_settings_is_heard(follower: Follower, records: Records, ear: Ear) -> None:
    await records.sites.create("default", "Default", b"{}")
    await follower.follow("default")
    await eventually(lambda: "default" in ear.settings, "the first subscription wakes everybody")
    ear.settings.clear()

    await records.sites.save_policy("default", 0, {"guests": False}, b"{}")

    await eventually(lambda: ear.settings == ["default"], "the change is heard")
