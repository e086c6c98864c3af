"""What changes for a site that moves from another system's scores to ours, from a file of its own comments."""

import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from classifiers.evaluation.agreement import MOVERS, agreement
from classifiers.evaluation.old_scores import BadRows, Scored, ScoresError, read
from classifiers.evaluation.tables import number, ranged, share, table

Score = Callable[[Sequence[str]], list[dict[str, float]]]

SHOWN: Final = 20
_EXCERPT: Final = 240
_BATCH: Final = 256

# How much higher ours is, row, theirs, ours, comment.
Difference = tuple[float, int, float, float, str]


def report(path: Path, text_field: str, score_field: str, attribute: str, score: Score) -> dict[str, Any]:
    """Agreement, thresholds, the comments that differ most each way, and the rows that could not be read. Comments are
    not kept in memory, only their scores. Raises ScoresError if there are no two comments to compare.
    """
    bad = BadRows()
    ours: list[float] = []
    theirs: list[float] = []
    higher: list[Difference] = []
    lower: list[Difference] = []
    for batch in _batches(read(path, text_field, score_field, bad)):
        for old, scores in zip(batch, score([each.text for each in batch]), strict=True):
            new = scores[attribute]
            ours.append(new)
            theirs.append(old.score)
            _keep(higher, (new - old.score, old.row, old.score, new, old.text[:_EXCERPT]))
            _keep(lower, (old.score - new, old.row, old.score, new, old.text[:_EXCERPT]))
    if len(ours) < 2:
        first = f" The first bad row is {bad.first[0]['row']}: {bad.first[0]['reason']}." if bad.first else ""
        raise ScoresError(f"{path} has {len(ours)} comments with a score; two are the least to compare.{first}")
    agreed = agreement(np.array(ours), np.array(theirs), judged=MOVERS, mapped=MOVERS)
    return {
        "file": path.name,
        "attribute": attribute,
        **agreed,
        "ours_higher": _told(higher),
        "ours_lower": _told(lower),
        "bad_rows": {"count": bad.count, "first": bad.first},
    }


def as_text(found: dict[str, Any]) -> str:
    """The report for a person at a terminal, in Markdown."""
    parts = [
        f"{found['comments']} comments compared, {found['bad_rows']['count']} rows left out.",
        *(f"- row {row['row']}: {row['reason']}" for row in found["bad_rows"]["first"]),
        f"Rank correlation: {ranged(found['spearman'], found['spearman_interval'])} (1: the same order).",
        table(
            ("theirs", "at or above it", "share held", "ours that holds as many", "ROC AUC of ours for it"),
            (
                (row["theirs"], row["above"], share(row["held"]), ranged(row["ours"], row["ours_interval"], 2),
                 ranged(judged["roc_auc"], judged["roc_auc_interval"]))
                for row, judged in zip(found["thresholds"], found["roc_auc"], strict=True)
            ),
        ),
        "Ours is much higher:",
        _listed(found["ours_higher"]),
        "Ours is much lower:",
        _listed(found["ours_lower"]),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _batches(rows: Iterable[Scored]) -> Iterator[list[Scored]]:
    batch: list[Scored] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _keep(most: list[Difference], one: Difference) -> None:
    """Keep the largest differences; of equal ones those that come first in the file."""
    ordered = (one[0], -one[1], *one[2:])
    if one[0] <= 0:
        return
    if len(most) < SHOWN:
        heapq.heappush(most, ordered)
    else:
        heapq.heappushpop(most, ordered)


def _told(most: list[Difference]) -> list[dict[str, Any]]:
    return [
        {"row": -row, "theirs": round(theirs, 4), "ours": round(ours, 4), "text": text}
        for _, row, theirs, ours, text in sorted(most, reverse=True)
    ]


def _listed(rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"- row {row['row']}, theirs {number(row['theirs'], 2)}, ours {number(row['ours'], 2)}: "
        f"{json.dumps(row['text'], ensure_ascii=False)}"
        for row in rows
    )
