"""Load on one address: as much as goes (closed loop, wrk where it is installed) or so much a second (open loop)."""

import asyncio
import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from benchmarks.figures import percentile

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
POSTING = """
local n = {start}
local bodies = {{}}
for line in io.lines('{bodies}') do bodies[#bodies + 1] = line end
function request()
  n = n + 1
  local headers = {{
    ['Content-Type'] = 'application/json',
    ['Idempotency-Key'] = 'load-' .. n,
    ['X-Forwarded-For'] = '10.' .. n % 200 .. '.' .. math.floor(n / 200) % 250 .. '.' .. math.floor(n / 50000) + 1,
  }}
  return wrk.format('POST', nil, headers, bodies[n % #bodies + 1])
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it; times in seconds."""

    per_second: float
    p50: float
    p99: float
    number: int
    failures: int
    """Answers other than 2xx and 3xx, and requests without an answer."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Comments to be posted, one JSON document a line; `start` keeps keys and addresses apart between runs."""

    bodies: Path
    start: int


def write_bodies(texts: Sequence[str], path: Path) -> Path:
    lines = (json.dumps({"body": text, "author": {"name": f"Guest {n % 5000}"}}) for n, text in enumerate(texts))
    path.write_text("\n".join(lines) + "\n")
    return path


def as_fast_as_possible(url: str, *, at_once: int, seconds: int, posts: Posts | None = None, core: int = 1) -> Load:
    """Keep `at_once` requests going for some seconds, from the processor core given."""
    if shutil.which("wrk") is None:
        return asyncio.run(_own_closed_loop(url, at_once, seconds, posts))
    words = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{at_once}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if posts is not None:
            script.write(POSTING.format(start=posts.start, bodies=posts.bodies))
            script.flush()
            words += ["-s", script.name]
        done = subprocess.run([*words, url], capture_output=True, text=True, check=True, timeout=seconds + 60)
    return read_wrk(done.stdout)


def read_wrk(said: str) -> Load:
    def time(share: str) -> float:
        found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s|m)$", said, re.MULTILINE)
        return float(found[1]) * UNITS[found[2]] if found else 0.0

    def number(pattern: str) -> float:
        found = re.search(pattern, said)
        return float(found[1]) if found else 0.0

    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    failures = int(number(r"Non-2xx or 3xx responses: (\d+)")) + sum(map(int, errors.groups() if errors else ()))
    requests = int(number(r"(\d+) requests in"))
    return Load(number(r"Requests/sec:\s+([\d.]+)"), time("50"), time("99"), requests, failures)


async def _own_closed_loop(url: str, at_once: int, seconds: int, posts: Posts | None) -> Load:
    """The same without wrk; slower itself, so the service looks slower than it is."""
    bodies = posts.bodies.read_text().splitlines() if posts else []
    numbers = itertools.count(posts.start if posts else 0)
    times: list[float] = []
    failures = 0
    now = asyncio.get_running_loop().time
    until = now() + seconds
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask_again_and_again() -> None:
            nonlocal failures
            while now() < until:
                sent = now()
                failures += not await _ask(session, url, next(numbers), bodies)
                times.append(now() - sent)

        await asyncio.gather(*(ask_again_and_again() for _ in range(at_once)))
    return Load(len(times) / seconds, percentile(times, 0.5), percentile(times, 0.99), len(times), failures)


async def steadily(url: str, *, per_second: float, seconds: float, posts: Posts) -> Load:
    """Post at a fixed rate; a time counts from when the request was due, so that a stall is not hidden by waiting."""
    bodies = posts.bodies.read_text().splitlines()
    times: list[float] = []
    failures = 0
    now = asyncio.get_running_loop().time
    began = now()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask(number: int, due: float) -> None:
            nonlocal failures
            failures += not await _ask(session, url, number, bodies)
            times.append(now() - due)

        async with asyncio.TaskGroup() as group:
            for number in range(int(per_second * seconds)):
                due = began + number / per_second
                await asyncio.sleep(max(0.0, due - now()))
                group.create_task(ask(posts.start + number, due))
    took = now() - began
    return Load(len(times) / took, percentile(times, 0.5), percentile(times, 0.99), len(times), failures)


async def _ask(session: aiohttp.ClientSession, url: str, number: int, bodies: Sequence[str]) -> bool:
    """Whether it went well."""
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": f"load-{number}",
        "X-Forwarded-For": f"10.{number % 200}.{number // 200 % 250}.{number // 50_000 + 1}",
    }
    try:
        if not bodies:
            async with session.get(url) as response:
                await response.read()
                return response.status < 400
        async with session.post(url, data=bodies[number % len(bodies)], headers=headers) as response:
            await response.read()
            return response.status < 400
    except (aiohttp.ClientError, TimeoutError):
        return False
