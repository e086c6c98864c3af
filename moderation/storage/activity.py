"""What happened at a site in a span of time: how much was written, what was held, what moderators decided and how soon.

Read back from what is kept anyway (the list of all comments, the audit log, the decisions), a bounded part of it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import orjson

from moderation.domain import ids
from moderation.domain.decision import Action, Decision
from moderation.domain.ids import PARTITIONS
from moderation.domain.queue import Queue
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import decode_state, report_round
from moderation.storage.replies import fields, sound
from moderation.storage.stored_decisions import StoredDecision, decision_of, decode_decision
from moderation.storage.stored_reports import StoredReport, decode_report, marks_in

MOST_ENTRIES: Final = 2000
"""The newest entries of each partition's audit log in the span that are looked at."""
_PAGE: Final = 500
_ACTIONS: Final = frozenset(str(action) for action in Action)
_FIRST: Final = (
    Queue.APPEALS,
    Queue.ESCALATED,
    Queue.REPORTED,
    Queue.PENDING,
    Queue.UNSCORED,
    Queue.UNREVIEWED,
)


@dataclass(frozen=True, slots=True)
class Worked:
    """A decision, the queue it took the comment out of, and how long the comment had waited there."""

    decision: Decision
    queue: Queue | None
    """None for a comment that stood in none, as one that was decided before."""
    waited: int | None
    """Milliseconds; since the first report for what readers reported, since it was written for the rest. None where the
    report is gone, and for a comment that stood in no queue."""


@dataclass(frozen=True, slots=True)
class Activity:
    """`held` and `refused`: times at which policy held or rejected a new comment. `complete_since`: the time (ms) from
    which everything was read, where there was more than is read at once."""

    worked: Sequence[Worked]
    held: Sequence[int]
    refused: Sequence[int]
    complete_since: int | None


class Activities:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def written(self, site: str, edges: Sequence[int]) -> list[int]:
        """How many comments were written between each edge (ms) and the next, whatever became of them."""
        spans = list(pairwise(edges))
        words = []
        for number in range(PARTITIONS):
            key = keys.partition(site, number).every
            words += [(key, ("ZLEXCOUNT", key, b"[" + _front(low), b"(" + _front(high))) for low, high in spans]
        replies = sound(await self._store.commands(words))
        return [sum(replies[place :: len(spans)]) for place in range(len(spans))]

    async def between(self, site: str, from_ms: int, to_ms: int) -> Activity:
        """What is known of a span of time, both ends included; the newest of it where that is too much."""
        parts = await asyncio.gather(*(self._part(site, number, from_ms, to_ms) for number in range(PARTITIONS)))
        cut = [part.complete_since for part in parts if part.complete_since is not None]
        return Activity(
            worked=sorted((each for part in parts for each in part.worked), key=lambda each: each.decision.at),
            held=[at for part in parts for at in part.held],
            refused=[at for part in parts for at in part.refused],
            complete_since=max(cut, default=None),
        )

    async def _part(self, site: str, number: int, from_ms: int, to_ms: int) -> Activity:
        key, before = keys.partition(site, number).audit, str(to_ms)
        held: list[int] = []
        refused: list[int] = []
        decided: list[tuple[bytes, bytes]] = []
        cut: int | None = None
        for _ in range(MOST_ENTRIES // _PAGE):
            reply = await self._store.command(key, "XREVRANGE", key, before, str(from_ms), "COUNT", _PAGE)
            for _, raw in reply:
                stored = fields(raw)
                action, change, at = orjson.loads(stored["d"]).get("action"), stored["c"], int(stored["t"])
                if action in _ACTIONS and stored["r"]:
                    decided.append((stored["r"], stored["i"]))
                elif action == "post" and change.startswith(b"->H"):
                    held.append(at)
                elif action == "post" and change.startswith(b"->R"):
                    refused.append(at)
            if len(reply) < _PAGE:
                break
            before, cut = "(" + reply[-1][0].decode(), int(reply[-1][0].partition(b"-")[0])
        else:
            return Activity(await self._worked(site, decided), held, refused, cut)
        return Activity(await self._worked(site, decided), held, refused, None)

    async def _worked(self, site: str, decided: Sequence[tuple[bytes, bytes]]) -> list[Worked]:
        words = []
        for decision_id, _ in decided:
            key = keys.decisions(site, ids.place_of(decision_id))
            words.append((key, ("HGET", key, decision_id)))
        replies = sound(await self._store.commands(words)) if words else []
        found = [
            (decision_id, decode_decision(raw))
            for (decision_id, _), raw in zip(decided, replies, strict=True)
            if raw is not None
        ]
        worked = [_worked_of(decision_id, stored) for decision_id, stored in found]
        reported = [place for place, each in enumerate(worked) if each.queue is Queue.REPORTED]
        rounds = [
            (stored.comment_id, report_round(stored.earlier)) for _, stored in (found[place] for place in reported)
        ]
        for place, first in zip(reported, await self._first_reports(site, rounds), strict=True):
            decision = worked[place].decision
            waited = None if first is None else max(0, decision.at - first)
            worked[place] = Worked(decision, Queue.REPORTED, waited)
        return worked

    async def _first_reports(self, site: str, rounds: Sequence[tuple[bytes, int]]) -> list[int | None]:
        """When each of these comments was first reported in that round of reports."""
        if not rounds:
            return []
        places = [keys.reports(site, ids.place_of(comment_id)) for comment_id, _ in rounds]
        words: list[Any] = [(key, ("HGET", key, each)) for key, (each, _) in zip(places, rounds, strict=True)]
        lists = [listed or b"" for listed in sound(await self._store.commands(words))]
        wanted: list[Any] = []
        for key, (comment_id, _), listed in zip(places, rounds, lists, strict=True):
            members = [comment_id + mark for mark in marks_in(listed)]
            wanted.append((key, ("HMGET", key, *(members or [comment_id]))))
        found = sound(await self._store.commands(wanted))
        return [
            min((each.at for each in _filed(reply, listed) if each.filed_in == round_), default=None)
            for reply, listed, (_, round_) in zip(found, lists, rounds, strict=True)
        ]


def _filed(reply: Sequence[bytes | None], listed: bytes) -> list[StoredReport]:
    """Each report that is kept."""
    return [decode_report(raw) for raw in reply if raw is not None] if listed else []


def _front(milliseconds: int) -> bytes:
    """How the ids of that time begin."""
    return milliseconds.to_bytes(6, "big")


def _worked_of(decision_id: bytes, stored: StoredDecision) -> Worked:
    decision, state = decision_of(decision_id, stored), decode_state(stored.earlier)
    queue = next((queue for queue in _FIRST if str(queue) in state.queues), None)
    written = ids.time_of(stored.comment_id)
    return Worked(decision, queue, None if queue is None else max(0, decision.at - written))
