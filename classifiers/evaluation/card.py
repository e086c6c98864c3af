"""A model's card, written from its files so that it cannot disagree with them.

What the model is, what it was made from, how well it does.
"""

import json
from pathlib import Path
from typing import Any, Final

from classifiers.attributes import MEANING, Attribute
from classifiers.evaluation import sections
from classifiers.evaluation.plots import plots
from classifiers.evaluation.tables import table
from classifiers.serving.artifact import MANIFEST, WEIGHTS, Artifact, ModelError, read

METRICS: Final = "metrics.json"
CARD: Final = "CARD.md"
PLOTS: Final = "plots"


def card(folder: Path) -> str:
    """The card in Markdown, from the model's folder. Raises ModelError if one of its files is missing or damaged."""
    return card_of(folder, _metrics(folder))


def card_of(folder: Path, metrics: dict[str, Any]) -> str:
    """The card that the model in the folder would have with these metrics. Raises ModelError as `card` does."""
    artifact = read(folder)
    try:
        return _card(artifact, metrics, (folder / WEIGHTS).stat().st_size)
    except (KeyError, TypeError, ValueError, StopIteration, IndexError) as error:
        raise _stale(folder, error) from error


def drawings(folder: Path) -> dict[str, str]:
    """File name and content of each plot that belongs beside the card. Raises ModelError as `card` does."""
    try:
        return plots(_metrics(folder))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _stale(folder, error) from error


def write_card(folder: Path) -> None:
    """Write the card and its plots into the model's folder, and remove plots that are no longer made."""
    made = drawings(folder)
    place = folder / PLOTS
    place.mkdir(exist_ok=True)
    for file in place.glob("*.svg"):
        if file.name not in made:
            file.unlink()
    for name, content in made.items():
        (place / name).write_text(content, encoding="utf-8")
    if not made:
        place.rmdir()
    (folder / CARD).write_text(card(folder), encoding="utf-8")


def _metrics(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / METRICS).read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"{folder} has no {METRICS}; make it with `python -m classifiers evaluate --write`."
        ) from error
    except ValueError as error:
        raise _stale(folder, error) from error
    if not isinstance(found, dict):
        raise _stale(folder, TypeError("no object"))
    return found


def _stale(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        f"{folder / METRICS} does not belong to this version ({error!r}); renew it with "
        f"`python -m classifiers evaluate --write`."
    )


def _card(artifact: Artifact, metrics: dict[str, Any], size: int) -> str:
    about = artifact.about
    beside = "" if not metrics["careful"] else f" The careful reader beside it is `{metrics['careful']['name']}`."
    parts = [
        f"# {artifact.name}",
        f"<!-- Written by `python -m classifiers card` from {MANIFEST} and {METRICS}; do not edit. -->",
        "A linear model over hashed words, word pairs and character runs. "
        f"Language: {about['language']}. Weights: {size / 1e6:.1f} MB.{beside}",
        "## Attributes",
        table(("attribute", "a comment that is"), ((name, MEANING[Attribute(name)]) for name in artifact.attributes)),
        sections.INTENDED,
        *sections.body(metrics),
        "## What it was made from",
        table(
            ("corpus", "comments", "licence", "weight per attribute"),
            (
                (name, row["comments"], row["licence"], _weights(row["weights"]))
                for name, row in about["corpora"].items()
            ),
        ),
        f"Recipe SHA-256: `{about['recipe_sha256']}`. The same recipe and data make the same bytes.",
    ]
    return "\n\n".join(parts) + "\n"


def _weights(weights: dict[str, float]) -> str:
    return ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
