"""The storage is gone for ten seconds in the middle of a replay, and the service lives through it without help.

    python tests/faults/storage_stopped.py --how stop|kill|cut|freeze --seconds 10 --data FOLDER

`stop` and `kill` do it to the server's process, `cut` and `freeze` to the wire.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.crowd.caller import Caller, Gate, Tally
from benchmarks.figures import connections_to, in_ms, percentile
from benchmarks.replay import Outcome, Plan, Replay, arguments, plan_of, report, verified
from benchmarks.service import Service
from faults.proxy import Proxy
from valkey_nodes import ValkeyNode

WAYS = ("stop", "kill", "cut", "freeze")
CONNECTIONS = 32  # what the service may open to one server
BESIDE = 8  # connections that are not for commands: listeners, and one that is just being replaced
ATTEMPTS = 12  # attempts to connect per second that are no storm
DURABLE = ("appendonly yes", "appendfsync always", 'save ""')


@dataclass(slots=True)
class Watched:
    """What was seen from the moment the storage went until some seconds after it came back."""

    reads: Counter[int] = field(default_factory=Counter)
    read_seconds: list[float] = field(default_factory=list)
    writes: Counter[int] = field(default_factory=Counter)
    write_seconds: list[float] = field(default_factory=list)
    ready: list[tuple[float, int]] = field(default_factory=list)
    """When, and the status of readyz."""
    connections: list[int] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


class Outage:
    """Takes the storage away for a while and watches what clients see."""

    def __init__(self, how: str, seconds: float, node: ValkeyNode, proxy: Proxy, service: Service) -> None:
        self.violations: list[str] = []
        self.figures: dict[str, Any] = {"how": how, "away_seconds": seconds}
        self._how, self._seconds = how, seconds
        self._node, self._proxy, self._service = node, proxy, service
        self._seen = Watched()

    async def strike(self, replay: Replay) -> None:
        await replay.has_accepted(replay.plan.comments // 3)
        caller = replay.caller()
        caller.gate, caller.tally = Gate(), self._seen.tally
        article = quote(max(replay.record.by_article, key=lambda one: len(replay.record.by_article[one])), safe="")
        path = f"/v1/articles/{article}/comments"
        await caller.call("page, before", "GET", path)
        process, before = self._service.pid, self._proxy.accepted
        watching = [
            asyncio.create_task(self._again_and_again(lambda: self._read(caller, path))),
            asyncio.create_task(self._again_and_again(lambda: self._write(caller, path))),
            asyncio.create_task(self._again_and_again(lambda: self._ask_ready(caller))),
        ]
        began = time.monotonic()
        await self._take_away()
        await asyncio.sleep(self._seconds)
        attempts = self._proxy.accepted - before
        away = Counter(self._seen.reads), Counter(self._seen.writes)
        await self._give_back()
        returned = time.monotonic()
        back = await asyncio.to_thread(self._service.wait_until_ready)
        await asyncio.sleep(3.0)
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        self._judge(attempts, away, began, returned, same=self._service.pid == process)
        self.figures["ready_again_seconds"] = round(back, 2)

    async def _take_away(self) -> None:
        match self._how:
            case "stop":
                self._node.pause()
            case "kill":
                self._node.kill()
            case "cut":
                self._proxy.cut()
            case "freeze":
                self._proxy.freeze()

    async def _give_back(self) -> None:
        match self._how:
            case "stop":
                self._node.resume()
            case "kill":
                await asyncio.to_thread(self._node.start)
            case _:
                self._proxy.mend()

    async def _again_and_again(self, look: Callable[[], Awaitable[None]]) -> None:
        while True:
            await look()
            self._seen.connections.append(connections_to(self._proxy.port))
            await asyncio.sleep(0.05)

    async def _read(self, caller: Caller, path: str) -> None:
        answer = await caller.once("read while away", "GET", path)
        self._seen.reads[answer.status] += 1
        self._seen.read_seconds.append(answer.received - answer.sent)

    async def _write(self, caller: Caller, path: str) -> None:
        body = {"body": "", "author": {"name": "Somebody"}}
        # An empty comment is refused by the pipeline, which needs the storage's facts first: it leaves nothing behind.
        answer = await caller.once("write while away", "POST", path, body=body)
        self._seen.writes[answer.status] += 1
        self._seen.write_seconds.append(answer.received - answer.sent)

    async def _ask_ready(self, caller: Caller) -> None:
        answer = await caller.once("readyz", "GET", "/readyz")
        self._seen.ready.append((time.monotonic(), answer.status))

    def _judge(
        self, attempts: int, away: tuple[Counter[int], Counter[int]], began: float, returned: float, *, same: bool
    ) -> None:
        reads, writes = away
        wrong, seen = self.violations, self._seen
        if set(seen.reads) != {200}:
            wrong.append(f"reads of a cached thread were answered {dict(seen.reads)}")
        if not writes[503] or set(writes) - {503, 422}:
            wrong.append(f"writes were answered {dict(writes)} while the storage was away")
        if 503 not in [status for at, status in seen.ready if at < returned]:
            wrong.append("readyz never said 503")
        if seen.ready[-1][1] != 200:
            wrong.append("readyz did not come back to 200")
        if 422 not in seen.writes:
            wrong.append("no write was judged after the storage came back")
        if max(seen.connections) > CONNECTIONS + BESIDE:
            wrong.append(f"the service had {max(seen.connections)} connections to its storage")
        if attempts > ATTEMPTS * self._seconds + BESIDE:
            wrong.append(f"the service tried to connect {attempts} times in {self._seconds:g} s")
        if not same:
            wrong.append("the service is another process than before")
        wrong.extend(seen.tally.faults)
        not_ready = next((at for at, status in seen.ready if status == 503), began)
        self.figures.update(
            reads_while_away=dict(reads),
            writes_while_away=dict(writes),
            read_p50_p99_ms=[in_ms(percentile(seen.read_seconds, share)) for share in (0.5, 0.99)],
            write_p50_p99_ms=[in_ms(percentile(seen.write_seconds, share)) for share in (0.5, 0.99)],
            readyz_503_after_seconds=round(not_ready - began, 2),
            most_connections=max(seen.connections),
            attempts_to_connect=attempts,
        )


async def storage_stopped(plan: Plan, how: str, seconds: float) -> Outcome:
    """Start a server, the wire to it and the service, and replay while the storage goes away and comes back."""
    node = ValkeyNode(options=DURABLE)
    try:
        await asyncio.to_thread(node.start)
        proxy = await Proxy(node.port).start()
        service = Service({"REDIS_URL": f"redis://127.0.0.1:{proxy.port}", "STORAGE_CONNECTIONS": CONNECTIONS})
        try:
            await asyncio.to_thread(service.start)
            token = await asyncio.to_thread(service.new_token, "admin", "replay")
            outage = Outage(how, seconds, node, proxy, service)
            outcome = await Replay(plan, service.url, token).run(outage.strike)
            outcome.violations.extend(outage.violations)
            outcome.violations.extend(await asyncio.to_thread(verified, service))
            outcome.figures.update(outage.figures)
        finally:
            await asyncio.to_thread(service.remove)
            await proxy.close()
    finally:
        node.resume()
        node.remove()
    return outcome


def main() -> int:
    parser = arguments()
    parser.add_argument("--how", choices=WAYS, default="stop")
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    return report(asyncio.run(storage_stopped(plan_of(given), given.how, given.seconds)), given.json)


if __name__ == "__main__":
    sys.exit(main())
