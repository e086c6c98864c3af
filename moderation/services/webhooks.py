"""Webhooks as administrators see them: set up, tried out, read, replayed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import orjson

from moderation.domain import ids
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Conflict, NotFound
from moderation.domain.secret import Secret
from moderation.domain.webhook import (
    MOST_WEBHOOKS,
    PING,
    Attempt,
    Condition,
    Delivery,
    Format,
    Outcome,
    Webhook,
)
from moderation.outbound.guard import Guard
from moderation.outbound.signing import new_secret
from moderation.services.access import Access
from moderation.services.counterparts import check_address, host_of, renewed, secret_documents
from moderation.services.cursors import decode_cursor, encode_cursor
from moderation.services.deliveries import Deliveries
from moderation.services.documents import Document, page_of
from moderation.services.saving import until_saved
from moderation.storage.records import Records

MOST_REPLAYED: Final = 500


class Webhooks:
    def __init__(self, records: Records, access: Access, deliveries: Deliveries, guard: Guard) -> None:
        self._records = records
        self._access = access
        self._deliveries = deliveries
        self._guard = guard

    async def listed(self, site_id: str) -> list[Document]:
        await self._access.site(site_id)
        _, webhooks = await self._records.webhooks.webhooks(site_id)
        conditions = await self._records.webhooks.conditions(site_id, [webhook.id for webhook in webhooks])
        return [webhook_document(*pair) for pair in zip(webhooks, conditions, strict=True)]

    async def create(self, site_id: str, asked: Mapping[str, Any], actor: str) -> Document:
        """The new webhook with its secret, which is shown this once. Conflict if there are too many."""
        await self._access.site(site_id)
        check_address(self._guard, asked["url"])
        now = await self._records.store.server_time_ms()
        webhook = Webhook(
            id=ids.new_uuid(now),
            url=asked["url"],
            events=tuple(asked["events"]),
            queues=tuple(asked["queues"]),
            format=Format(asked["format"]),
            title=asked["title"],
            enabled=True,
            secrets=(Secret(new_secret(), now),),
            created_at=now,
        )
        await self._deliveries.begin_telling(site_id)

        async def add() -> int | None:
            version, present = await self._records.webhooks.webhooks(site_id)
            if len(present) >= MOST_WEBHOOKS:
                raise Conflict(f"A site has at most {MOST_WEBHOOKS} webhooks; delete one that is not needed.")
            detail = {"action": "create_webhook", "actor": actor, "webhook": webhook.id, "after": _audited(webhook)}
            return await self._records.webhooks.save(site_id, version, [*present, webhook], orjson.dumps(detail))

        await until_saved("The webhooks keep", add)
        return webhook_document(webhook, Condition()) | {"secret": webhook.secrets[0].text}

    async def change(self, site_id: str, webhook_id: str, asked: Mapping[str, Any], actor: str) -> Document:
        """Change what is named; `enabled` true also takes up again what was disabled after failing."""
        if "url" in asked:
            check_address(self._guard, asked["url"])

        def changed(old: Webhook) -> Webhook:
            return replace(
                old,
                url=asked.get("url", old.url),
                events=tuple(asked.get("events", old.events)),
                queues=tuple(asked.get("queues", old.queues)),
                format=Format(asked.get("format", old.format)),
                title=asked.get("title", old.title),
                enabled=asked.get("enabled", old.enabled),
            )

        webhook = await self._replace(site_id, webhook_id, "change_webhook", actor, changed)
        if asked.get("enabled"):
            await self._records.webhooks.enable(site_id, webhook_id)
        return await self._shown(site_id, webhook)

    async def rotate(self, site_id: str, webhook_id: str, overlap_hours: int, actor: str) -> Document:
        """A new secret, shown this once; the present one goes on being valid beside it for so many hours."""
        now = await self._records.store.server_time_ms()
        fresh = Secret(new_secret(), now)

        def with_it(old: Webhook) -> Webhook:
            return replace(old, secrets=renewed(old.secrets, fresh, overlap_hours))

        webhook = await self._replace(site_id, webhook_id, "rotate_webhook_secret", actor, with_it)
        return await self._shown(site_id, webhook) | {"secret": fresh.text}

    async def delete(self, site_id: str, webhook_id: str, actor: str) -> None:
        """Remove a webhook with everything it was still to be told."""
        await self._replace(site_id, webhook_id, "delete_webhook", actor, lambda _: None)
        await self._records.webhooks.forget(site_id, webhook_id)
        _, left = await self._records.webhooks.webhooks(site_id)
        if not left:
            await self._deliveries.end_telling(site_id)

    async def ping(self, site_id: str, webhook_id: str) -> Document:
        """Send a message that means nothing, now, and say what came of it; nothing is kept."""
        webhook = await self._webhook(site_id, webhook_id)
        now = await self._records.store.server_time_ms()
        delivery = Delivery(ids.new_uuid(now), PING, now)
        return attempt_document((await self._deliveries.attempt(site_id, webhook, delivery, now))[0])

    async def deliveries(self, site_id: str, webhook_id: str, limit: int, cursor: str | None) -> Document:
        """What the webhook was told and is to be told, newest first."""
        await self._webhook(site_id, webhook_id)
        position = decode_cursor(cursor, str)
        before = None if position is None else str(position[0])
        found = await self._records.webhooks.deliveries(site_id, webhook_id, limit + 1, before)
        further = encode_cursor(found[limit - 1].id) if len(found) > limit else None
        return page_of([delivery_document(delivery) for delivery in found[:limit]], further)

    async def replay(self, site_id: str, webhook_id: str, delivery_id: str) -> Document:
        """Tell it once more, with the same id. NotFound if it is not kept any more."""
        await self._webhook(site_id, webhook_id)
        delivery = await self._records.webhooks.delivery(site_id, webhook_id, delivery_id)
        if delivery is None:
            raise NotFound(f"This webhook has no delivery {delivery_id[:64]!r}; the latest ones are kept.")
        again = replace(delivery, outcome=Outcome.WAITING, tries=0)
        await self._records.webhooks.queue(site_id, webhook_id, [again], again=True)
        return delivery_document(again)

    async def replay_failed(self, site_id: str, webhook_id: str) -> int:
        """Tell again the failed deliveries among the latest; how many there are."""
        await self._webhook(site_id, webhook_id)
        latest = await self._records.webhooks.deliveries(site_id, webhook_id, MOST_REPLAYED, None)
        failed = [delivery for delivery in latest if delivery.outcome is Outcome.FAILED]
        again = [replace(delivery, outcome=Outcome.WAITING, tries=0) for delivery in failed]
        return await self._records.webhooks.queue(site_id, webhook_id, again, again=True)

    async def _webhook(self, site_id: str, webhook_id: str) -> Webhook:
        await self._access.site(site_id)
        _, webhooks = await self._records.webhooks.webhooks(site_id)
        return _named(webhooks, site_id, webhook_id)

    async def _replace(
        self, site_id: str, webhook_id: str, action: str, actor: str, change: Callable[[Webhook], Webhook | None]
    ) -> Webhook:
        """The webhook as it is now (or was, where it goes), with an audit entry."""
        await self._access.site(site_id)

        async def attempt() -> Webhook | None:
            version, present = await self._records.webhooks.webhooks(site_id)
            before = _named(present, site_id, webhook_id)
            after = change(before)
            detail = {
                "action": action,
                "actor": actor,
                "webhook": webhook_id,
                "before": _audited(before),
                "after": None if after is None else _audited(after),
            }
            left = [after if each.id == webhook_id else each for each in present]
            kept = [each for each in left if each is not None]
            if await self._records.webhooks.save(site_id, version, kept, orjson.dumps(detail)) is None:
                return None
            return before if after is None else after

        return await until_saved("The webhooks keep", attempt)

    async def _shown(self, site_id: str, webhook: Webhook) -> Document:
        (condition,) = await self._records.webhooks.conditions(site_id, [webhook.id])
        return webhook_document(webhook, condition)


def _named(webhooks: Sequence[Webhook], site_id: str, webhook_id: str) -> Webhook:
    for webhook in webhooks:
        if webhook.id == webhook_id:
            return webhook
    raise NotFound(f"Site {site_id} has no webhook with the id {webhook_id[:64]!r}.")


def _audited(webhook: Webhook) -> Document:
    """What the audit log says of a webhook."""
    return {
        "host": host_of(webhook.url),
        "events": list(webhook.events),
        "queues": list(webhook.queues),
        "format": str(webhook.format),
        "title": webhook.title,
        "enabled": webhook.enabled,
        "secrets": [rfc3339(secret.created_at) for secret in webhook.secrets],
    }


def webhook_document(webhook: Webhook, condition: Condition) -> Document:
    """A webhook as administrators see it, without its secrets."""
    state = "active"
    if not webhook.enabled:
        state = "paused"
    elif condition.disabled_at is not None:
        state = "disabled"
    elif condition.failures:
        state = "failing"
    return {
        "id": webhook.id,
        "url": webhook.url,
        "title": webhook.title,
        "events": list(webhook.events),
        "queues": list(webhook.queues),
        "format": str(webhook.format),
        "enabled": webhook.enabled,
        "created_at": rfc3339(webhook.created_at),
        "secrets": secret_documents(webhook.secrets),
        "state": state,
        "waiting": condition.waiting,
        "missed": condition.missed,
        "failures": condition.failures,
        "failing_since": _time(condition.failing_since),
        "disabled_at": _time(condition.disabled_at),
        "succeeded_at": _time(condition.succeeded_at),
        "problem": condition.problem,
    }


def delivery_document(delivery: Delivery) -> Document:
    return {
        "id": delivery.id,
        "type": delivery.type,
        "created_at": rfc3339(delivery.at),
        "comment_id": delivery.comment,
        "queue": delivery.queue,
        "outcome": str(delivery.outcome),
        "tries": delivery.tries,
        "attempts": [attempt_document(attempt) for attempt in delivery.attempts],
    }


def attempt_document(attempt: Attempt) -> Document:
    return {
        "at": rfc3339(attempt.at),
        "milliseconds": attempt.milliseconds,
        "status": attempt.status,
        "problem": attempt.problem,
        "answer": attempt.answer,
    }


def _time(moment: int | None) -> str | None:
    return None if moment is None else rfc3339(moment)
