"""A simulated newsroom: what its own model learns of a style that differs from the released model's, what it costs, and
what becomes of worse models and of lies.

python tests/benchmarks/newsroom.py --data FOLDER

`FOLDER` has ucc_val.csv.gz: comments of a news site, with what raters found in them. The house rejects what they called
antagonising, condescending, dismissive, hostile or sarcastic. Besides, and without it, the house of made-up comments in
tests/newsroom.py.
"""

import argparse
import csv
import gzip
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.figures import machine, median, percentile, table
from newsroom import comments

import classifiers
from classifiers.serving.onsite import SiteModel, features, unpack
from classifiers.training.onsite.label import Label
from classifiers.training.onsite.lesson import Lesson, moved, teach
from classifiers.training.onsite.reference import reference_texts

MODERATORS = ("moderator:ann", "moderator:ben", "moderator:cat", "moderator:dan")
REJECTED = ("antagonize", "condescending", "dismissive", "hostile", "sarcastic")
REFERENCE = reference_texts()
Decided = Sequence[tuple[str, bool]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with ucc_val.csv.gz")
    options = parser.parse_args()
    print(machine())
    houses: dict[str, Decided] = {"made-up comments": comments(1500, 1)}
    if options.data is not None:
        houses["news comments"] = rated(options.data / "ucc_val.csv.gz")
    for name, decided in houses.items():
        print(f"\n## {name}: {len(decided)} decisions, {sum(bad for _, bad in decided)} rejections\n")
        measure(labels_of(decided))
    cost([text for text, _ in comments(600, 2)])


def rated(path: Path) -> list[tuple[str, bool]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    random.Random(1).shuffle(rows)
    return [(row["text"], "1" in (row[found] for found in REJECTED)) for row in rows]


def labels_of(decided: Decided) -> list[Label]:
    scored = classifiers.load().score([text for text, _ in decided])
    return [
        Label(tuple(features(text)), scores, rejected, MODERATORS[place % len(MODERATORS)], False, place)
        for place, ((text, rejected), scores) in enumerate(zip(decided, scored, strict=True))
    ]


def measure(honest: Sequence[Label]) -> None:
    began = time.process_time()
    first = teach(honest, None, REFERENCE)
    seconds = time.process_time() - began
    model = unpack(first.artifact) if first.promote else SiteModel.unlearned()
    tossed = [label.rejected for label in honest]
    random.Random(2).shuffle(tossed)
    dice = random.Random(3)
    last = max(label.at for label in honest)
    thief = [
        replace(label, rejected=not label.rejected, source="key:stolen", outside=True, at=dice.randrange(last))
        for label in dice.choices(honest, k=5000)
    ]
    gone = [label for label in honest if label.source == MODERATORS[0]]
    kept = [label for label in honest if label.source != MODERATORS[0]]
    attempts = {
        f"taught ({seconds:.1f} s of CPU)": first,
        "labels shuffled": teach([replace(each, rejected=bad) for each, bad in zip(honest, tossed, strict=True)],
                                 model, REFERENCE),
        "one of four rejects everything": teach(
            [*kept, *(replace(each, rejected=True) for each in gone)], None, REFERENCE
        ),
        "one of four approves everything": teach(
            [*kept, *(replace(each, rejected=False) for each in gone)], None, REFERENCE
        ),
        "one of four says the contrary": teach(
            [*kept, *(replace(each, rejected=not each.rejected) for each in gone)], None, REFERENCE
        ),
        "a key says the contrary 5,000 times": teach([*honest, *thief], None, REFERENCE),
    }  # fmt: skip
    head = (
        "attempt",
        "promoted",
        "ROC AUC before",
        "after",
        "gain, 95 %",
        "log loss",
        "moved",
        "from the honest",
        "alarms",
    )
    print(table(head, [(name, *row(lesson, model)) for name, lesson in attempts.items()]))
    for name, lesson in attempts.items():
        print(f"\n{name}: {lesson.why}" + "".join(f"\n  alarm: {alarm}" for alarm in lesson.alarms))


def row(lesson: Lesson, honest: SiteModel) -> tuple[object, ...]:
    """What a line of the table says; the last but one is how far the reference texts' scores are from the honest
    model's."""
    area, loss = lesson.about.get("roc_auc"), lesson.about.get("log_loss")
    if area is None or loss is None:
        return "no", "", "", "", "", "", "", len(lesson.alarms)
    apart = f"{moved(honest, unpack(lesson.artifact), REFERENCE):.3f}" if lesson.promote else ""
    gain = f"{area['low']:+.3f} to {area['high']:+.3f}"
    losses = f"{loss['before']:.3f} to {loss['after']:.3f}"
    told = "yes" if lesson.promote else "no"
    moves = f"{lesson.about['moved']:.3f}"
    return told, f"{area['before']:.3f}", f"{area['after']:.3f}", gain, losses, moves, apart, len(lesson.alarms)


def cost(texts: Sequence[str]) -> None:
    """Microseconds to score one comment besides what the released model takes, once its words are known and before."""
    model, scores = SiteModel.unlearned(), {"TOXICITY": 0.3, "INSULT": 0.1}
    longer = [" ".join(texts[place : place + 4])[:300] for place in range(0, len(texts) - 4)]
    times = []
    for text in longer:
        began = time.perf_counter()
        model.score(text, scores)
        times.append((time.perf_counter() - began) * 1e6)
    print(f"\n## Cost\n\n300 characters: median {median(times):.0f} µs, p99 {percentile(times, 0.99):.0f} µs.")


if __name__ == "__main__":
    main()
