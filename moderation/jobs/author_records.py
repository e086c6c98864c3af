"""Keeps every author's record in step with what becomes of their comments."""

import asyncio

from moderation.domain.ids import PARTITIONS
from moderation.services.house import House
from moderation.storage.author_feed import BATCH


async def apply_events(house: House, site: str) -> bool:
    feed = house.records.author_feed
    read = await asyncio.gather(*(feed.advance(site, partition) for partition in range(PARTITIONS)))
    return max(read) >= BATCH
