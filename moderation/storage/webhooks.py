"""Webhooks of a site, what each of them is still to be told, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from moderation.domain.audit import digest
from moderation.domain.webhook import Attempt, Condition, Delivery, Outcome, Webhook, document_of, webhook_of
from moderation.storage import keys, webhook_keys
from moderation.storage.client import Store
from moderation.storage.documents import read_document, save_document
from moderation.storage.replies import fields, sound

MOST_WAITING: Final = 10_000
"""Deliveries of one webhook."""
MOST_KEPT: Final = 1000
"""Deliveries of one webhook that are over and can be read and replayed."""


class Webhooks:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def webhooks(self, site: str) -> tuple[int, list[Webhook]]:
        """(version of the document, the site's webhooks, oldest first)."""
        version, document = await read_document(self._store, webhook_keys.site_webhooks(site))
        return version, [webhook_of(each) for each in document or ()]

    async def save(self, site: str, version: int, webhooks: Sequence[Webhook], detail: bytes) -> int | None:
        """The new version; None if somebody else saved one after `version`."""
        key, document = webhook_keys.site_webhooks(site), [document_of(webhook) for webhook in webhooks]
        return await save_document(self._store, site, key, "webhooks", version, document, detail)

    async def conditions(self, site: str, webhook_ids: Sequence[str]) -> list[Condition]:
        words: list[tuple[str, tuple[Any, ...]]] = []
        for webhook_id in webhook_ids:
            own = webhook_keys.webhook(site, webhook_id)
            words += [(own.condition, ("HGETALL", own.condition)), (own.waiting, ("ZCARD", own.waiting))]
        replies = sound(await self._store.commands(words))
        return [condition_of(fields(raw), waiting) for raw, waiting in zip(replies[0::2], replies[1::2], strict=True)]

    async def enable(self, site: str, webhook_id: str) -> None:
        """Forget that it failed: it is told what waits, at once."""
        own = webhook_keys.webhook(site, webhook_id)
        await self._store.run("release_deliveries", [own.condition, own.waiting], [])

    async def queue(self, site: str, webhook_id: str, deliveries: Sequence[Delivery], *, again: bool = False) -> int:
        """Keep what is to be told; how many were new. With `again` those that are known are told once more."""
        if not deliveries:
            return 0
        own = webhook_keys.webhook(site, webhook_id)
        words = [word for delivery in deliveries for word in (delivery.id, encode_delivery(delivery))]
        return int(
            await self._store.run(
                "note_deliveries",
                [own.condition, own.waiting, own.deliveries, own.order],
                [MOST_WAITING, int(again), *words],
            )
        )

    async def claim(self, site: str, webhook_id: str, limit: int, lease_ms: int) -> list[Delivery]:
        """Deliveries that are due; nobody else gets them for `lease_ms`."""
        own = webhook_keys.webhook(site, webhook_id)
        reply = await self._store.run(
            "claim_deliveries", [own.condition, own.waiting, own.deliveries], [limit, lease_ms]
        )
        return [decode_delivery(name.decode(), raw) for name, raw in zip(reply[0::2], reply[1::2], strict=True)]

    async def note_attempt(
        self,
        site: str,
        webhook_id: str,
        delivery: Delivery,
        *,
        problem: str,
        again_in_ms: int | None,
        rest_ms: int,
        least_rest_ms: int,
        longest_rest_ms: int,
        longest_failing_ms: int,
        least_failures: int,
        at_once: bool,
        detail: bytes,
    ) -> str:
        """`noted`; `disabled` if the webhook is disabled by this; `gone` if the webhook or the delivery is no more.

        `problem` is empty after success. `again_in_ms` is None when there will be no further try. After a failure the
        whole webhook rests for `rest_ms`, doubled with every failure in a row, within the least and the longest rest.
        `detail` is the audit entry of disabling it."""
        own = webhook_keys.webhook(site, webhook_id)
        reply = await self._store.run(
            "note_attempt",
            [keys.site_head(site), own.condition, keys.site_audit(site), own.waiting, own.deliveries, own.order],
            [
                delivery.id,
                encode_delivery(delivery),
                problem,
                "" if again_in_ms is None else again_in_ms,
                rest_ms,
                least_rest_ms,
                longest_rest_ms,
                longest_failing_ms,
                least_failures,
                int(at_once),
                MOST_KEPT,
                detail,
                digest(detail),
            ],
        )
        return str(reply.decode())

    async def delivery(self, site: str, webhook_id: str, delivery_id: str) -> Delivery | None:
        key = webhook_keys.webhook(site, webhook_id).deliveries
        raw = await self._store.command(key, "HGET", key, delivery_id)
        return None if raw is None else decode_delivery(delivery_id, raw)

    async def deliveries(self, site: str, webhook_id: str, limit: int, before: str | None) -> list[Delivery]:
        """The newest ones, or those before an id, newest first."""
        own = webhook_keys.webhook(site, webhook_id)
        top = "+" if before is None else f"({before}"
        names = await self._store.command(own.order, "ZRANGE", own.order, top, "-", "BYLEX", "REV", "LIMIT", 0, limit)
        if not names:
            return []
        found = await self._store.command(own.deliveries, "HMGET", own.deliveries, *names)
        return [decode_delivery(name.decode(), raw) for name, raw in zip(names, found, strict=True) if raw is not None]

    async def forget(self, site: str, webhook_id: str) -> None:
        """Everything about a webhook that is no longer in the document."""
        own = webhook_keys.webhook(site, webhook_id)
        names = (own.condition, own.waiting, own.deliveries, own.order)
        sound(await self._store.commands([(key, ("UNLINK", key)) for key in names]))

    async def delete(self, site: str) -> None:
        """Everything about the programs that a site told and asked, as the site goes."""
        _, webhooks = await self.webhooks(site)
        for key in (webhook_keys.site_webhooks(site), webhook_keys.site_phases(site)):
            await self._store.command(key, "UNLINK", key)
        for webhook in webhooks:
            await self.forget(site, webhook.id)


def encode_delivery(delivery: Delivery) -> bytes:
    return orjson.dumps(
        {
            "type": delivery.type,
            "at": delivery.at,
            "comment": delivery.comment,
            "queue": delivery.queue,
            "before": delivery.before,
            "after": delivery.after,
            "version": delivery.version,
            "actor": delivery.actor,
            "outcome": str(delivery.outcome),
            "tries": delivery.tries,
            "attempts": [
                [each.at, each.milliseconds, each.status, each.problem, each.answer] for each in delivery.attempts
            ],
        }
    )


def decode_delivery(delivery_id: str, raw: bytes) -> Delivery:
    stored: dict[str, Any] = orjson.loads(raw)
    stored["outcome"] = Outcome(stored["outcome"])
    stored["attempts"] = tuple(Attempt(*each) for each in stored["attempts"])
    return Delivery(id=delivery_id, **stored)


def condition_of(stored: Mapping[str, bytes], waiting: int) -> Condition:
    def moment(name: str) -> int | None:
        return int(stored[name]) if name in stored else None

    return Condition(
        failures=int(stored.get("failures", 0)),
        failing_since=moment("since"),
        problem=stored["problem"].decode() if "problem" in stored else None,
        succeeded_at=moment("succeeded"),
        disabled_at=moment("disabled"),
        missed=int(stored.get("missed", 0)),
        waiting=int(waiting),
    )
