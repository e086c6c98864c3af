"""A duty: something that one process at a time does for a site, again and again, beside the serving of requests.

Whoever holds the lease does it; the lease is extended before each turn, so a turn should end within LEASE_MS. If one
takes longer, or a process is paused while it holds the lease, two may be at it: every duty is harmless done twice.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from moderation.domain.errors import StorageUnavailable
from moderation.services.house import House
from moderation.telemetry.logs import log
from moderation.telemetry.metrics import Metrics

LEASE_MS = 10_000
LONGEST_PAUSE = 30.0
"""Seconds between the attempts at a duty that keeps failing."""

logger = log(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """`turn` does a bounded part of the work for one site and says whether more is waiting already.

    `pause`: seconds between turns when nothing is waiting.
    """

    name: str
    pause: float
    turn: Callable[[House, str], Awaitable[bool]]


@dataclass(slots=True)
class Keeping:
    """One process's part in a duty, for all sites. `run` ends only by being cancelled; `give_back` comes after it."""

    duty: Duty
    house: House
    holder: str
    metrics: Metrics | None = None
    held: set[str] = field(default_factory=set)
    failures: int = 0

    async def run(self) -> None:
        while True:
            more = await self._round()
            if self.failures:
                await asyncio.sleep(min(LONGEST_PAUSE, self.duty.pause * 2 ** min(self.failures, 16)))
            else:
                await asyncio.sleep(0 if more else self.duty.pause)

    async def _round(self) -> bool:
        """A turn for every site; whether more is waiting for any of them."""
        try:
            sites = await self.house.records.sites.names()
        except StorageUnavailable as why:
            self._failed("", why)
            return False
        outcomes = [await self._turn(site) for site in sites]
        if None not in outcomes:
            self.failures = 0
        return any(outcomes)

    async def _turn(self, site: str) -> bool | None:
        """Whether more is waiting; None after a failure, which must not keep the other sites from their turn."""
        started = time.monotonic()
        try:
            if not await self.house.records.leases.hold(site, self.duty.name, self.holder, LEASE_MS):
                self.held.discard(site)
                return False
            self.held.add(site)
            more = await self.duty.turn(self.house, site)
        except Exception as why:
            self._failed(site, why)
            return None
        if self.metrics is not None:
            self.metrics.jobs.labels(self.duty.name, "done").inc()
            self.metrics.job_seconds.labels(self.duty.name).set(time.monotonic() - started)
        return more

    def _failed(self, site: str, why: Exception) -> None:
        self.failures += 1
        if self.metrics is not None:
            self.metrics.jobs.labels(self.duty.name, "failed").inc()
        if isinstance(why, StorageUnavailable):
            # The storage's absence is told of once; it shows in readiness and in every answer meanwhile.
            if self.failures == 1:
                logger.warning("job waits for storage", job=self.duty.name, site=site, reason=why.reason)
        else:
            logger.error("job failed", job=self.duty.name, site=site, failures=self.failures, exc_info=why)

    async def give_back(self) -> None:
        """So that another process need not wait for the lease to run out."""
        for site in sorted(self.held):
            try:
                async with asyncio.timeout(2.0):
                    await self.house.records.leases.give_back(site, self.duty.name, self.holder)
            except (StorageUnavailable, TimeoutError):
                return
        self.held.clear()
