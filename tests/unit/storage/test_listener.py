"""Wake-ups over sharded channels: they come, they collapse, and they come again after a connection is lost."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from valkey_nodes import ValkeyNode
from waiting import eventually

from moderation.storage.client import Store
from moderation.storage.listener import Listener

CHANNELS = [f"{{default:{n:02}}}:bell" for n in range(8)]


class Ear:
    """Notes every wake-up of a listener."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.heard: list[str] = []
        self._task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        async for channel in self.listener:
            self.heard.append(channel)

    async def hears(self, *channels: str) -> None:
        await eventually(lambda: set(channels) <= set(self.heard), f"{channels} are heard")
        self.heard.clear()

    async def stop(self) -> None:
        await self.listener.close()
        await self._task


@pytest.fixture
async def ear(store: Store) -> AsyncIterator[Ear]:
    ear = Ear(store.listen(CHANNELS))
    yield ear
    await ear.stop()


async def ring(store: Store, channel: str) -> int:
    return int(await store.command(channel, "SPUBLISH", channel, "1"))


async def test_every_channel_is_woken_once_when_its_subscription_stands(ear):
    await ear.hears(*CHANNELS)


async def test_a_ring_wakes_its_channel_and_no_other(store, ear):
    await ear.hears(*CHANNELS)
    assert await ring(store, CHANNELS[3]) == 1
    await ear.hears(CHANNELS[3])
    assert ear.heard == []


async def test_channels_can_come_and_go_later(store, ear):
    await ear.hears(*CHANNELS)
    ear.listener.add("{later}:bell")
    await ear.hears("{later}:bell")
    assert await ring(store, "{later}:bell") == 1
    await ear.hears("{later}:bell")
    ear.listener.remove("{later}:bell")

    async def nobody_listens() -> bool:
        return await ring(store, "{later}:bell") == 0

    await eventually(nobody_listens, "the subscription has ended")


async def test_rings_that_nobody_has_heard_yet_collapse_into_one(store):
    listener = store.listen(CHANNELS[:1])
    ear = aiter(listener)
    assert await anext(ear) == CHANNELS[0]
    for _ in range(50):
        await ring(store, CHANNELS[0])
    assert await anext(ear) == CHANNELS[0]
    await listener.close()
    assert [channel async for channel in ear] in ([], [CHANNELS[0]])


async def test_a_lost_connection_is_replaced_and_every_channel_is_woken(ear, valkey_node: ValkeyNode):
    await ear.hears(*CHANNELS)
    with valkey_node.client() as client:
        client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await ear.hears(*CHANNELS)


async def test_a_server_that_was_away_is_listened_to_again(plain_valkey: ValkeyNode):
    store = await Store.connect(plain_valkey.url, scripts={})
    ear = Ear(store.listen(CHANNELS))
    await ear.hears(*CHANNELS)
    plain_valkey.kill()
    plain_valkey.start()
    await ear.hears(*CHANNELS)
    await ear.stop()
    await store.close()


async def test_closing_the_store_ends_the_iteration(valkey_url):
    store = await Store.connect(valkey_url, scripts={})
    ear = Ear(store.listen(CHANNELS))
    await ear.hears(*CHANNELS)
    await store.close()
    await asyncio.wait_for(ear._task, 5)
