"""What must be true of a site's webhooks: what is still to be delivered waits, and what waits is there."""

from collections.abc import AsyncIterator
from typing import Final

from moderation.storage import webhook_keys
from moderation.storage.client import Store
from moderation.storage.invariants import Finding
from moderation.storage.webhooks import Webhooks

_WRONG: Final = (
    "deliveries wait that are not there",
    "deliveries are still to be made and do not wait",
    "deliveries have no place in the order",
    "places in the order lead to no delivery",
)


async def webhook_findings(store: Store, site: str, repair: bool) -> AsyncIterator[Finding]:
    """What is wrong with a site's webhooks; each is looked at in one moment, so a running service does not matter."""
    try:
        _, webhooks = await Webhooks(store).webhooks(site)
    except (ValueError, KeyError, TypeError) as why:
        yield Finding(f"{site}: webhooks", f"they cannot be read: {why}", False)
        return
    for webhook in webhooks:
        own = webhook_keys.webhook(site, webhook.id)
        counts = await store.run("repair_deliveries", [own.waiting, own.deliveries, own.order], [int(repair)])
        for number, wrong in zip(counts, _WRONG, strict=True):
            if number:
                yield Finding(f"{site}: webhook {webhook.id}", f"{number} {wrong}", True)
