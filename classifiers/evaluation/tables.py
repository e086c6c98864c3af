"""The tables of a card, each from one section of metrics.json."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

_POINTS: Final = (0.5, 0.7, 0.8, 0.9)
Metrics = dict[str, Any]


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; None is shown as a dash."""
    lines = [list(head), *(["-" if cell is None else str(cell) for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float | None, places: int = 3) -> str:
    """A figure, or a dash."""
    return "-" if value is None else f"{value:.{places}f}"


def share(value: float | None) -> str:
    """A share in percent, or a dash."""
    return "-" if value is None else f"{100 * value:.1f} %"


def ranged(value: float | None, limits: Sequence[float] | None, places: int = 3) -> str:
    """A figure with its interval."""
    if value is None or limits is None:
        return number(value, places)
    return f"{value:.{places}f} ({limits[0]:.{places}f} to {limits[1]:.{places}f})"


def natural_mix(quality: Metrics) -> str:
    """Per attribute and reader, on comments as they come."""
    head = ("attribute", "reader", "comments", "positive", "ROC AUC", "average precision", "ECE",
            *(f"precision / recall at {point}" for point in _POINTS))  # fmt: skip
    return table(head, (
        (name, reader, row["comments"], row["positives"], ranged(row["roc_auc"], row["roc_auc_interval"]),
         number(row["average_precision"]), number(row["ece"]),
         *(_point(point) for point in row["at"] if point["threshold"] in _POINTS))
        for name, reader, row in _by_attribute(quality, "natural_mix")
    ))  # fmt: skip


def lengths(quality: Metrics) -> str:
    """The same for short, middling and long comments."""
    return table(
        ("attribute", "reader", "length", "comments", "positive", "ROC AUC", "ECE"),
        (
            (name, reader, length, part["comments"], part["positives"], number(part["roc_auc"]),
             number(part["ece_natural"]))
            for name, reader, row in _by_attribute(quality, "natural_mix")
            for length, part in row["lengths"].items()
        ),
    )  # fmt: skip


def by_corpus(quality: Metrics, section: str) -> str:
    """Per attribute, corpus and reader."""
    head = ("attribute", "corpus", "reader", "comments", "positive", "ROC AUC", "average precision",
            "precision / recall at 0.5", "ECE as it is", "ECE at the natural share")  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for name, reader, corpora in _by_attribute(quality, section):
        for corpus, row in corpora.items():
            rows.append(
                (name, corpus, reader, row["comments"], row["positives"],
                 ranged(row["roc_auc"], row["roc_auc_interval"]), number(row["average_precision"]),
                 *(_point(point) for point in row["at"] if point["threshold"] == 0.5),
                 number(row["ece"]), number(row["ece_natural"]))
            )  # fmt: skip
    # The readers of one corpus side by side.
    places = {key: place for place, key in enumerate(dict.fromkeys((row[0], row[1]) for row in rows))}
    rows.sort(key=lambda row: places[row[0], row[1]])
    return table(head, rows)


def left_out(sources: Metrics) -> str:
    """Per source, by a model trained without it."""
    rows: list[tuple[object, ...]] = []
    for source, found in sources.items():
        if "not_measured" in found:
            rows.append((source, found["not_measured"], None, None, None, None, None))
            continue
        rows += [
            (source, corpus, name, row["comments"], row["positives"], ranged(row["roc_auc"], row["roc_auc_interval"]),
             number(row["average_precision"]))
            for name, corpora in found.items() for corpus, row in corpora.items()
        ]  # fmt: skip
    return table(("left out", "measured on", "attribute", "comments", "positive", "ROC AUC", "average precision"), rows)


def peers(section: Metrics) -> str:
    """ROC AUC of everybody on the same comments; a star where a peer was trained on the source."""
    about = section["peers"]
    asked = [name for name, peer in about.items() if "version" in peer]
    readers = list(next(iter(section["corpora"].values()))["ours"]) if section["corpora"] else []
    rows = []
    for corpus, row in section["corpora"].items():
        own = [ranged(row["ours"][reader]["roc_auc"], row["ours"][reader]["roc_auc_interval"])
               if reader in row["ours"] else None for reader in readers]  # fmt: skip
        theirs = [
            number(row["peers"][name]["roc_auc"]) + ("\\*" if corpus in about[name]["trained_on"] else "")
            for name in asked
        ]
        rows.append((corpus, row["attribute"], row["comments"], *own, *theirs))
    return table(("corpus", "attribute", "comments", *readers, *asked), rows)


def peer_list(section: Metrics) -> str:
    """What the peers are."""
    return table(
        ("peer", "version", "what it is", "trained on, of these", "ms a comment"),
        (
            (name, peer.get("version", f"not measured: {peer.get('unavailable')}"), peer["kind"],
             ", ".join(peer["trained_on"]), number(peer.get("milliseconds")))
            for name, peer in section["peers"].items()
        ),
    )  # fmt: skip


def thresholds(section: Metrics) -> str:
    """Which threshold of ours does the work of one of theirs."""
    readers = list(section)
    rows = []
    for index, row in enumerate(section[readers[0]]["thresholds"]):
        own = [section[reader]["thresholds"][index] for reader in readers]
        rows.append((f"{row['theirs']:.2f}", row["above"], share(row["held"]),
                     *(ranged(each["ours"], each["ours_interval"], 2) for each in own)))  # fmt: skip
    return table(("theirs", "comments at or above it", "share held", *(f"ours, {reader}" for reader in readers)), rows)


def agreements(section: Metrics) -> str:
    """Rank correlation and areas."""
    return table(
        ("reader", "comments", "rank correlation", *(f"ROC AUC for theirs at or above {row['theirs']}"
                                                     for row in next(iter(section.values()))["roc_auc"])),
        (
            (reader, row["comments"], ranged(row["spearman"], row["spearman_interval"]),
             *(ranged(each["roc_auc"], each["roc_auc_interval"]) for each in row["roc_auc"]))
            for reader, row in section.items()
        ),
    )  # fmt: skip


def costs(section: Metrics) -> str:
    """Time, memory, size; what a reader has no figure for is a dash."""
    kinds = ["fast", *(["careful"] if "careful" in section else [])]
    return table(
        ("", *kinds),
        (
            (what, *(_figure(section[kind], path, unit, places) for kind in kinds))
            for what, path, unit, places in _COSTS
        ),
    )


_COSTS: Final = (
    ("median at 300 characters, warm", "warm.median_ms", "ms", 3),
    ("99th percentile, warm", "warm.p99_ms", "ms", 3),
    ("median, words new to it", "cold.median_ms", "ms", 3),
    ("99th percentile, words new to it", "cold.p99_ms", "ms", 3),
    ("median with spans", "with_spans.median_ms", "ms", 3),
    ("a comment in batches", "in_batches_ms", "ms", 3),
    ("loading", "load_ms", "ms", 0),
    ("the first comment", "first_ms", "ms", 1),
    ("memory after use, beside the process's own", "megabytes_after_use", "MB", 0),
    ("size on disk", "megabytes_on_disk", "MB", 1),
)


def _figure(row: Metrics, path: str, unit: str, places: int) -> str | None:
    found: Any = row
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return None if found is None else f"{found:.{places}f} {unit}"


def _by_attribute(quality: Metrics, section: str) -> list[tuple[str, str, Any]]:
    names = dict.fromkeys(name for reader in quality.values() for name in reader[section])
    return [(name, reader, found[section][name]) for name in names for reader, found in quality.items()
            if name in found[section]]  # fmt: skip


def _point(point: Metrics) -> str:
    precision = "-" if point["precision"] is None else f"{point['precision']:.2f}"
    return f"{precision} / {point['recall']:.2f}"
