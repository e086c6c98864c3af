"""How long it takes to score a comment, alone and among others, by the fast form and by the scikit-learn pipeline that
it was folded from; and what a process with the model loaded holds when nothing happens.

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

from classifiers import Classifier
from classifiers.__main__ import RECIPES
from classifiers.serving.artifact import Artifact
from classifiers.training import recipe
from classifiers.training.estimators import Pipeline
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


def together(
    call: Callable[[Sequence[str]], object], texts: Sequence[str], at_once: int, clock: Callable[[], float]
) -> list[float]:
    """Seconds a text, of several that are given at once."""
    batches = [texts[start : start + at_once] for start in range(0, len(texts), at_once)]
    times = []
    for number, batch in enumerate(batches):
        began = clock()
        call(batch)
        if number * at_once >= WARM_UP:
            times.append((clock() - began) / len(batch))
    return times


def row(name: str, times: Sequence[float], pipeline: float | None = None) -> tuple[str, ...]:
    """Microseconds; and how many times quicker than the pipeline."""
    shown = (median(times), percentile(times, 0.99), max(times))
    ratio = "" if pipeline is None else f"{pipeline / median(times):,.0f}"
    return (name, *(f"{seconds * 1e6:,.0f}" for seconds in shown), ratio)


def forms(artifact: Artifact, texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The fast form against the pipeline, in processor time of one thread: on texts that are new to a model which has
    read as many others.
    """
    model, clock = Classifier(artifact), time.thread_time
    pipeline = Pipeline.of(artifact, recipe.read(RECIPES / "toxicity-en.toml"))
    part = len(texts) // 5
    some = [texts[start : start + part] for start in range(0, part * 5, part)]
    model.score(some[0])
    slow = together(pipeline.predict, some[0][: WARM_UP * 2], 1, clock)
    slow_32 = together(pipeline.predict, some[0][: WARM_UP * 6], 32, clock)
    one, every = median(slow), median(slow_32)
    return [
        row("pipeline, one", slow),
        row("pipeline, each of 32", slow_32),
        row("fast form, one", together(model.score, some[1], 1, clock), one),
        row("fast form, one, with spans", together(model.read, some[2], 1, clock), one),
        row("fast form, each of 32", together(model.score, some[3], 32, clock), every),
        row("fast form, each of 32, with spans", together(model.read, some[4], 32, clock), every),
    ]


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
    every = of_length(some_texts(given.data, max(20_000, number * 20)), number * 10)
    print(machine(), "\n")
    columns = ("median us", "p99 us", "longest us", "times quicker")
    rows = forms(load_artifact(None), every[number * 5 :])
    print(table(("scoring a comment of about 300 characters", *columns), rows), "\n")
    some = [every[start : start + number] for start in range(0, len(every), number)]
    model = Model(load_artifact(None))
    rows = [
        row("one, in process", timed(lambda text: model.read((text,)), some[0])),
        row("the same in processor time", timed(lambda text: model.read((text,)), some[1], time.thread_time)),
        row("one, through LocalScorer", asyncio.run(through_scorer(some[2], 0, 1))),
        row("one, through one scoring process", asyncio.run(through_scorer(some[3], 1, 1))),
        row("each of 16 together, through one scoring process", asyncio.run(through_scorer(some[4], 1, 16))),
    ]
    print(table(("the same in the service", *columns), rows))
    print("\n" + table(("idle, model loaded", "MB resident"), idle()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
