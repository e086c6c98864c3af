"""From a recipe to a folder that can be released: train, measure, write the card."""

import json
from collections.abc import Callable
from pathlib import Path

from classifiers.evaluation.card import CARD, METRICS, card
from classifiers.evaluation.report import evaluate
from classifiers.serving.artifact import read, write
from classifiers.serving.classifier import Classifier
from classifiers.training.examples import gather
from classifiers.training.recipe import read as read_recipe
from classifiers.training.train import about, train

Say = Callable[[str], None]


def make(recipe_path: Path, data: Path, folder: Path | None, models: Path, say: Say) -> Path:
    """Train and measure the recipe's model and write it with metrics and card; returns its folder. Raises CorpusError,
    RecipeError.
    """
    recipe = read_recipe(recipe_path)
    say("reading the corpora")
    examples = gather(recipe, data)
    artifact = train(recipe, examples, say).artifact(about(recipe, examples))
    written = folder or models / recipe.name
    write(artifact, written)
    say("measuring")
    _write_metrics(written, evaluate(Classifier(read(written)), recipe, examples, data))
    return written


def measure(recipe_path: Path, data: Path, folder: Path | None, models: Path, *, replace: bool) -> str:
    """Measure a model again, as JSON; `replace` also rewrites its metrics and card. Raises ModelError, CorpusError,
    RecipeError.
    """
    recipe = read_recipe(recipe_path)
    chosen = folder or models / recipe.name
    model = Classifier(read(chosen))
    metrics = evaluate(model, recipe, gather(recipe, data), data)
    if replace:
        _write_metrics(chosen, metrics)
    return _json(metrics)


def _write_metrics(folder: Path, metrics: dict[str, object]) -> None:
    (folder / METRICS).write_text(_json(metrics), encoding="utf-8")
    (folder / CARD).write_text(card(folder), encoding="utf-8")


def _json(metrics: dict[str, object]) -> str:
    return json.dumps(metrics, indent=2) + "\n"
