"""The keys of the other programs that a site tells and asks, beside its settings."""

from dataclasses import dataclass

from moderation.storage.keys import site_tag


def site_webhooks(site: str) -> str:
    """String: the site's webhooks, as JSON with its version."""
    return f"{site_tag(site)}:webhooks"


def site_phases(site: str) -> str:
    """String: the site's external moderation phases, as JSON with its version."""
    return f"{site_tag(site)}:phases"


@dataclass(frozen=True, slots=True)
class WebhookKeys:
    """Of one webhook."""

    condition: str
    """Hash: how it fares (failures, since, problem, not_before, succeeded, disabled, missed)."""
    waiting: str
    """Sorted set of the ids of deliveries that are still to be made, scored by when."""
    deliveries: str
    """Hash of id -> delivery."""
    order: str
    """Sorted set of the same ids; all scores 0: byte order is time order."""


def webhook(site: str, webhook_id: str) -> WebhookKeys:
    root = f"{site_tag(site)}:hook:{webhook_id}"
    return WebhookKeys(root, f"{root}:waiting", f"{root}:deliveries", f"{root}:order")
