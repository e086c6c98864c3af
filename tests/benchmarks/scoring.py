"""How long it takes to score one comment, and what a process with the model loaded holds when nothing happens.

python tests/benchmarks/scoring.py --data FOLDER
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.figures import machine, median, percentile, resident_mb, table
from benchmarks.service import Service, parent_of
from benchmarks.texts import of_length, some_texts

from moderation.scoring.local import LocalScorer
from moderation.scoring.models import Model, load_artifact

WARM_UP = 100


def timed(
    call: Callable[[str], object], texts: Sequence[str], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Seconds of each call after some that do not count."""
    times = []
    for number, text in enumerate(texts):
        began = clock()
        call(text)
        if number >= WARM_UP:
            times.append(clock() - began)
    return times


async def through_scorer(texts: Sequence[str], processes: int, at_once: int) -> list[float]:
    """The same as the service asks: one at a time, or several that wait together."""
    scorer = LocalScorer(processes=processes)
    await scorer.start()
    times = []
    try:
        for start in range(0, len(texts), at_once):
            began = time.perf_counter()
            await asyncio.gather(*(scorer.score(text, 5.0) for text in texts[start : start + at_once]))
            if start >= WARM_UP:
                times.append((time.perf_counter() - began) / at_once)
    finally:
        await scorer.close()
    return times


def row(name: str, times: Sequence[float]) -> tuple[str, ...]:
    """Microseconds."""
    shown = (median(times), percentile(times, 0.99), max(times))
    return (name, *(f"{seconds * 1e6:,.0f}" for seconds in shown))


def idle() -> list[tuple[str, str]]:
    """Memory of the service and of what it started, some seconds after it became ready."""
    service = Service()
    try:
        service.start()
        time.sleep(5)
        storage = service.embedded_pid() or 0
        pids = {"the service": service.pid, "its Valkey": storage, "the Valkey's guard": parent_of(storage)}
        return [(name, f"{resident_mb(pid):.0f}") for name, pid in pids.items()]
    finally:
        service.remove()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--number", type=int, default=3000)
    given = parser.parse_args()
    number = given.number
    # Texts of its own for each row: words that were met before are quicker.
    every = of_length(some_texts(given.data, max(20_000, number * 20)), number * 5)
    some = [every[start : start + number] for start in range(0, len(every), number)]
    model = Model(load_artifact(None))
    rows = [
        row("one, in process", timed(lambda text: model.read((text,)), some[0])),
        row("the same in processor time", timed(lambda text: model.read((text,)), some[1], time.thread_time)),
        row("one, through LocalScorer", asyncio.run(through_scorer(some[2], 0, 1))),
        row("one, through one scoring process", asyncio.run(through_scorer(some[3], 1, 1))),
        row("each of 16 together, through one scoring process", asyncio.run(through_scorer(some[4], 1, 16))),
    ]
    print(machine(), "\n")
    print(table(("scoring a comment of about 300 characters", "median us", "p99 us", "longest us"), rows))
    print("\n" + table(("idle, model loaded", "MB resident"), idle()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
