"""Keeps the index of what recent comments look like in step with what is written."""

from moderation.domain.ids import PARTITIONS
from moderation.services.house import House
from moderation.storage.likenesses import BATCH


async def take_in(house: House, site: str) -> bool:
    likenesses = house.records.likenesses
    read = [await likenesses.advance(site, partition) for partition in range(PARTITIONS)]
    return max(read) >= BATCH
