"""Loops beside the server: each is one coroutine that holds a lease, so that one process at a time does it."""

import asyncio
import contextlib
import os
import secrets
import socket
from collections.abc import AsyncIterator

from moderation.jobs.author_records import apply_events
from moderation.jobs.claims import reap
from moderation.jobs.deliveries import tell_webhooks
from moderation.jobs.duty import Duty, Keeping
from moderation.jobs.learning import learn
from moderation.jobs.look_alikes import take_in
from moderation.jobs.rescoring import Rescoring
from moderation.jobs.retention import trim_events
from moderation.services.house import House
from moderation.telemetry.metrics import Metrics


def duties() -> tuple[Duty, ...]:
    """What there is to do, with the seconds between turns."""
    return (
        Duty("claims", 1.0, reap),
        Duty("author-records", 0.5, apply_events),
        Duty("look-alikes", 2.0, take_in),
        Duty("rescoring", 2.0, Rescoring().turn),
        Duty("retention", 10.0, trim_events),
        Duty("webhooks", 0.5, tell_webhooks),
        Duty("learning", 30.0, learn),
    )


@contextlib.asynccontextmanager
async def run_jobs(house: House, metrics: Metrics | None = None) -> AsyncIterator[None]:
    """Do this process's part of every duty until the block is left; then give the leases back.

    The house stays open meanwhile and is closed by the caller afterwards.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    keepings = [Keeping(duty, house, holder, metrics) for duty in duties()]
    tasks = [asyncio.create_task(keeping.run(), name=f"job {keeping.duty.name}") for keeping in keepings]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(keeping.give_back() for keeping in keepings))
