"""Tells the site's webhooks what happened."""

from moderation.services.house import House


async def tell_webhooks(house: House, site: str) -> bool:
    more = await house.deliveries.queue_events(site)
    # A receiver may take longer than a lease lasts, so deliveries go on beside the turns, a few seconds each time.
    await house.deliveries.send(site)
    return more
