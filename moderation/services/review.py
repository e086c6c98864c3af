"""Moderators' work: queues, claims, decisions, undo."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.clock import rfc3339
from moderation.domain.decision import Action, Order
from moderation.domain.errors import (
    ClaimedByOther,
    Invalid,
    NotAllowed,
    NotFound,
    NothingToUndo,
    OwnDecision,
    Refused,
    SecondReaderNeeded,
    StaleVersion,
    StorageUnavailable,
)
from moderation.domain.policy import Hearer, Policy
from moderation.domain.queue import Queue
from moderation.services.access import Access
from moderation.services.discussion import Discussion
from moderation.services.escalations import Escalations
from moderation.services.evidence import Evidence
from moderation.services.grounds import basis_detail
from moderation.services.second_reading import SecondReading, kept_word, spoken
from moderation.storage.client import ScriptFailed
from moderation.storage.decisions import Done, NotDone, Ordered, Undone
from moderation.storage.queues import Barred
from moderation.storage.records import Records

RESERVED = "This was escalated, and an administrator decides that here."


class Review:
    def __init__(self, records: Records, access: Access, discussion: Discussion) -> None:
        self._records = records
        self._access = access
        self._discussion = discussion
        self._evidence = Evidence(records, access)
        self._second = SecondReading(records)
        self._escalations = Escalations(records, access)

    async def queues(self, site_id: str) -> dict[str, Any]:
        await self._access.site(site_id)
        return {
            "queues": [
                {
                    "queue": str(size.queue),
                    "count": size.count,
                    "oldest_at": None if size.oldest_at is None else rfc3339(size.oldest_at),
                }
                for size in await self._records.queues.sizes(site_id)
            ]
        }

    async def claim(self, site_id: str, moderator: str, queue: Queue, limit: int, lease_seconds: int) -> dict[str, Any]:
        """Lease the entries most worth a look that nobody holds; none is ever leased to two at once. What somebody else
        must decide, an appeal or a comment they read first or escalated, is not leased to this moderator."""
        policy = await self._access.policy(site_id)
        barred: list[Barred] = []
        if queue is Queue.APPEALS:
            if policy.appeals_heard_by is Hearer.OTHER:
                barred.append(partial(self._records.appeals.against, site_id, moderator))
        elif policy.second_reader_margin:
            barred.append(partial(self._second.read_by, site_id, policy, moderator))
        if queue is Queue.ESCALATED:
            if await self._escalations.closed_to(site_id, policy, moderator):
                raise NotAllowed(RESERVED)
            barred.append(partial(self._escalations.asked_by, site_id, moderator))
        any_of = partial(_barred_by, barred) if barred else None
        until, leased = await self._records.queues.claim(site_id, queue, moderator, limit, lease_seconds * 1000, any_of)
        entries = await self._evidence.entries(site_id, queue, leased)
        return {"items": entries, "lease_expires_at": rfc3339(until) if until else None}

    async def renew(self, site_id: str, moderator: str, lease_seconds: int) -> dict[str, Any]:
        await self._access.site(site_id)
        until, renewed = await self._records.queues.renew(site_id, moderator, lease_seconds * 1000)
        return {"renewed": renewed, "lease_expires_at": rfc3339(until) if until else None}

    async def release(self, site_id: str, moderator: str) -> dict[str, Any]:
        await self._access.site(site_id)
        return {"released": await self._records.queues.release(site_id, moderator)}

    async def decide(
        self,
        site_id: str,
        moderator: str,
        orders: Sequence[Order],
        *,
        bulk: str | None = None,
        act: str | None = None,
    ) -> dict[str, Any]:
        """Carry out each order by itself, as part of the act `bulk` if it is given; a row that could not be carried
        out says why and changed nothing. What was decided before under the same `bulk` or `act` is told again."""
        policy = await self._access.policy(site_id)
        rows: list[dict[str, Any]] = [{} for _ in orders]
        known: list[tuple[int, bytes, dict[str, str]]] = []
        for row, order in enumerate(orders):
            try:
                known.append((row, ids.to_bytes(order.comment_id), basis_detail(order, policy)))
            except (NotFound, Invalid) as error:
                rows[row] = row_problem(order.comment_id, error)
        first, again = await self._second_readings(site_id, policy, moderator, orders, known, bulk)
        deciding = [raw for row, raw, _ in known if orders[row].action is not Action.ESCALATE]
        reserved = await self._escalations.reserved(site_id, policy, moderator, deciding)
        possible: list[tuple[int, Ordered]] = []
        for row, raw, basis in known:
            order = orders[row]
            if raw in reserved and order.action is not Action.ESCALATE:
                rows[row] = row_problem(order.comment_id, NotAllowed(RESERVED))
                continue
            if row in again:
                why = SecondReaderNeeded("You have read this comment before; another moderator decides it.")
                rows[row] = row_problem(order.comment_id, why)
                continue
            action = Action.ESCALATE if row in first else order.action
            said = {"first_reading": kept_word(order)} if row in first else spoken(order) | basis
            detail = {"action": str(action), "actor": moderator, "comment": order.comment_id, **said}
            within = {"bulk": bulk} if bulk else {"act": f"{act}/{row}"} if act else {}
            kept, of = orjson.dumps(detail | within), orjson.dumps(within)[1:-1]
            possible.append((row, Ordered(raw, action, order.expected_version, kept, row in first, of)))
        for sequence in _apart([ordered for _, ordered in possible]):
            chosen = [possible[index] for index in sequence]
            results = await self._records.decisions.decide(site_id, moderator, [ordered for _, ordered in chosen])
            for (row, ordered), result in zip(chosen, results, strict=True):
                comment_id = orders[row].comment_id
                match result:
                    case Done():
                        self._discussion.changed(site_id, ids.place_of(ordered.comment_id))
                        rows[row] = {
                            "comment_id": comment_id,
                            "status": str(result.status),
                            "version": result.version,
                            "decision_id": ids.to_text(result.decision_id),
                            **({"second_reader": True} if row in first else {}),
                        }
                    case NotDone():
                        rows[row] = row_problem(comment_id, await self._why_not(site_id, result))
                    case StorageUnavailable():
                        if len(orders) == 1:
                            raise result
                        rows[row] = row_unknown(comment_id, result)
                    case ScriptFailed():
                        raise result
        return {"results": rows}

    async def _second_readings(
        self,
        site_id: str,
        policy: Policy,
        moderator: str,
        orders: Sequence[Order],
        known: Sequence[tuple[int, bytes, Any]],
        bulk: str | None,
    ) -> tuple[set[int], set[int]]:
        """The rows of which this moderator is to be the first reader, and those of which they have been."""
        if bulk is not None:
            return set(), set()
        deciding = {row: raw for row, raw, _ in known if orders[row].action is not Action.ESCALATE}
        first, again = await self._second.asked_of(site_id, policy, moderator, list(dict.fromkeys(deciding.values())))
        return (
            {row for row, raw in deciding.items() if raw in first},
            {row for row, raw in deciding.items() if raw in again},
        )

    async def undo(self, site_id: str, moderator: str, decision_id: str) -> dict[str, Any]:
        """Take a decision back: status, counts and queues as they were, unless the comment changed since."""
        await self._access.site(site_id)
        raw = ids.to_bytes(decision_id)
        detail = orjson.dumps({"action": "undo", "actor": moderator, "decision": decision_id})
        hearer = (await self._access.policy(site_id)).appeals_heard_by
        result = await self._records.decisions.undo(site_id, raw, moderator, detail, hearer)
        match result:
            case Undone():
                self._discussion.changed(site_id, ids.place_of(result.comment_id))
                return {
                    "comment_id": ids.to_text(result.comment_id),
                    "status": str(result.status),
                    "version": result.version,
                    "decision_id": decision_id,
                }
            case NotDone(word="stale"):
                raise NothingToUndo("The comment has changed since this decision.", version=result.version)
            case NotDone(word="own"):
                raise OwnDecision("This came of an appeal against your decision; only others may take it back.")
            case NotDone(word="undone-before"):
                raise NothingToUndo("This decision has been undone already.")
            case _:
                raise NotFound(f"There is no decision {decision_id}.")

    async def dossier(self, site_id: str, comment_id: str) -> dict[str, Any]:
        """Everything about one comment."""
        await self._access.site(site_id)
        return await self._evidence.dossier(site_id, comment_id)

    async def _why_not(self, site_id: str, result: NotDone) -> Refused:
        if result.word == "stale":
            return StaleVersion("The comment has changed since you saw it; load it again.", version=result.version)
        if result.word == "claimed":
            holder = await self._access.moderator_name(site_id, result.holder)
            return ClaimedByOther(f"{holder} holds this entry.", claimed_by=holder, claimed_until=rfc3339(result.until))
        return NotFound("There is no such comment, or its author has deleted it.")


async def _barred_by(each: Sequence[Barred], comment_ids: list[bytes]) -> set[bytes]:
    return {found for barred in each for found in await barred(comment_ids)}


def _apart(orders: Sequence[Ordered]) -> list[list[int]]:
    """Indexes in rounds, so that two orders about one comment are carried out in the order they were given."""
    rounds: list[list[int]] = []
    seen: dict[bytes, int] = {}
    for index, order in enumerate(orders):
        turn = seen.get(order.comment_id, 0)
        seen[order.comment_id] = turn + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(index)
    return rounds


def row_problem(comment_id: str, error: Refused) -> dict[str, Any]:
    """A row that was not carried out, and why."""
    problem = {"type": f"/problems/{error.slug}", "title": error.title, "status": error.status, "detail": error.detail}
    return {"comment_id": comment_id, "problem": problem | error.extra}


def row_unknown(comment_id: str, error: StorageUnavailable) -> dict[str, Any]:
    """A row of which nobody knows whether it was carried out."""
    problem = {
        "type": "/problems/storage-unavailable",
        "title": "Storage is away",
        "status": 503,
        "detail": "It is not known whether this decision was carried out; look at the comment before deciding again.",
        "retry_after": error.retry_after,
    }
    return {"comment_id": comment_id, "problem": problem}
