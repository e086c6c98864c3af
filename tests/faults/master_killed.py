"""A Cluster's master is killed in the middle of a replay and its replica takes over: nothing acknowledged is lost.

python tests/faults/master_killed.py --data FOLDER --comments 10000
"""

import asyncio
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.replay import Outcome, Plan, Replay, arguments, plan_of, report, verified
from benchmarks.service import Service
from valkey_nodes import ValkeyCluster

SETTINGS = {"ACKNOWLEDGE_REPLICAS": 1, "ACKNOWLEDGE_TIMEOUT_MS": 1000}


async def master_killed(plan: Plan, cluster: ValkeyCluster, url: str, token: str) -> Outcome:
    """Replay on a service that is on the Cluster, with one of its masters killed half way."""
    figures: dict[str, float] = {}

    async def disturb(replay: Replay) -> None:
        half = plan.comments // 2
        await replay.has_accepted(half)
        victim = random.Random(plan.seed).choice(cluster.masters)
        key = await asyncio.to_thread(a_key_of, cluster, victim)
        killed = time.monotonic()
        victim.kill()
        await asyncio.to_thread(cluster.wait_for_failover, victim, key)
        figures["failover_seconds"] = round(time.monotonic() - killed, 2)
        # The shard has no replica left, so nothing it takes can be acknowledged until the operator adds one.
        await asyncio.to_thread(cluster.replace, victim)
        figures["replica_back_seconds"] = round(time.monotonic() - killed, 2)
        figures["accepted_at_kill"] = half

    replay = Replay(plan, url, token)
    outcome = await replay.run(disturb)
    lost = {name: number for name, number in replay.tally.away.items() if ":" not in name}
    if lost:
        outcome.violations.append(f"clients saw something else than 503: {lost}")
    if not any(status == 503 for _, status in replay.tally.statuses):
        outcome.violations.append("nobody was refused, so the fault was not felt and nothing is proved")
    outcome.figures.update(figures)
    return outcome


def a_key_of(cluster: ValkeyCluster, node: object) -> str:
    """A key whose slot a server has."""
    return next(f"key-{n}" for n in range(1000) if cluster.owner_of(f"key-{n}") is node)


def run(plan: Plan) -> Outcome:
    """Start a Cluster of three masters with a replica each and the service on it, and replay."""
    cluster = ValkeyCluster(3, replicas=1)
    try:
        cluster.start()
        service = Service({"REDIS_URL": cluster.url, **SETTINGS})
        try:
            service.start()
            token = service.new_token("admin", "replay")
            outcome = asyncio.run(master_killed(plan, cluster, service.url, token))
            outcome.violations.extend(verified(service))
        finally:
            service.remove()
    finally:
        cluster.remove()
    return outcome


def main() -> int:
    given = arguments().parse_args()
    return report(run(plan_of(given)), given.json)


if __name__ == "__main__":
    sys.exit(main())
