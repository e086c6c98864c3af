"""Scores per second over HTTP against a bare aiohttp handler that reads the JSON and answers some, in alternation.

    python tests/benchmarks/analyze.py --data FOLDER

Service, storage and floor have core 0, the load generator core 1; 64 connections. Prints a Markdown table of medians.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.figures import in_ms, machine, median, percentile, table
from benchmarks.load import Load, Posts, as_fast_as_possible, steadily
from benchmarks.service import Service
from benchmarks.texts import of_length, some_texts
from benchmarks.whole_server import LOAD_CORE, SERVER_CORE, a_floor

FEW = 1_500
"""Of texts that come again and again, and whose words in other orders make the new texts of known words."""
ATTRIBUTES = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
AT_ONCE = 64
NUMBER = 30_000
"""Of texts: more than are sent while something is measured, so that their words are as new as a day's are."""
HEAD = ("analyze, c=64", "service /s", "p50 ms", "p99 ms", "floor /s", "ratio", "target")


def reordered(texts: list[str]) -> list[str]:
    """NUMBER texts, each with the words of one of these in an order of its own."""
    chance = random.Random(7)
    words = [text.split(" ") for text in texts]
    return [" ".join(chance.sample(each, len(each))) for _ in range(NUMBER // len(texts)) for each in words]


def write(path: Path, texts: list[str], attributes: tuple[str, ...], languages: list[str]) -> Path:
    """Requests as Coral sends them, one a line."""
    wanted = {name: {} for name in attributes}
    more = {"languages": languages} if languages else {}
    bodies = ({"comment": {"text": text}, "doNotStore": True, "requestedAttributes": wanted, **more} for text in texts)
    path.write_text("\n".join(map(json.dumps, bodies)) + "\n")
    return path


def measure(url: str, bodies: Path, rounds: int, seconds: int, floor: str) -> tuple[Load, float]:
    """The service's median round, and the floor's rate, after one to warm up. No text is sent again before all were."""
    ours: list[Load] = []
    bare: list[float] = []
    sent = as_fast_as_possible(url, at_once=AT_ONCE, seconds=2 * seconds, posts=Posts(bodies, 0), core=LOAD_CORE).number
    for _ in range(rounds):
        posts = Posts(bodies, sent)
        ours.append(as_fast_as_possible(url, at_once=AT_ONCE, seconds=seconds, posts=posts, core=LOAD_CORE))
        sent += ours[-1].number
        bare.append(
            as_fast_as_possible(
                f"{floor}/read", at_once=AT_ONCE, seconds=seconds, posts=posts, core=LOAD_CORE
            ).per_second
        )
    failed = sum(load.failures for load in ours)
    if failed:
        print(f"{failed} requests failed", file=sys.stderr)
    middle = sorted(ours, key=lambda load: load.per_second)[len(ours) // 2]
    return middle, median(bare)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--careful", choices=("auto", "off"), default="auto", help="with or without the careful reader")
    given = parser.parse_args()
    os.sched_setaffinity(0, {LOAD_CORE})
    texts = list(of_length(some_texts(given.data, 2 * NUMBER, seed=5), NUMBER))
    lengths = [float(len(text)) for text in texts]
    rows: list[tuple[str, ...]] = []
    service = Service({"careful": given.careful}, pinned_to=SERVER_CORE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "hello").write_text("{}")
        kinds = {
            "one attribute": write(folder / "one.jsonl", texts, ATTRIBUTES[:1], ["en"]),
            "one attribute, known words": write(folder / "known.jsonl", reordered(texts[:FEW]), ATTRIBUTES[:1], ["en"]),
            "one attribute, texts that come again": write(folder / "few.jsonl", texts[:FEW], ATTRIBUTES[:1], ["en"]),
            "six attributes": write(folder / "six.jsonl", texts, ATTRIBUTES, ["en"]),
            "one attribute, language detected": write(folder / "any.jsonl", texts, ATTRIBUTES[:1], []),
        }
        try:
            service.start()
            url = f"{service.url}/v1alpha1/comments:analyze?key={service.new_token('service', 'benchmark')}"
            with a_floor(folder, None) as floor:
                rate = 0.0
                for kind, bodies in kinds.items():
                    load, bare = measure(url, bodies, given.rounds, given.seconds, floor)
                    rate = rate or load.per_second
                    cells = (f"{load.per_second:,.0f}", in_ms(load.p50), in_ms(load.p99), f"{bare:,.0f}")
                    target = "at least 0.35x" if kind == "one attribute" else ""
                    rows.append((kind, *cells, f"{load.per_second / bare:.2f}", target))
                    print(rows[-1], file=sys.stderr)
            posts = Posts(kinds["one attribute"], 50_000_000)
            half = asyncio.run(steadily(url, per_second=rate / 2, seconds=8, posts=posts))
            cells = (f"{half.per_second:,.0f}", in_ms(half.p50), in_ms(half.p99), "", "", "p99 under 50 ms")
            rows.append(("one attribute, half of capacity", *cells))
        finally:
            service.remove()
    median_length, longest = percentile(lengths, 0.5), max(lengths)
    print(
        f"{machine()}; texts of {median_length:.0f} characters (median), {longest:.0f} at most\n\n{table(HEAD, rows)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
