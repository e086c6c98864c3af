"""Gives back the claims of moderators who did not come back in time."""

from moderation.services.house import House


async def reap(house: House, site: str) -> bool:
    # Each partition gives back a bounded number at once; more than a few hundred in a second means more are waiting.
    return await house.records.queues.reap(site) >= 500
