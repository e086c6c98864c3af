"""kill -9 of the service and of the embedded Valkey at random moments of a replay, with `appendfsync always`.

    python tests/faults/killed_at_random.py --data FOLDER --comments 10000 --kills 20

After every kill the service is started as ever, and everything acknowledged so far is looked for.
"""

import asyncio
import random
import signal
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.crowd import proof
from benchmarks.crowd.caller import Gate
from benchmarks.figures import median
from benchmarks.replay import Outcome, Plan, Replay, arguments, new_token, plan_of, report, verified
from benchmarks.service import Service, parent_of, signal_all

WAYS = ("service", "storage", "service and storage", "service, storage and its guard")


class Killing:
    """Strikes at random moments spread over a replay."""

    def __init__(self, service: Service, token: str, kills: int, seed: int) -> None:
        self.violations: list[str] = []
        self.ways: Counter[str] = Counter()
        self.ready_after: list[float] = []
        self._service = service
        self._token = token
        self._kills = kills
        self._rng = random.Random(seed)

    async def strike(self, replay: Replay) -> None:
        last = int(replay.plan.comments * 0.95)
        for moment in sorted(self._rng.sample(range(1, last), self._kills)):
            await replay.has_accepted(moment)
            await asyncio.sleep(self._rng.uniform(0.0, 0.05))
            await self._kill(self._rng.choice(WAYS))
            await replay.gate.close()
            await self._look(replay)
            replay.gate.open()

    async def _kill(self, way: str) -> None:
        self.ways[way] += 1
        storage = await asyncio.to_thread(self._service.embedded_pid)
        if storage is None:
            self.violations.append("the embedded Valkey did not answer before it was killed")
        victims = [storage] if storage and "storage" in way else []
        if storage and "guard" in way:
            victims.insert(0, parent_of(storage))
        if "service" in way and self._rng.random() < 0.5:
            self._service.kill()
        signal_all(victims, signal.SIGKILL)
        if "service" in way:
            self._service.kill()
            await asyncio.to_thread(self._service.launch)
        # Nobody helps: the service must find or start its storage by itself.
        self.ready_after.append(await asyncio.to_thread(self._service.wait_until_ready))

    async def _look(self, replay: Replay) -> None:
        """While nobody writes: the invariants hold, and everything acknowledged is there once."""
        self.violations += await asyncio.to_thread(verified, self._service)
        moderator = replay.moderating(self._token)
        moderator.gate = Gate()
        articles = sorted({post.article for post in replay.record.posts.values()})
        found = await proof.standing(moderator, articles)
        known = {one for statuses in found.known.values() for one in statuses}
        self.violations += [f"{one} was acknowledged and is lost" for one in set(replay.record.posts) - known]
        self.violations += proof.counted_wrongly(found)


async def killed_at_random(plan: Plan, service: Service, token: str, kills: int) -> Outcome:
    killing = Killing(service, new_token(service.url, token, "who looks after each kill"), kills, plan.seed)
    outcome = await Replay(plan, service.url, token).run(killing.strike)
    outcome.violations.extend(killing.violations)
    ready = killing.ready_after
    outcome.figures.update(
        kills=dict(killing.ways), ready_after_median_seconds=median(ready), ready_after_longest_seconds=max(ready)
    )
    return outcome


def run(plan: Plan, kills: int) -> Outcome:
    """Start the service on the embedded Valkey and replay while it is killed again and again."""
    service = Service({"APPENDFSYNC": "always"})
    try:
        service.start()
        token = service.new_token("admin", "replay")
        outcome = asyncio.run(killed_at_random(plan, service, token, kills))
        outcome.violations.extend(verified(service))
    finally:
        service.remove()
    return outcome


def main() -> int:
    parser = arguments()
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    return report(run(plan_of(given), given.kills), given.json)


if __name__ == "__main__":
    sys.exit(main())
