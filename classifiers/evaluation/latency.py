"""What a comment costs: time, memory and bytes, measured in a process of its own.

Cold is the first time a reader sees a comment (its words are new to it), warm the second. Timings are of the machine
that is named beside them, and noisy where it has other work to do.
"""

import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np

from classifiers.evaluation.parts import Part
from classifiers.evaluation.quality import rounded
from classifiers.serving.artifact import read
from classifiers.serving.careful import Careful
from classifiers.serving.careful_artifact import read_careful
from classifiers.serving.classifier import Classifier, Reading

CHARACTERS: Final = 300
MOST: Final = 1000
# The careful reader takes milliseconds, and one look at each is enough.
MOST_CAREFUL: Final = 200
# Files that say how good a model is and are not needed to run it.
_DESCRIBING: Final = frozenset(("metrics.json", "CARD.md"))


def cost(model: Path, careful: Path | None, parts: Sequence[Part], second_looks: float | None) -> dict[str, Any]:
    """Latency at 300 characters, memory and size of the readers, and what the machine was. `second_looks`: the share of
    comments that the careful reader looks at.
    """
    texts = samples(parts)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        found = process.submit(_fast, model, texts).result()
    table: dict[str, Any] = {"machine": machine(), "comments": len(texts), "characters": CHARACTERS, "fast": found}
    if careful is not None:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
            slow = process.submit(_careful, careful, texts[:MOST_CAREFUL]).result()
        share = second_looks or 0.0
        slow["second_looks"] = share
        slow["mean_ms_with_fast"] = found["warm"]["mean_ms"] + share * slow["warm"]["mean_ms"]
        table["careful"] = slow
    rounded_table: dict[str, Any] = rounded(table)
    return rounded_table


def samples(parts: Sequence[Part]) -> list[str]:
    """Comments of at least 300 characters, cut to 300, evenly over the parts."""
    long = [text[:CHARACTERS] for part in parts for text in part.texts if len(text) >= CHARACTERS]
    # A data set of short comments is measured with two of them in one.
    texts = long or [" ".join([text] * (CHARACTERS // max(len(text), 1) + 1))[:CHARACTERS]
                     for part in parts for text in part.texts]  # fmt: skip
    kept = np.unique(np.linspace(0, len(texts) - 1, min(MOST, len(texts))).astype(np.int64))
    return [texts[number] for number in kept.tolist()]


def machine() -> dict[str, Any]:
    """What the timings were taken on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "load": os.getloadavg()[0],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _fast(folder: Path, texts: Sequence[str]) -> dict[str, Any]:
    before = _memory()
    begun = time.perf_counter()
    model = Classifier(read(folder))
    loaded = time.perf_counter() - begun
    held = _memory()
    cold = _times(lambda text: model.score([text]), texts)
    warm = _times(lambda text: model.score([text]), texts)
    spans = _times(lambda text: model.read([text]), texts)
    begun = time.perf_counter()
    model.score(list(texts))
    together = time.perf_counter() - begun
    return {
        "load_ms": loaded * 1000,
        "first_ms": cold[0],
        "cold": _summary(cold),
        "warm": _summary(warm),
        "with_spans": _summary(spans),
        "in_batches_ms": together * 1000 / len(texts),
        "megabytes": held - before,
        "megabytes_after_use": _memory() - before,
        "process_megabytes": _memory(),
        "megabytes_on_disk": _size(folder),
    }


def _careful(folder: Path, texts: Sequence[str]) -> dict[str, Any]:
    before = _memory()
    begun = time.perf_counter()
    reader = Careful(read_careful(folder))
    loaded = time.perf_counter() - begun
    scores = dict.fromkeys(reader.attributes, 0.5)
    times = _times(lambda text: reader.reread([text], [Reading(scores, ())]), texts)
    warm = _times(lambda text: reader.reread([text], [Reading(scores, ())]), texts)
    return {
        "load_ms": loaded * 1000,
        "first_ms": times[0],
        "warm": _summary(warm),
        "megabytes_after_use": _memory() - before,
        "process_megabytes": _memory(),
        "megabytes_on_disk": _size(folder),
    }


def _times(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds for each text."""
    times = []
    for text in texts:
        begun = time.perf_counter()
        work(text)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _summary(times: Sequence[float]) -> dict[str, float]:
    return {
        "median_ms": float(np.median(times)),
        "p99_ms": float(np.percentile(times, 99)),
        "mean_ms": float(np.mean(times)),
    }


def _memory() -> float:
    """The most memory this process has had, in megabytes."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1e6 if sys.platform == "darwin" else 1e3)
    # What getrusage says on Linux includes the process that started this one.
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


def _size(folder: Path) -> float:
    return (
        sum(file.stat().st_size for file in folder.iterdir() if file.is_file() and file.name not in _DESCRIBING) / 1e6
    )
