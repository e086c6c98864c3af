"""People who claim, decide, get in each other's way on purpose, and change their minds."""

import asyncio
import itertools
import random
from typing import Any

from benchmarks.crowd.caller import Answer, Caller, GaveUp
from benchmarks.crowd.record import VISIBLE, Decided, Hold, Record

QUEUES = ("pending", "pending", "unreviewed", "unreviewed", "reported")
SEEN_KEPT = 200
CONFLICTS = ("/problems/stale-version", "/problems/claimed")


class Moderator:
    def __init__(self, name: str, caller: Caller, record: Record, seen: list[tuple[str, int]], *, seed: int) -> None:
        self.name = name
        self._caller = caller
        self._record = record
        self._seen = seen
        """Entries any moderator was shown lately, with the version: for collisions."""
        self._rng = random.Random(f"{seed} {name}")
        self._numbers = itertools.count()
        self._prefix = f"{seed}-{name}".replace(" ", "-")

    async def work(self, over: asyncio.Event) -> None:
        """Work through the queues until it is over and the queues have nothing more, at most a few rounds."""
        while not over.is_set():
            try:
                busy = await self._round()
                if not busy:
                    await asyncio.sleep(self._rng.uniform(0.02, 0.1))
            except GaveUp:
                continue

    async def _round(self) -> bool:
        seconds = self._rng.choice((2, 10, 60))
        body = {"limit": self._rng.randint(1, 20), "lease_seconds": seconds}
        answer = await self._create("claim", f"/v1/moderation/queues/{self._rng.choice(QUEUES)}/claims", body)
        if answer.status != 201:
            self._record.violations.append(f"a claim was answered {answer.status} {answer.document!r:.200}")
            return False
        entries = answer.document["items"]
        lease_over = answer.sent + seconds
        await self._look_around(entries)
        if entries and self._rng.random() < 0.1:
            await self._give_back(entries, answer.received, lease_over)
            return True
        while entries:
            some, entries = entries[:7], entries[7:]
            asked = asyncio.get_running_loop().time()
            self._held(some, answer.received, min(asked, lease_over))
            await self._decide(some)
        if self._rng.random() < 0.5:
            await self._get_in_the_way()
        return bool(answer.document["items"])

    def _held(self, entries: list[Any], since: float, until: float) -> None:
        self._record.holds.extend(
            Hold(self.name, entry["comment"]["id"], since, until) for entry in entries if until > since
        )

    async def _look_around(self, entries: list[Any]) -> None:
        self._seen.extend((entry["comment"]["id"], entry["version"]) for entry in entries)
        del self._seen[:-SEEN_KEPT]
        if self._rng.random() < 0.2:
            await self._caller.call("queues", "GET", "/v1/moderation/queues")
        if entries and self._rng.random() < 0.2:
            await self._caller.call("dossier", "GET", f"/v1/moderation/comments/{entries[0]['comment']['id']}")

    async def _give_back(self, entries: list[Any], since: float, lease_over: float) -> None:
        asked = asyncio.get_running_loop().time()
        await self._caller.call("release", "DELETE", "/v1/moderation/claims")
        self._held(entries, since, min(asked, lease_over))

    async def _decide(self, entries: list[Any]) -> None:
        orders = [(entry["comment"]["id"], self._choice(entry), entry["version"]) for entry in entries]
        for comment, decision in await self._send(orders):
            if decision is None:
                continue
            if self._rng.random() < 0.05:
                await self._undo(decision)
            elif self._rng.random() < 0.1:
                # The version this moderator saw is gone; deciding on it again must be refused.
                await self._send([(comment, "approve", decision.expected)])

    def _choice(self, entry: Any) -> str:
        worst = max(entry["scores"].values(), default=0.0)
        return self._rng.choices(("approve", "reject", "escalate"), (1 - worst / 2, 0.15 + worst, 0.03))[0]

    async def _get_in_the_way(self) -> None:
        """Decide what somebody else was shown: 409 while their claim lasts or after they decided, else it counts."""
        if self._seen:
            comment, version = self._rng.choice(self._seen)
            await self._send([(comment, self._rng.choice(("approve", "reject")), version)])

    async def _send(self, orders: list[tuple[str, str, int]]) -> list[tuple[str, Decided | None]]:
        self._record.hidden.update(comment for comment, _, _ in orders)
        body = {
            "decisions": [
                {"comment_id": comment, "action": action, "reason": "other", "expected_version": version}
                for comment, action, version in orders
            ]
        }
        answer = await self._create("decide", "/v1/moderation/decisions", body)
        if answer.status != 200:
            self._record.violations.append(f"decisions were answered {answer.status} {answer.document!r:.200}")
            return []
        rows = answer.document["results"]
        if [row["comment_id"] for row in rows] != [comment for comment, _, _ in orders]:
            self._record.violations.append("the results are not those of the decisions that were sent")
            return []
        return [
            (comment, self._noted(row, action, version))
            for row, (comment, action, version) in zip(rows, orders, strict=True)
        ]

    def _noted(self, row: Any, action: str, expected: int) -> Decided | None:
        if problem := row.get("problem"):
            self._record.conflicts[problem["type"]] += 1
            unknown = problem["status"] == 503 and problem.get("retry_after")
            if not unknown and (problem["status"] != 409 or problem["type"] not in CONFLICTS):
                self._record.violations.append(f"a decision was refused with {problem!r:.200}")
            return None
        decided = Decided(
            self.name, row["comment_id"], action, expected, row["status"], row["version"], row["decision_id"]
        )
        wanted = {"approve": row["status"] in VISIBLE, "reject": row["status"] == "rejected"}.get(action, True)
        if not wanted:
            self._record.violations.append(f"{action} of {decided.comment} was answered with {row['status']}")
        self._record.decisions.append(decided)
        return decided

    async def _undo(self, decision: Decided) -> None:
        answer = await self._create("undo", f"/v1/moderation/decisions/{decision.id}/undo", None)
        if answer.status == 200:
            self._record.undone.add(decision.id)
        elif answer.status != 409:
            self._record.violations.append(f"an undo was answered {answer.status} {answer.document!r:.200}")

    async def _create(self, kind: str, path: str, body: Any) -> Answer:
        key = f"{self._prefix}-{next(self._numbers)}"
        return await self._caller.call(kind, "POST", path, body=body, headers={"Idempotency-Key": key})
