"""Follows the event streams of the sites this process serves, and tells caches and live readers what happened."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog

from moderation.domain.errors import StorageUnavailable
from moderation.domain.event import Event
from moderation.domain.ids import PARTITIONS
from moderation.storage import keys
from moderation.storage.client import ScriptFailed
from moderation.storage.events import order
from moderation.storage.records import Records
from moderation.telemetry.metrics import Metrics

log = structlog.get_logger()

BATCH = 500
SWEEP_SECONDS = 5.0
"""Streams are also read this often without a bell, in case one was not heard."""

Heard = Callable[[str, Sequence[Event]], Awaitable[None]]
"""Told the site and its events, oldest first, of one partition at a time."""


class Follower:
    """One per process. A site is followed from the first time it is asked for."""

    def __init__(self, records: Records, settings_changed: Callable[[str], None], metrics: Metrics) -> None:
        self._records = records
        self._lag = metrics.event_lag
        self._settings_changed = settings_changed
        self._listener = records.store.listen()
        self._hearers: list[Heard] = []
        self._positions: dict[str, list[str]] = {}
        self._starting: dict[str, asyncio.Task[None]] = {}
        self._channels: dict[str, tuple[str, int]] = {}
        self._reading: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._again: set[tuple[str, int]] = set()
        self._tasks = [asyncio.create_task(self._listen(), name="follower"), asyncio.create_task(self._sweep())]

    def tell(self, hearer: Heard) -> None:
        self._hearers.append(hearer)

    async def follow(self, site: str) -> None:
        """Follow a site from now on; returns when its streams' ends are known, so nothing after this is missed."""
        if site in self._positions:
            return
        starting = self._starting.get(site)
        if starting is None:
            starting = self._starting[site] = asyncio.create_task(self._start(site))
            starting.add_done_callback(lambda _: self._starting.pop(site, None))
        await asyncio.shield(starting)

    async def _start(self, site: str) -> None:
        self._positions[site] = await self._records.events.last_ids(site, range(PARTITIONS))
        for number in range(PARTITIONS):
            self._channels[keys.partition(site, number).bell] = (site, number)
        self._channels[keys.site_bell(site)] = (site, -1)
        self._listener.add(*(channel for channel, (name, _) in self._channels.items() if name == site))

    async def _listen(self) -> None:
        async for channel in self._listener:
            if (known := self._channels.get(channel)) is None:
                continue
            site, number = known
            if number < 0:
                self._settings_changed(site)
            else:
                self._wake(site, number)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for site in list(self._positions):
                with contextlib.suppress(StorageUnavailable):
                    newest = await self._records.events.last_ids(site, range(PARTITIONS))
                    for number, event_id in enumerate(newest):
                        if event_id not in (self._positions[site][number], "0-0"):
                            self._wake(site, number)

    def _wake(self, site: str, number: int) -> None:
        """Read a partition on; one reading at a time, so that its events are told in order."""
        if (site, number) in self._reading:
            self._again.add((site, number))
            return
        task = self._reading[site, number] = asyncio.create_task(self._read(site, number))
        task.add_done_callback(lambda done: self._done(site, number, done))

    def _done(self, site: str, number: int, task: asyncio.Task[None]) -> None:
        self._reading.pop((site, number), None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("events could not be told", site=site, partition=number, error=repr(error))
        if (site, number) in self._again and not task.cancelled():
            self._again.discard((site, number))
            self._wake(site, number)

    async def _read(self, site: str, number: int) -> None:
        while True:
            try:
                events = await self._records.events.after(site, number, self._positions[site][number], BATCH)
            except StorageUnavailable:
                return  # the listener wakes every channel once it is connected again, and so does the sweep
            except ScriptFailed as error:
                log.error("events could not be read", site=site, partition=number, error=str(error))
                return
            if not events:
                return
            try:
                for hearer in self._hearers:
                    await hearer(site, events)
            except StorageUnavailable:
                return  # they are read and told again: hearing something twice harms nobody, missing it would
            self._positions[site][number] = events[-1].id
            self._lag.set(max(0.0, time.time() - order(events[-1].id)[0] / 1000))
            if len(events) < BATCH and (site, number) not in self._again:
                return
            self._again.discard((site, number))

    async def close(self) -> None:
        tasks = [*self._tasks, *self._reading.values(), *self._starting.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._listener.close()
