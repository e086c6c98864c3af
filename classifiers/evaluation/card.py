"""A model's card, written from its files so that it cannot disagree with them.

What the model is, what it was made from, how well it does.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from string import Template
from typing import Any, Final

from classifiers.attributes import MEANING, Attribute
from classifiers.serving.artifact import MANIFEST, WEIGHTS, Artifact, ModelError, read

METRICS: Final = "metrics.json"
CARD: Final = "CARD.md"

_POINTS: Final = (0.5, 0.7, 0.9)
_COLUMNS: Final = ("attribute", "corpus", "comments", "positive", "ROC AUC", "average precision", "ECE")

_CARD: Final = Template(f"""# $name

<!-- Written by `python -m classifiers card` from {MANIFEST} and {METRICS}; do not edit. -->

A linear model over hashed words, word pairs and character runs. Language: $language. Weights: $megabytes MB.

## Attributes

$attributes

## Intended use

To order and pre-sort readers' comments for human moderators, and to hold back the worst until somebody has looked.
It is not fit to ban people, to judge a person over time, or to decide alone where a mistake is costly. It reads
words, not meaning: irony, quotation, politely worded contempt and other languages escape it, and it may take plain
talk about groups of people for an attack on them.

## How well it does

On comments as they come: held-back talk-page comments, weighted to the natural share of each attribute. Near-copies
are never on both sides. Precision and recall are what a moderator gets who holds everything at or above the score.

$natural

Held back from training, each corpus as it is; corpora differ wildly in their share of positives.

$held_back

Data sets that were never trained on.

$unseen

## What it was made from

$corpora

Recipe SHA-256: `$recipe`. The same recipe and data make the same bytes.
""")


def card(folder: Path) -> str:
    """The card in Markdown, from the model's folder. Raises ModelError if one of its files is missing or damaged."""
    artifact = read(folder)
    try:
        metrics = json.loads((folder / METRICS).read_text(encoding="utf-8"))
        return _card(artifact, metrics, (folder / WEIGHTS).stat().st_size)
    except OSError as error:
        raise ModelError(
            f"{folder} has no {METRICS}; make it with `python -m classifiers evaluate --write`."
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder / METRICS} does not belong to this version: {error!r}.") from error


def _card(artifact: Artifact, metrics: dict[str, Any], size: int) -> str:
    about = artifact.about
    natural = (
        "attribute",
        "comments",
        "positive",
        *_COLUMNS[4:],
        *(f"precision / recall at {point}" for point in _POINTS),
    )
    return _CARD.substitute(
        name=artifact.name,
        language=about["language"],
        megabytes=f"{size / 1e6:.1f}",
        attributes=_table(
            ("attribute", "a comment that is"), ([name, MEANING[Attribute(name)]] for name in artifact.attributes)
        ),
        natural=_table(natural, (_natural(name, row) for name, row in metrics["natural_mix"].items())),
        held_back=_table(
            _COLUMNS,
            (_row(name, corpus, row) for name, by in metrics["held_back"].items() for corpus, row in by.items()),
        ),
        unseen=_table(
            _COLUMNS,
            (_row(name, corpus, row) for corpus, by in metrics["never_trained_on"].items() for name, row in by.items()),
        ),
        corpora=_table(
            ("corpus", "comments", "licence", "weight per attribute"),
            (
                [name, row["comments"], row["licence"], _weights(row["weights"])]
                for name, row in about["corpora"].items()
            ),
        ),
        recipe=about["recipe_sha256"],
    )


def _weights(weights: dict[str, float]) -> str:
    return ", ".join(f"{name} {weight:g}" for name, weight in weights.items())


def _row(name: str, corpus: str, row: dict[str, Any]) -> list[object]:
    return [name, corpus, row["comments"], row["positives"], *_quality(row)]


def _natural(name: str, row: dict[str, Any]) -> list[object]:
    points = [_point(point) for point in row["at"] if point["threshold"] in _POINTS]
    return [name, row["comments"], row["positives"], *_quality(row), *points]


def _quality(row: dict[str, Any]) -> list[str]:
    return [f"{row[number]:.3f}" for number in ("roc_auc", "average_precision", "ece")]


def _point(point: dict[str, Any]) -> str:
    precision = "-" if point["precision"] is None else f"{point['precision']:.2f}"
    return f"{precision} / {point['recall']:.2f}"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
