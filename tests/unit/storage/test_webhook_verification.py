"""What does not agree about a webhook's deliveries is found and mended."""

import pytest

from moderation.domain.secret import Secret
from moderation.domain.webhook import Delivery, Format, Webhook
from moderation.storage import webhook_keys
from moderation.storage.client import Store
from moderation.storage.webhook_verification import webhook_findings
from moderation.storage.webhooks import Webhooks

SITE = "default"
KEYS = webhook_keys.webhook(SITE, "one")
WEBHOOK = Webhook("one", "https://news.example/", ("*",), (), Format.JSON, "", True, (Secret("s", 0),), 0)


@pytest.fixture
async def webhooks(store: Store) -> Webhooks:
    webhooks = Webhooks(store)
    await webhooks.save(SITE, 0, [WEBHOOK], b"{}")
    await webhooks.queue(SITE, "one", [Delivery(f"id-{number}", "ping", 0) for number in range(3)])
    return webhooks


async def found(store: Store, *, repair: bool = False) -> list[str]:
    return [finding.what async for finding in webhook_findings(store, SITE, repair)]


async def test_nothing_is_wrong_with_what_is_sound(store: Store, webhooks: Webhooks) -> None:
    await webhooks.claim(SITE, "one", 2, 60_000)

    assert await found(store) == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("HDEL", KEYS.deliveries, "id-1"), "1 deliveries wait that are not there"),
        (("ZREM", KEYS.waiting, "id-1"), "1 deliveries are still to be made and do not wait"),
        (("ZREM", KEYS.order, "id-1"), "1 deliveries have no place in the order"),
    ],
    ids=["gone", "lost", "unordered"],
)
async def test_what_was_broken_by_hand_is_found_and_mended(
    store: Store, webhooks: Webhooks, words: tuple[str, ...], wrong: str
) -> None:
    await store.command(words[1], *words)

    assert wrong in await found(store)
    assert wrong in await found(store, repair=True)
    assert await found(store) == []


async def test_a_document_that_cannot_be_read_is_told(store: Store) -> None:
    key = webhook_keys.site_webhooks(SITE)
    await store.command(key, "SET", key, "1|[{}]")

    (only,) = await found(store)
    assert only.startswith("they cannot be read")
