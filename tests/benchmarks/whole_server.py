"""Requests per second of the whole service against a bare aiohttp handler, in alternation, on one processor core.

    python tests/benchmarks/whole_server.py --data FOLDER

Server and storage have core 0, the load generator core 1. Prints a Markdown table of medians.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.figures import cpu_seconds, in_ms, machine, median, table
from benchmarks.load import Load, Posts, as_fast_as_possible, steadily, write_bodies
from benchmarks.service import Service, set_policy
from benchmarks.texts import of_length, some_texts
from valkey_nodes import ValkeyNode, free_port

SERVER_CORE, LOAD_CORE = 0, 1
OPEN_POLICY = {
    "comments_per_minute": 0,
    "hold": {},
    "hold_links": 0,
    "hold_repeats": False,
    "hold_suspect_words": False,
}
USUAL_POLICY = {"comments_per_minute": 0}
ARRIVING = 20  # posts per second while R1 is measured
HEAD = ("workload", "service /s", "p50 ms", "p99 ms", "floor /s", "ratio", "target")


def fill(url: str, article: str, texts: Sequence[str]) -> None:
    """A thread of three levels: a third of the comments each."""

    async def post_all() -> None:
        levels = [texts[0::3], texts[1::3], texts[2::3]]
        rng = random.Random(article)
        parents: list[str | None] = [None]
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=8)) as session:
            for number, level in enumerate(levels):
                asked = (_post(session, url, article, text, rng.choice(parents), f"Guest {number}") for text in level)
                parents = list(await asyncio.gather(*asked))

    asyncio.run(post_all())


async def _post(
    session: aiohttp.ClientSession, url: str, article: str, text: str, parent: str | None, name: str
) -> str:
    body = {"body": text, "author": {"name": name}, **({"parent_id": parent} if parent else {})}
    async with session.post(f"{url}/v1/articles/{article}/comments", json=body) as answer:
        document = await answer.json(content_type=None)
        assert answer.status == 201, document
        return str(document["comment"]["id"])


@contextmanager
def a_floor(folder: Path, redis_url: str | None) -> Iterator[str]:
    """The bare handler on the same core as the service; its address."""
    port = free_port()
    words = ["taskset", "-c", str(SERVER_CORE), sys.executable, str(Path(__file__).with_name("floor.py"))]
    process = subprocess.Popen([*words, str(port), str(folder), *([redis_url] if redis_url else [])])
    try:
        wait_for(f"http://127.0.0.1:{port}/hello")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def wait_for(url: str) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def posts_arriving(url: str, posts: Posts, seconds: float) -> Iterator[None]:
    """Comments come in at a steady rate while something else is measured."""
    thread = threading.Thread(
        target=lambda: asyncio.run(steadily(url, per_second=ARRIVING, seconds=seconds, posts=posts))
    )
    thread.start()
    try:
        yield
    finally:
        thread.join()


class Measuring:
    """Rounds of a few seconds each, service and floor in turn."""

    def __init__(self, rounds: int, seconds: int) -> None:
        self.rows: list[tuple[str, ...]] = []
        self.rounds, self.seconds = rounds, seconds

    def compare(
        self, name: str, service: Callable[[int], Load], floor: Callable[[int], Load] | None, target: str
    ) -> float:
        """Add a row; the service's median per second."""
        ours, floors = [], []
        for number in range(self.rounds):
            ours.append(service(number))
            if floor is not None:
                floors.append(floor(number))
        failed = sum(load.failures for load in [*ours, *floors])
        if failed:
            print(f"{name}: {failed} requests failed", file=sys.stderr)
        rate, bare = median(load.per_second for load in ours), median(load.per_second for load in floors)
        times = in_ms(median(load.p50 for load in ours)), in_ms(median(load.p99 for load in ours))
        self.add(
            name, f"{rate:,.0f}", *times, f"{bare:,.0f}" if bare else "", f"{rate / bare:.2f}" if bare else "", target
        )
        return rate

    def add(self, *cells: str) -> None:
        self.rows.append(cells)
        print(table(HEAD, [cells]).splitlines()[-1], file=sys.stderr, flush=True)


def reading(measuring: Measuring, service: Service, texts: Sequence[str], folder: Path) -> None:
    """R1, R2, R3 and R1 while posts arrive."""
    token = service.new_token("admin", "benchmark")
    set_policy(service.url, token, OPEN_POLICY)
    fill(service.url, "a100", texts[:100])
    fill(service.url, "a1000", texts[100:1100])
    for number in range(50):
        fill(service.url, f"b{number}", texts[1100 + number * 3 : 1103 + number * 3])
    some = urlencode([("article", f"b{number}") for number in range(50)])
    asked = {
        "R1 first page of 100, c=16": ("/v1/articles/a100/comments", "at least 0.9x"),
        "R1 first page of 1,000, c=16": ("/v1/articles/a1000/comments", "at least 0.9x"),
        "R2 count of one article, c=16": ("/v1/counts?article=a100", "at least 0.85x"),
        "R3 counts of 50 articles, c=16": (f"/v1/counts?{some}", ""),
    }
    for number, (path, _) in enumerate(asked.values()):
        with urllib.request.urlopen(service.url + path) as answer:
            (folder / f"same-{number}").write_bytes(answer.read())
    (folder / "hello").write_text('{"hello": "world"}')
    seconds = measuring.seconds
    with a_floor(folder, None) as floor:

        def load(url: str) -> Callable[[int], Load]:
            return lambda _: as_fast_as_possible(url, at_once=16, seconds=seconds, core=LOAD_CORE)

        rates = {}
        for number, (name, (path, target)) in enumerate(asked.items()):
            rates[name] = measuring.compare(name, load(service.url + path), load(f"{floor}/same-{number}"), target)
    page = f"{service.url}/v1/articles/a1000/comments"
    bodies = write_bodies(texts[1300:3300], folder / "arriving")
    before = rates["R1 first page of 1,000, c=16"]

    def while_arriving(number: int) -> Load:
        with posts_arriving(page, Posts(bodies, number * 10_000), seconds):
            return load(page)(number)

    name = f"R1 of 1,000 while {ARRIVING} posts/s arrive there"
    rate = measuring.compare(name, while_arriving, None, "")
    measuring.add("the same against R1 without writes", "", "", "", "", f"{rate / before:.2f}", "at least 0.8x")


def writing(measuring: Measuring, texts: Sequence[str], folder: Path, appendfsync: str) -> None:
    """W1 at one and at 16 at once, and its longest times at half of what it can take."""
    bodies = write_bodies(texts, folder / f"bodies-{appendfsync}")
    socket = folder / f"floor-{appendfsync}.sock"
    node = ValkeyNode(options=("appendonly yes", f"appendfsync {appendfsync}", f'unixsocket "{socket}"'))
    service = Service({"APPENDFSYNC": appendfsync}, pinned_to=SERVER_CORE)
    try:
        node.start()
        for thread in Path(f"/proc/{node.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {SERVER_CORE})
        service.start()
        set_policy(service.url, service.new_token("admin", "benchmark"), USUAL_POLICY)
        with a_floor(folder, f"unix://{socket}") as floor:
            _posting(measuring, service, floor, bodies, appendfsync)
    finally:
        service.remove()
        node.remove()


def _posting(measuring: Measuring, service: Service, floor: str, bodies: Path, appendfsync: str) -> None:
    starts = iter(range(0, 100_000_000, 1_000_000))
    pids = [service.pid, service.embedded_pid() or 0]
    spent: list[float] = []

    def post(url: str, at_once: int) -> Callable[[int], Load]:
        def once(_: int) -> Load:
            posts = Posts(bodies, next(starts))
            before = sum(cpu_seconds(pid) for pid in pids)
            load = as_fast_as_possible(url, at_once=at_once, seconds=measuring.seconds, posts=posts, core=LOAD_CORE)
            if url.startswith(service.url):
                spent.append((sum(cpu_seconds(pid) for pid in pids) - before) / max(1, load.number))
            return load

        return once

    address = f"{service.url}/v1/articles/w1-{appendfsync}/comments"
    rate = 0.0
    for at_once, target in ((1, ""), (16, "at least 0.5x" if appendfsync == "always" else "")):
        spent.clear()
        name = f"W1 post, c={at_once}, {appendfsync}"
        rate = measuring.compare(name, post(address, at_once), post(f"{floor}/", at_once), target)
        measuring.add(f"W1 processor time per post, c={at_once}, ms", in_ms(median(spent)), "", "", "", "", "")
    half = asyncio.run(steadily(address, per_second=rate / 2, seconds=10, posts=Posts(bodies, next(starts))))
    measuring.add(
        f"W1 at half of capacity, {appendfsync}", f"{half.per_second:,.0f}", in_ms(half.p50), in_ms(half.p99), "", "",
        "p99 under 25 ms",
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", choices=("reading", "writing"))
    given = parser.parse_args()
    os.sched_setaffinity(0, {LOAD_CORE})
    texts = of_length(some_texts(given.data, 100_000, seed=3), 30_000)
    measuring = Measuring(given.rounds, given.seconds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.only != "writing":
            service = Service(pinned_to=SERVER_CORE)
            try:
                reading(measuring, service.start(), texts, folder)
            finally:
                service.remove()
        (folder / "hello").write_text('{"hello": "world"}')
        if given.only != "reading":
            writing(measuring, texts, folder, "always")
            writing(measuring, texts, folder, "everysec")
    print(f"{machine()}\n\n{table(HEAD, measuring.rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
