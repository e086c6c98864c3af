"""Teaches each site's own model when its moderators have decided enough since the last attempt."""

from moderation.services.house import House


async def learn(house: House, site: str) -> bool:
    # An attempt takes longer than a lease lasts, so it goes on beside the turns; its end is where the next one looks.
    if await house.teaching.due(site):
        house.teaching.begin(site)
    return False
