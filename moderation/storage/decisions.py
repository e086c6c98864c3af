"""Moderators' decisions: carried out, listed, taken back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from moderation.domain import ids
from moderation.domain.audit import digest
from moderation.domain.comment import Status
from moderation.domain.decision import Action, Decision
from moderation.domain.errors import StorageUnavailable
from moderation.domain.policy import Hearer
from moderation.storage import keys
from moderation.storage.appeals import appeal_keys
from moderation.storage.client import Call, ScriptFailed, Store
from moderation.storage.codec import STATUSES
from moderation.storage.replies import sound
from moderation.storage.stored_decisions import decision_of, decode_decision, ids_in, is_decision


@dataclass(frozen=True, slots=True)
class Done:
    decision_id: bytes
    status: Status
    version: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """`word` is `gone`, `stale` (with the present version), `claimed` (by whom, until when), `undone-before`, or `own`:
    what others made of an appeal against this very moderator."""

    word: str
    version: int = 0
    holder: str = ""
    until: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    comment_id: bytes
    status: Status
    version: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """One decision to carry out."""

    comment_id: bytes
    action: Action
    expected_version: int | None
    detail: bytes
    """The decision and audit entry as JSON: action, actor, comment, reason, note."""
    first_reading: bool = False
    """A first reader's word: it decides nothing, and escalates nothing."""
    act: bytes = b""
    """What in the detail says of which act this is, as one field and its value in JSON: whoever finishes the act does
    not decide again what it has decided."""


class Decisions:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def decide(
        self, site: str, moderator: str, orders: list[Ordered]
    ) -> list[Done | NotDone | StorageUnavailable | ScriptFailed]:
        """Each order by itself; what could not be carried out stands in its row. What its act has decided before is
        told again."""
        calls = []
        for order in orders:
            place = ids.place_of(order.comment_id)
            expected = "" if order.expected_version is None else str(order.expected_version)
            args: list[bytes | str | int | float] = [
                order.comment_id,
                "read" if order.first_reading else str(order.action),
                expected,
                moderator,
                ids.tail(place, secrets.token_bytes(3)),
                order.detail,
                digest(order.detail),
                order.act,
            ]
            calls.append(Call("decide_comment", appeal_keys(site, place), args, resend=bool(order.act)))
        results: list[Done | NotDone | StorageUnavailable | ScriptFailed] = []
        for reply in await self._store.run_many(calls):
            if isinstance(reply, StorageUnavailable | ScriptFailed):
                results.append(reply)
            elif reply[0] == b"decided":
                results.append(Done(reply[1], STATUSES[reply[2].decode()], reply[3]))
            else:
                results.append(_not_done(reply))
        return results

    async def undo(
        self, site: str, decision_id: bytes, moderator: str, detail: bytes, hearer: Hearer = Hearer.OTHER
    ) -> Undone | NotDone:
        (result,) = await self.undo_each(site, moderator, [(decision_id, detail)], hearer)
        if isinstance(result, Exception):
            raise result
        return result

    async def undo_each(
        self, site: str, moderator: str, asked: Sequence[tuple[bytes, bytes]], hearer: Hearer = Hearer.OTHER
    ) -> list[Undone | NotDone | StorageUnavailable | ScriptFailed]:
        """Take back each decision (id, audit detail) by itself; what could not be taken back stands in its row.
        With the `hearer` ANYBODY, whoever rejected may take back what others made of the appeal against it."""
        calls = [
            Call(
                "undo_decision",
                appeal_keys(site, ids.place_of(decision_id)),
                [decision_id, moderator, str(hearer), detail, digest(detail)],
            )
            for decision_id, detail in asked
        ]
        results: list[Undone | NotDone | StorageUnavailable | ScriptFailed] = []
        for reply in await self._store.run_many(calls):
            if isinstance(reply, StorageUnavailable | ScriptFailed):
                results.append(reply)
            elif reply[0] == b"undone":
                results.append(Undone(reply[1], STATUSES[reply[2].decode()], reply[3]))
            else:
                results.append(_not_done(reply))
        return results

    async def decision(self, site: str, decision_id: bytes) -> Decision | None:
        key = keys.decisions(site, ids.place_of(decision_id))
        raw = await self._store.command(key, "HGET", key, decision_id)
        return decision_of(decision_id, decode_decision(raw)) if raw is not None and is_decision(raw) else None

    async def of_comment(self, site: str, comment_id: bytes) -> list[Decision]:
        """Every decision on a comment, oldest first."""
        return (await self.of_comments(site, [comment_id]))[0]

    async def of_comments(self, site: str, comment_ids: Sequence[bytes]) -> list[list[Decision]]:
        """Every decision on each of these comments, oldest first."""
        places = [keys.decisions(site, ids.place_of(comment_id)) for comment_id in comment_ids]
        lists = sound(
            await self._store.commands(
                [(key, ("HGET", key, each)) for key, each in zip(places, comment_ids, strict=True)]
            )
        )
        wanted = [(key, ids_in(listed)) for key, listed in zip(places, lists, strict=True) if listed]
        found = iter(sound(await self._store.commands([(key, ("HMGET", key, *each)) for key, each in wanted])))
        return [
            [
                decision_of(decision, decode_decision(raw))
                for decision, raw in zip(ids_in(listed), next(found), strict=True)
                if raw is not None
            ]
            if listed
            else []
            for listed in lists
        ]


def _not_done(reply: Sequence[Any]) -> NotDone:
    word = bytes(reply[0]).decode()
    if word == "stale":
        return NotDone(word, version=int(reply[1]))
    if word == "claimed":
        return NotDone(word, holder=bytes(reply[1]).decode(), until=int(reply[2]))
    return NotDone(word)
