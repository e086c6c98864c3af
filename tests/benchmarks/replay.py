"""Real use of the service, replayed through HTTP, and proof that it kept every promise it made meanwhile.

    python tests/benchmarks/replay.py --data FOLDER --comments 10000 --articles 300

starts the service on the embedded Valkey; `--storage cluster` on a Cluster of its own, `--storage URL` on a server
that is there; `--url URL --admin-token TOKEN` uses a service that runs. Exits 1 if anything was not as promised.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.crowd import proof
from benchmarks.crowd.caller import Caller, Gate, Tally
from benchmarks.crowd.commenters import SECRET, Commenter, plan_tasks
from benchmarks.crowd.gathering import gathered
from benchmarks.crowd.moderators import Moderator
from benchmarks.crowd.readers import CountsFollower, Pager, ThreadFollower
from benchmarks.crowd.record import Record
from benchmarks.figures import in_ms, machine, percentile, table
from benchmarks.service import Service, ask, set_policy
from benchmarks.texts import some_texts
from valkey_nodes import ValkeyCluster
from waiting import eventually

POLICY = {
    "mode": "post",
    "guests": True,
    "comments_per_minute": 0,
    "jwt_secret": SECRET,
    # Labelled comments are ruder than a newspaper's; held for the past of their authors, most would never be seen.
    "hold_history_rate": 0,
}
CATCH_UP = 20.0  # seconds in which live readers must have caught up with the last change


@dataclass(frozen=True, slots=True)
class Plan:
    comments: int = 10_000
    articles: int = 300
    commenters: int = 64
    moderators: int = 8
    readers: int = 40
    seed: int = 1
    data: Path | None = None
    patience: float = 120.0
    """Seconds for which a client tries again before it gives up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    violations: list[str]
    figures: dict[str, Any]
    rows: list[tuple[str, int, str, str, str]]
    """Kind of call, number, median, 99th percentile and longest, in ms."""


class Replay:
    """One crowd on one service. `gate` holds every request while it is closed."""

    def __init__(self, plan: Plan, url: str, admin_token: str) -> None:
        self.plan = plan
        self.url = url
        self.record = Record()
        self.tally = Tally()
        self.gate = Gate()
        self.over = asyncio.Event()
        self.took = 0.0
        self.written = False
        """Whether the commenters have nothing more to say."""
        self._admin_token = admin_token
        texts = some_texts(plan.data, plan.comments, seed=plan.seed)
        self.tasks = plan_tasks(texts, plan.articles, prefix=f"replay-{plan.seed}", seed=plan.seed)
        self.articles = list(dict.fromkeys(task.article for task in self.tasks))

    @property
    def accepted(self) -> int:
        return len(self.record.posts)

    async def has_accepted(self, number: int) -> None:
        """Wait until so many comments are accepted, or everything is written."""
        await eventually(lambda: self.accepted >= number or self.written, f"{number} are accepted", seconds=1800)

    async def run(self, disturb: Callable[["Replay"], Awaitable[None]] | None = None) -> Outcome:
        """Let everybody do what they do, `disturb` them meanwhile, then prove what must hold."""
        await asyncio.to_thread(self._prepare)
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=30)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=None, sock_connect=10)
            ) as streams,
        ):
            self._session = session
            followers = self._followers(streams)
            following = [asyncio.create_task(one.follow()) for one in followers]
            await self._all_at_work(disturb)
            violations = await self._proven(followers, following)
            for task in following:
                task.cancel()
            ended = await asyncio.gather(*following, return_exceptions=True)
            violations += [f"a live reader failed: {why!r}" for why in ended if isinstance(why, Exception)]
        return Outcome(violations, self._figures(), self._rows())

    def _prepare(self) -> None:
        set_policy(self.url, self._admin_token, POLICY)
        names = [f"moderator {number}" for number in range(self.plan.moderators)]
        self._moderator_tokens = [new_token(self.url, self._admin_token, name) for name in names]
        self._auditor_token = new_token(self.url, self._admin_token, "the auditor")

    def caller(self, **headers: str) -> Caller:
        return Caller(self._session, self.url, self.tally, self.gate, headers=headers, patience=self.plan.patience)

    def moderating(self, token: str) -> Caller:
        return self.caller(Authorization=f"Bearer {token}")

    def _followers(self, streams: aiohttp.ClientSession) -> list[ThreadFollower | CountsFollower]:
        """Most follow one thread, every fourth an index page; some stay, some leave and come back."""
        found: list[ThreadFollower | CountsFollower] = []
        for number in range(self.plan.readers):
            restless = (0.0, 2.0, 5.0)[number % 3]
            caller = self.caller()
            if number % 4 == 3:
                some = self.articles[number % 7 :: 3][:100]
                found.append(CountsFollower(caller, streams, self.record, some, restless=restless))
            else:
                article = self.articles[number % len(self.articles)]
                found.append(ThreadFollower(caller, streams, self.record, article, restless=restless))
        return found

    async def _all_at_work(self, disturb: Callable[["Replay"], Awaitable[None]] | None) -> None:
        plan = self.plan
        seen: list[tuple[str, int]] = []
        pile = iter(self.tasks)
        began = time.monotonic()
        commenting = [
            asyncio.create_task(Commenter(n, self.caller(), self.record, seed=plan.seed).write(pile))
            for n in range(plan.commenters)
        ]
        beside: list[asyncio.Task[None]] = []
        for number, token in enumerate(self._moderator_tokens):
            one = Moderator(f"moderator {number}", self.moderating(token), self.record, seen, seed=plan.seed)
            beside.append(asyncio.create_task(one.work(self.over)))
        for number in range(max(2, plan.readers // 10)):
            pager = Pager(self.caller(), self.record, self.articles, seed=f"{plan.seed} {number}")
            beside.append(asyncio.create_task(pager.read(self.over)))
        disturbing = asyncio.create_task(disturb(self)) if disturb else None
        written = await asyncio.gather(*commenting, return_exceptions=True)
        self.took, self.written = time.monotonic() - began, True
        if disturbing is not None:
            await disturbing
        await asyncio.sleep(1.0)
        self.over.set()
        worked = await asyncio.gather(*beside, return_exceptions=True)
        for why in [*written, *worked]:
            if isinstance(why, BaseException):
                self.record.violations.append(f"somebody could not go on: {why!r}")

    async def _proven(
        self, followers: list[ThreadFollower | CountsFollower], following: list[asyncio.Task[None]]
    ) -> list[str]:
        moderator = self.moderating(self._auditor_token)
        found = await proof.standing(moderator, self.articles)
        decided = sorted({decision.comment for decision in self.record.decisions})
        answers = await gathered(
            [moderator.call("dossier, proof", "GET", f"/v1/moderation/comments/{comment}") for comment in decided]
        )
        dossiers = {comment: answer.document for comment, answer in zip(decided, answers, strict=True)}
        return [
            *self.record.violations,
            *self.tally.faults,
            *(f"no answer was ever had for {key}" for key in self.record.unanswered),
            *proof.lost_or_doubled(found, self.record.posts),
            *proof.counted_wrongly(found),
            *proof.leased_twice(self.record.holds),
            *proof.overwritten(self.record.decisions),
            *proof.missing_from_history(self.record, dossiers),
            *proof.skipped(self.record.passes, self.record.by_article, self.record.hidden, found),
            *await proof.queues_miscounted(moderator),
            *await self._left_behind(followers, following, found),
        ]

    async def _left_behind(
        self,
        followers: list[ThreadFollower | CountsFollower],
        following: list[asyncio.Task[None]],
        found: proof.Standing,
    ) -> list[str]:
        """Live readers who do not show what is true by now; each is given time to hear of it."""
        until = asyncio.get_running_loop().time() + CATCH_UP
        while True:
            wrong = [
                sentence
                for one in followers
                if (
                    sentence := one.lacks(found.visible(one.article), found.counts[one.article])
                    if isinstance(one, ThreadFollower)
                    else one.lacks(found.counts)
                )
            ]
            if not wrong or asyncio.get_running_loop().time() > until or all(task.done() for task in following):
                return wrong
            await asyncio.sleep(0.1)

    def _figures(self) -> dict[str, Any]:
        statuses: dict[str, dict[str, int]] = {}
        for (kind, status), number in sorted(self.tally.statuses.items()):
            statuses.setdefault(kind, {})[str(status)] = number
        return {
            "plan": {name: str(getattr(self.plan, name)) for name in Plan.__slots__},
            "machine": machine(),
            "seconds": round(self.took, 2),
            "posts_per_second": round(self.accepted / self.took, 1) if self.took else 0,
            "accepted": self.accepted,
            "refused": len(self.record.refused),
            "decisions": len(self.record.decisions),
            "undone": len(self.record.undone),
            "decisions_refused": dict(self.record.conflicts),
            "leases": len(self.record.holds),
            "passes": len(self.record.passes),
            "statuses": statuses,
            "no_answer": dict(self.tally.away),
        }

    def _rows(self) -> list[tuple[str, int, str, str, str]]:
        return [
            (kind, len(times), in_ms(percentile(times, 0.5)), in_ms(percentile(times, 0.99)), in_ms(max(times)))
            for kind, times in sorted(self.tally.durations.items())
        ]


def new_token(url: str, admin_token: str, name: str) -> str:
    status, document = ask(
        f"{url}/v1/sites/default/tokens", method="POST", token=admin_token, body={"role": "moderator", "name": name}
    )
    if status != 201 or not isinstance(document, dict):
        raise RuntimeError(f"no token for {name}: {status} {document}")
    return str(document["token"])


@contextmanager
def a_service(storage: str, settings: dict[str, object]) -> Iterator[Service]:
    """The service on the storage named: `embedded`, `cluster` (three servers of our own) or a URL."""
    cluster = ValkeyCluster(3).start() if storage == "cluster" else None
    url = cluster.url if cluster else "" if storage == "embedded" else storage
    service = Service({**settings, **({"REDIS_URL": url} if url else {})})
    try:
        yield service.start()
    finally:
        service.remove()
        if cluster:
            cluster.remove()


def verified(service: Service) -> list[str]:
    """What `moderation verify` finds, run beside the service as an operator would."""
    checked = service.command("verify", timeout=600)
    if checked.returncode == 0:
        return []
    return [f"verify ended with {checked.returncode}: {(checked.stdout + checked.stderr).strip()[-2000:]}"]


def report(outcome: Outcome, into: Path | None = None) -> int:
    """Print what was seen; the exit code."""
    print(table(("call", "number", "p50 ms", "p99 ms", "longest ms"), outcome.rows))
    print(json.dumps(outcome.figures, indent=2))
    if into is not None:
        into.write_text(json.dumps({"violations": outcome.violations, **outcome.figures, "calls": outcome.rows}))
    for sentence in outcome.violations[:30]:
        print(f"VIOLATION: {sentence}")
    print(f"{len(outcome.violations)} violations" if outcome.violations else "Everything is as it was promised.")
    return 1 if outcome.violations else 0


def arguments() -> argparse.ArgumentParser:
    """What every replay can be told."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("comments", "articles", "commenters", "moderators", "readers", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Plan(), name))
    parser.add_argument("--data", type=Path, help="folder of CSV files with a column `text`; made-up texts without it")
    parser.add_argument("--json", type=Path, help="file for the figures")
    return parser


def plan_of(given: argparse.Namespace, **rest: Any) -> Plan:
    names = ("comments", "articles", "commenters", "moderators", "readers", "seed", "data")
    return Plan(**{name: getattr(given, name) for name in names}, **rest)


def main() -> int:
    parser = arguments()
    parser.add_argument("--url", help="a service that runs already")
    parser.add_argument("--admin-token", help="with --url: an administrator's token of the site `default`")
    parser.add_argument("--storage", default="embedded", help="embedded, cluster or the URL of a server")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a MODERATION_ setting")
    given = parser.parse_args()
    plan = plan_of(given)
    if given.url:
        return report(asyncio.run(Replay(plan, given.url, given.admin_token).run()), given.json)
    settings: dict[str, object] = dict(pair.split("=", 1) for pair in given.set)
    with a_service(given.storage, settings) as service:
        token = service.new_token("admin", "replay")
        outcome = asyncio.run(Replay(plan, service.url, token).run())
        outcome.violations.extend(verified(service))
    return report(outcome, given.json)


if __name__ == "__main__":
    sys.exit(main())
