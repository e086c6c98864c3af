"""Telling webhooks: every event is queued for whoever wants it; each delivery is tried until it succeeds or fails."""

import asyncio
import secrets
import time
from dataclasses import replace
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import orjson
import structlog

from moderation.domain import ids
from moderation.domain.actors import DELIVERY
from moderation.domain.clock import DAY_MS
from moderation.domain.errors import StorageUnavailable
from moderation.domain.event import Event
from moderation.domain.ids import PARTITIONS
from moderation.domain.secret import valid_texts
from moderation.domain.webhook import Attempt, Delivery, Format, Outcome, Webhook
from moderation.outbound.http import Answer, Caller, NoAnswer
from moderation.outbound.signing import CORAL_HEADER, coral_signature, standard_headers
from moderation.services.documents import Document
from moderation.services.messages import coral_message, delivery_of, message_document, messages_of, slack_message
from moderation.storage.records import Records
from moderation.storage.whole_threads import UNREADABLE
from moderation.telemetry.metrics import Metrics

log = structlog.get_logger()

BATCH: Final = 200
"""Events of a partition in one turn."""
AT_ONCE: Final = 8
"""Deliveries to one webhook at the same time."""
SECONDS: Final = 5.0
"""How long a receiver may take."""
TURN_SECONDS: Final = 3.0
"""After this no further deliveries are begun until the next turn: whoever holds the lease then goes on."""
LAST_SECONDS: Final = 2.0
"""How long a closing process lets deliveries end."""
LEASE_MS: Final = 20_000
"""A delivery whose process dies is tried again after this."""
ANSWER_BYTES: Final = 2048
EXCERPT: Final = 200
ATTEMPTS_KEPT: Final = 10
MOST_TRIES: Final = 12
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 4 * 3600.0
"""Seconds between tries of a delivery: five at first, three times as many after each, four hours at most; 12 tries
take a good day."""
FIRST_REST: Final = 1.0
LONGEST_REST: Final = 300.0
"""Seconds for which a webhook whose receiver is away is left alone: doubled with every failure in a row. After each
rest one delivery tries it out."""
LONGEST_FAILING_MS: Final = DAY_MS
LEAST_FAILURES: Final = 20
"""A webhook is disabled when it has failed for so long and so often without one success."""
_CHANCE: Final = secrets.SystemRandom()
GONE, TOO_MANY = 410, 429
_PASSING: Final = frozenset({408, TOO_MANY})


def pause_of(tries: int) -> float:
    """Seconds until the next try after `tries` of them failed: exponential, between half and all of it at random, so
    that what failed together does not come back together."""
    whole = min(LONGEST_PAUSE, FIRST_PAUSE * 3.0 ** (tries - 1))
    return whole * _CHANCE.uniform(0.5, 1.0)


class Deliveries:
    def __init__(self, records: Records, caller: Caller, metrics: Metrics, public_url: str = "") -> None:
        self._records = records
        self._caller = caller
        self._metrics = metrics
        self._domain = urlsplit(public_url).hostname or "localhost"
        self._closing = False
        self._sending: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def queue_events(self, site: str) -> bool:
        """Queue what happened since the last time for the webhooks that want it; whether more is waiting already.

        The mark moves after the deliveries are kept, so a process that dies in between loses nothing, and whoever
        comes after it queues the same ids again, which changes nothing.
        """
        _, webhooks = await self._records.webhooks.webhooks(site)
        if not webhooks:
            return False
        marks = await self._records.events.told(site)
        if None in marks:
            await self.begin_telling(site)
        read = await asyncio.gather(
            *(self._queue_part(site, number, mark, webhooks) for number, mark in enumerate(marks) if mark is not None)
        )
        return max(read, default=0) >= BATCH

    async def _queue_part(self, site: str, partition: int, mark: str, webhooks: list[Webhook]) -> int:
        events = await self._records.events.after(site, partition, mark, BATCH)
        if not events:
            return 0
        for webhook in webhooks:
            if webhook.enabled:
                await self._records.webhooks.queue(site, webhook.id, _wanted(site, webhook, events))
        await self._records.events.note_told(site, partition, events[-1].id)
        return len(events)

    async def send(self, site: str) -> None:
        """Begin to deliver what is due, to each webhook by itself, so that a slow receiver keeps nobody waiting."""
        _, webhooks = await self._records.webhooks.webhooks(site)
        for webhook in webhooks:
            if webhook.enabled and (site, webhook.id) not in self._sending:
                task = asyncio.create_task(self._send_to(site, webhook), name=f"webhook {webhook.id}")
                self._sending[site, webhook.id] = task
                task.add_done_callback(partial(self._sent, (site, webhook.id)))

    def _sent(self, key: tuple[str, str], task: asyncio.Task[None]) -> None:
        self._sending.pop(key, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            if isinstance(error, StorageUnavailable):
                log.warning("deliveries wait for storage", site=key[0], webhook=key[1], reason=error.reason)
            else:
                log.error("deliveries failed", site=key[0], webhook=key[1], exc_info=error)

    async def _send_to(self, site: str, webhook: Webhook) -> None:
        began = time.monotonic()
        while time.monotonic() - began < TURN_SECONDS and not self._closing:
            due = await self._records.webhooks.claim(site, webhook.id, AT_ONCE, LEASE_MS)
            await asyncio.gather(*(self.deliver(site, webhook, delivery) for delivery in due))
            if len(due) < AT_ONCE:
                return

    async def deliver(self, site: str, webhook: Webhook, delivery: Delivery) -> Attempt:
        """Try a delivery once, and note what came of it."""
        at = await self._records.store.server_time_ms()
        attempt, answer = await self.attempt(site, webhook, delivery, at)
        tries = delivery.tries + 1
        succeeded, last = attempt.problem is None, tries >= MOST_TRIES
        outcome = Outcome.DELIVERED if succeeded else Outcome.FAILED if last else Outcome.WAITING
        tried = replace(delivery, outcome=outcome, tries=tries, attempts=(*delivery.attempts, attempt)[-ATTEMPTS_KEPT:])
        retry_after = 0.0 if answer is None else _retry_after(answer, at)
        away = answer is None or answer.status >= 500 or answer.status in _PASSING
        word = await self._records.webhooks.note_attempt(
            site,
            webhook.id,
            tried,
            problem=attempt.problem or "",
            again_in_ms=None if succeeded or last else round(1000 * max(pause_of(tries), retry_after)),
            rest_ms=round(1000 * FIRST_REST * _CHANCE.uniform(0.5, 1.0)) if away else 0,
            least_rest_ms=round(1000 * retry_after),
            longest_rest_ms=round(1000 * LONGEST_REST),
            longest_failing_ms=LONGEST_FAILING_MS,
            least_failures=LEAST_FAILURES,
            at_once=answer is not None and answer.status == GONE,
            detail=orjson.dumps(
                {"action": "disable_webhook", "actor": DELIVERY, "webhook": webhook.id, "problem": attempt.problem}
            ),
        )
        self._metrics.deliveries.labels("retried" if outcome is Outcome.WAITING else str(outcome)).inc()
        if word == "disabled":
            self._metrics.webhooks_disabled.inc()
            log.warning("webhook disabled", site=site, webhook=webhook.id, problem=attempt.problem)
        return attempt

    async def attempt(self, site: str, webhook: Webhook, delivery: Delivery, at: int) -> tuple[Attempt, Answer | None]:
        """Send it now and keep nothing of that: how it went, and the answer if there was one."""
        began = time.monotonic()
        try:
            answer = await self._post(site, webhook, delivery, at)
        except NoAnswer as why:
            return Attempt(at, round((time.monotonic() - began) * 1000), None, why.sentence), None
        return _attempt_of(at, answer), answer

    async def _post(self, site: str, webhook: Webhook, delivery: Delivery, at: int) -> Answer:
        message = await self._message(site, delivery)
        if webhook.format is Format.SLACK:
            message = slack_message(message)
        elif webhook.format is Format.CORAL:
            message = coral_message(message, self._domain, await self._ancestors(site, delivery))
        body = orjson.dumps(message, option=orjson.OPT_INDENT_2 if webhook.format is Format.CORAL else 0)
        secrets_now = valid_texts(webhook.secrets, at)
        headers = standard_headers(delivery.id, at // 1000, body, secrets_now)
        headers["Content-Type"] = "application/json"
        if webhook.format is Format.CORAL:
            headers[CORAL_HEADER] = coral_signature(body, secrets_now)
        return await self._caller.post(webhook.url, body, headers, seconds=SECONDS, longest=ANSWER_BYTES)

    async def _ancestors(self, site: str, delivery: Delivery) -> list[str]:
        """Ids of the comments above it, its parent first."""
        if delivery.comment is None:
            return []
        found = await self._records.comments.with_ancestors(site, ids.to_bytes(delivery.comment))
        return [] if found is None else [ids.to_text(each.id) for each in found[1][1:]]

    async def _message(self, site: str, delivery: Delivery) -> Document:
        """What is told, as everything it is about stands now."""
        if delivery.comment is None:
            return message_document(site, delivery, None, None, None, None)
        try:
            return await self._about(site, delivery, ids.to_bytes(delivery.comment))
        except UNREADABLE as why:  # a damaged comment is told of without it, and holds nobody up
            log.error("a comment cannot be read", site=site, comment=delivery.comment, error=repr(why))
            return message_document(site, delivery, None, None, None, None)

    async def _about(self, site: str, delivery: Delivery, comment_id: bytes) -> Document:
        records, place = self._records, ids.place_of(comment_id)
        comment, thread = await asyncio.gather(
            records.comments.read(site, comment_id), records.threads.thread_at(site, place)
        )
        decision = appeal = None
        if delivery.actor is not None:
            made = await records.decisions.of_comment(site, comment_id)
            decision = next((each for each in reversed(made) if each.at <= delivery.at + 1), None)
        if delivery.type.startswith("appeal."):
            filed = await records.appeals.of_comment(site, comment_id)
            appeal = next((each for each in reversed(filed) if each.at <= delivery.at + 1), None)
            # Where a rejection was taken back, that overturned the appeal, and the rejection is no outcome of it.
            if decision is not None and decision.undone_at is not None and decision.undone_at <= delivery.at + 1:
                decision = None
        return message_document(site, delivery, comment, thread, decision, appeal)

    async def begin_telling(self, site: str) -> None:
        """From now on no event is forgotten before it was queued; what happened before is not told."""
        ends = await self._records.events.last_ids(site, range(PARTITIONS))
        for number, (end, mark) in enumerate(zip(ends, await self._records.events.told(site), strict=True)):
            if mark is None:
                await self._records.events.note_told(site, number, end)

    async def end_telling(self, site: str) -> None:
        for number in range(PARTITIONS):
            await self._records.events.note_told(site, number, None)

    async def close(self) -> None:
        """Let what is under way end, for a moment: what is cut off is made again by another process, later."""
        self._closing = True
        tasks = tuple(self._sending.values())
        if tasks:
            await asyncio.wait(tasks, timeout=LAST_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _wanted(site: str, webhook: Webhook, events: list[Event]) -> list[Delivery]:
    wanted = [
        delivery_of(site, webhook.id, event, kind, queue)
        for event in events
        for kind, queue in messages_of(event)
        if webhook.wants(kind, queue)
    ]
    return [delivery for delivery in wanted if delivery.at >= webhook.created_at]


def _attempt_of(at: int, answer: Answer) -> Attempt:
    took = round(answer.seconds * 1000)
    if 200 <= answer.status < 300:
        return Attempt(at, took, answer.status, None)
    problem = f"Answered {answer.status}."
    if 300 <= answer.status < 400:
        problem = f"Answered {answer.status}: redirects are not followed, so enter the address it leads to."
    text = answer.body.decode("utf-8", "replace")[:EXCERPT]
    return Attempt(at, took, answer.status, problem, "".join(sign if sign.isprintable() else " " for sign in text))


def _retry_after(answer: Answer, now: int) -> float:
    """Seconds that the receiver asks for, within a day; 0 where it asks for nothing."""
    asked = answer.headers.get("retry-after", "").strip()
    if answer.status < 400 or not asked:
        return 0.0
    if asked.isascii() and asked.isdigit():
        return float(min(int(asked[:6]), 86_400))
    try:
        return min(86_400.0, max(0.0, parsedate_to_datetime(asked).timestamp() - now / 1000))
    except (ValueError, OverflowError):
        return 0.0
