"""The moderators' queues: sizes, order, and claims, over all partitions of a site."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from moderation.domain import ids
from moderation.domain.ids import PARTITIONS
from moderation.domain.queue import Claim, Queue, QueueSize, Sort
from moderation.storage import keys
from moderation.storage.client import Call, Store
from moderation.storage.replies import score_pairs, sound

EXACT_ROUNDS = 4
"""Claiming looks again this often when others took what was seen."""
SCAN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Position:
    """Where a listing goes on: after this score (priority order only) and id."""

    score: int
    id: bytes


Entry = tuple[int, bytes, int]
"""An entry of a queue: score, id, partition."""
Barred = Callable[[list[bytes]], Awaitable[set[bytes]]]
"""Tells which of some entries are not for whoever claims."""


class Queues:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def sizes(self, site: str) -> list[QueueSize]:
        """How many entries each queue has, and the time of its oldest comment."""
        words: list[tuple[str, Sequence[str | int]]] = []
        for queue in Queue:
            for number in range(PARTITIONS):
                key = keys.partition(site, number).queue(queue)
                words += [(key, ("ZCARD", key)), (key, ("ZRANGE", key, 0, 0))]
        replies = sound(await self._store.commands(words))
        sizes = []
        for index, queue in enumerate(Queue):
            part = replies[index * 2 * PARTITIONS : (index + 1) * 2 * PARTITIONS]
            oldest = [ids.time_of(found[0]) for found in part[1::2] if found]
            sizes.append(QueueSize(queue, sum(part[0::2]), min(oldest, default=None)))
        return sizes

    async def listed(
        self, site: str, queue: Queue, sort: Sort, limit: int, after: Position | None, place: ids.Place | None = None
    ) -> list[Position]:
        """The next `limit` entries of a queue in order; with `place`, of one thread."""
        numbers = range(PARTITIONS) if place is None else [place.partition]
        parts = await asyncio.gather(
            *(self._listed_part(site, number, queue, sort, limit, after, place) for number in numbers)
        )
        if sort is Sort.PRIORITY:
            merged = heapq.merge(*parts, key=lambda position: (-position.score, position.id))
        else:
            merged = heapq.merge(*parts, key=lambda position: position.id, reverse=sort is Sort.NEWEST)
        return [position for _, position in zip(range(limit), merged, strict=False)]

    async def _listed_part(
        self,
        site: str,
        number: int,
        queue: Queue,
        sort: Sort,
        limit: int,
        after: Position | None,
        place: ids.Place | None,
    ) -> list[Position]:
        shared = keys.partition(site, number)
        key = shared.order(queue) if sort is Sort.PRIORITY else shared.queue(queue)
        wanted = None if place is None else place.article.to_bytes(4, "big")
        found: list[Position] = []
        while len(found) < limit:
            at_once = limit - len(found) if wanted is None else SCAN_AT_ONCE
            if sort is Sort.PRIORITY:
                positions, more = await self._by_priority(key, at_once, after)
            else:
                positions, more = await self._by_time(key, at_once, after, newest=sort is Sort.NEWEST)
            found += [position for position in positions if wanted is None or position.id[10:14] == wanted]
            if not more:
                break
            after = positions[-1]
        return found[:limit]

    async def _by_priority(self, key: str, most: int, after: Position | None) -> tuple[list[Position], bool]:
        # Entries of one score are in byte order of their ids here, but come last first from the server; there are
        # few of them, as the score carries the millisecond, so one more range per page settles it.
        top = "+inf" if after is None else str(after.score)
        words = ["ZRANGE", key, top, "-inf", "BYSCORE", "REV", "LIMIT", "0", str(most + 16), "WITHSCORES"]
        reply = await self._store.command(key, *words)
        pairs = [(member, int(float(score))) for member, score in score_pairs(reply)]
        positions = sorted((Position(score, member) for member, score in pairs), key=lambda p: (-p.score, p.id))
        if after is not None:
            positions = [p for p in positions if (-p.score, p.id) > (-after.score, after.id)]
        return positions[:most], len(pairs) == most + 16 or len(positions) > most

    async def _by_time(
        self, key: str, most: int, after: Position | None, *, newest: bool
    ) -> tuple[list[Position], bool]:
        edge: str | bytes = ("+" if newest else "-") if after is None else b"(" + after.id
        bounds = [edge, "-" if newest else "+", "BYLEX", *(["REV"] if newest else []), "LIMIT", "0", str(most)]
        members = await self._store.command(key, "ZRANGE", key, *bounds)
        return [Position(0, member) for member in members], len(members) == most

    async def claim(
        self, site: str, queue: Queue, moderator: str, limit: int, lease_ms: int, barred: Barred | None = None
    ) -> tuple[int, list[bytes]]:
        """Lease the `limit` entries most worth a look that nobody holds: (until in ms, ids in order of worth).

        Those that `barred` names are not for this moderator; others behind them come instead.
        """
        leased: list[tuple[int, bytes]] = []
        until = 0
        for _ in range(EXACT_ROUNDS):
            wanted = limit - len(leased)
            chosen = sorted(await self._free(site, queue, wanted, barred), key=lambda row: (-row[0], row[1]))[:wanted]
            if not chosen:
                break
            parts: dict[int, list[bytes]] = {}
            for _, member, number in chosen:
                parts.setdefault(number, []).append(member)
            replies = await self._store.run_many(
                [
                    Call("claim_entries", self._claim_keys(site, number, queue), [moderator, lease_ms, *members])
                    for number, members in parts.items()
                ]
            )
            scores = {member: score for score, member, _ in chosen}
            for reply in replies:
                if not isinstance(reply, Exception):
                    until = min(until, reply[0]) if until else reply[0]
                    leased += [(scores[member], member) for member in reply[1:]]
            failed = [reply for reply in replies if isinstance(reply, Exception)]
            if failed and not leased:
                raise failed[0]
            if failed or len(leased) >= limit:
                break
        return until, [member for _, member in sorted(leased, key=lambda row: (-row[0], row[1]))]

    async def _free(self, site: str, queue: Queue, wanted: int, barred: Barred | None) -> list[Entry]:
        """The first entries of each partition that nobody holds and that are not barred, in no order."""
        ask = wanted
        while True:
            peeked = await self._store.run_many(
                [
                    Call("peek_queue", [shared.order(queue), shared.claims], [ask])
                    for shared in (keys.partition(site, number) for number in range(PARTITIONS))
                ]
            )
            replies = sound(peeked)
            free = [
                (int(float(score)), member, number)
                for number, reply in enumerate(replies)
                for member, score in zip(reply[0::2], reply[1::2], strict=True)
            ]
            if barred is None:
                return free
            shut = await barred([member for _, member, _ in free])
            kept = [entry for entry in free if entry[1] not in shut]
            if len(kept) >= wanted or all(len(reply) < 2 * ask for reply in replies):
                return kept
            ask *= 4

    async def claims(self, site: str, comment_ids: Sequence[bytes], now: int) -> list[Claim | None]:
        """Who holds each of these entries at time `now` (ms)."""
        names = [keys.partition(site, ids.place_of(comment_id).partition).claims for comment_id in comment_ids]
        replies = await self._store.commands(
            [(key, ("HGET", key, comment_id)) for key, comment_id in zip(names, comment_ids, strict=True)]
        )
        found: list[Claim | None] = []
        for raw in sound(replies):
            until, _, moderator = (raw or b"0|").partition(b"|")
            found.append(Claim(moderator.decode(), int(until)) if int(until) > now else None)
        return found

    async def renew(self, site: str, moderator: str, lease_ms: int) -> tuple[int, int]:
        """(earliest end in ms, how many claims were renewed)."""
        parts = [keys.partition(site, number) for number in range(PARTITIONS)]
        replies = sound(
            await self._store.run_many(
                [Call("renew_claims", [part.claims, part.due], [moderator, lease_ms], resend=True) for part in parts]
            )
        )
        return min((until for until, renewed in replies if renewed), default=0), sum(n for _, n in replies)

    async def release(self, site: str, moderator: str) -> int:
        """How many claims were given back."""
        parts = [keys.partition(site, number) for number in range(PARTITIONS)]
        calls = [
            Call("release_claims", [part.claims, part.due, part.events, part.bell], [moderator], resend=True)
            for part in parts
        ]
        return sum(sound(await self._store.run_many(calls)))

    async def reap(self, site: str) -> int:
        """Give back the claims whose time is over; how many."""
        parts = [keys.partition(site, number) for number in range(PARTITIONS)]
        calls = [
            Call("reap_claims", [part.claims, part.due, part.events, part.bell], [500], resend=True) for part in parts
        ]
        return sum(sound(await self._store.run_many(calls)))

    def _claim_keys(self, site: str, number: int, queue: Queue) -> list[str]:
        shared = keys.partition(site, number)
        return [shared.queue(queue), shared.claims, shared.due, shared.events, shared.bell]
