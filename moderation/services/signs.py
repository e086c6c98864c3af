"""What would go wrong in silence at a site: learning that stalls or is refused, webhooks that nobody answers any more.

Everything is read from storage, so every process says the same, and a restart forgets nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from moderation.domain.webhook import Condition, Webhook
from moderation.services.teaching import Teaching
from moderation.storage.records import Records


@dataclass(frozen=True, slots=True)
class Signs:
    webhooks: Mapping[str, int]
    """How many are `sound`, `failing`, `disabled` and `off`."""
    gauges: Mapping[str, float]
    """By the names of telemetry.metrics.SITE_GAUGES."""


async def signs_of(records: Records, teaching: Teaching, site_id: str) -> Signs:
    """How a site fares now. UnknownSite, StorageUnavailable."""
    _, webhooks = await records.webhooks.webhooks(site_id)
    conditions = await records.webhooks.conditions(site_id, [webhook.id for webhook in webhooks]) if webhooks else []
    states = Counter(_state(*pair) for pair in zip(webhooks, conditions, strict=True))
    _, learned = await records.learning.learned(site_id)
    attempts = await records.learning.attempts(site_id)
    latest = attempts[0] if attempts else {}
    refused = takewhile(lambda attempt: attempt["promoted"] is None, attempts)
    return Signs(
        webhooks={state: states[state] for state in ("sound", "failing", "disabled", "off")},
        gauges={
            "webhook_deliveries_waiting": sum(each.waiting for each in conditions),
            "webhook_events_missed": sum(each.missed for each in conditions),
            "learning_enabled": int(learned.enabled and not learned.paused),
            "learning_version": learned.version.number if learned.version else 0,
            "learning_labels_new": await teaching.new_labels(site_id),
            "learning_attempt_timestamp_seconds": int(latest.get("at", 0)) / 1000,
            "learning_alarms": len(latest.get("alarms", ())),
            "learning_refused_in_a_row": sum(1 for _ in refused),
        },
    )


def _state(webhook: Webhook, condition: Condition) -> str:
    if condition.disabled_at is not None:
        return "disabled"
    if not webhook.enabled:
        return "off"
    return "failing" if condition.failures else "sound"
