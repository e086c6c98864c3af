"""Keeps the event streams as long as the operator wants them, and never shorter than those who read them need."""

import asyncio

from moderation.domain.ids import PARTITIONS
from moderation.services.house import House


async def trim_events(house: House, site: str) -> bool:
    keep = house.settings.event_retention
    await asyncio.gather(*(house.records.events.trim(site, partition, keep) for partition in range(PARTITIONS)))
    return False
