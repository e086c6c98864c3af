"""From a recipe to a folder that can be released: train, measure, write metrics, plots and card."""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from classifiers.evaluation.card import METRICS, card_of, write_card
from classifiers.evaluation.parts import held_back, never_trained_on
from classifiers.evaluation.readers import BothReaders, FastReader, Reader
from classifiers.evaluation.report import ALWAYS, Bench, evaluate
from classifiers.serving.artifact import WEIGHTS, read, write
from classifiers.serving.careful import Careful, runs_here
from classifiers.serving.careful_artifact import read_careful
from classifiers.serving.classifier import Classifier
from classifiers.training.examples import Example, gather
from classifiers.training.recipe import Recipe
from classifiers.training.recipe import read as read_recipe
from classifiers.training.train import about, train

Say = Callable[[str], None]

# Characters of a line of metrics.json.
_LINE: Final = 320


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are: the data sets, the released models, and the careful reader's folder per language."""

    data: Path
    models: Path
    careful: dict[str, Path]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure: sections of `report.SECTIONS`, and the interpreter that has the peers. With `fast_only` the
    careful reader is left out even where there is one.
    """

    sections: Collection[str] = tuple(ALWAYS)
    peers_python: Path | None = None
    fast_only: bool = False


def make(recipe_path: Path, data: Path, folder: Path | None, models: Path, say: Say) -> Path:
    """Train and measure the recipe's model and write it with metrics, plots and card; returns its folder. Raises
    CorpusError, RecipeError.
    """
    recipe = read_recipe(recipe_path)
    say("reading the corpora")
    examples = gather(recipe, data)
    artifact = train(recipe, examples, say).artifact(about(recipe, examples))
    written = folder or models / recipe.name
    write(artifact, written)
    # A new model stands alone until a careful reader has been weighed against it.
    bench = _bench(recipe_path, recipe, examples, Places(data, models, {}), written, Wanted(), say)
    _write(written, evaluate(bench, tuple(ALWAYS), _identity(bench), {}))
    return written


def measure(
    recipe_path: Path, places: Places, folder: Path | None, wanted: Wanted, say: Say, *, replace: bool
) -> dict[str, Any]:
    """Measure a model again and return its metrics; `replace` also rewrites its metrics, plots and card. Raises
    ModelError, CorpusError, RecipeError.
    """
    recipe = read_recipe(recipe_path)
    chosen = folder or places.models / recipe.name
    read(chosen)
    say("reading the corpora")
    bench = _bench(recipe_path, recipe, gather(recipe, places.data), places, chosen, wanted, say)
    metrics = evaluate(bench, wanted.sections, _identity(bench), _before(chosen))
    if replace:
        _write(chosen, metrics)
    return metrics


def printed(recipe_path: Path, places: Places, folder: Path | None, metrics: dict[str, Any]) -> str:
    """The card that these metrics of the recipe's model make."""
    return card_of(folder or places.models / read_recipe(recipe_path).name, json.loads(as_json(metrics)))


def as_json(metrics: dict[str, Any]) -> str:
    """The content of metrics.json: a table row a line, so that two releases can be compared."""
    return _laid_out(metrics, 0) + "\n"


def _bench(
    recipe_path: Path,
    recipe: Recipe,
    examples: list[Example],
    places: Places,
    folder: Path,
    wanted: Wanted,
    say: Say,
) -> Bench:
    fast = FastReader(Classifier(read(folder)), say)
    readers: list[Reader] = [fast]
    careful = None if wanted.fast_only or not runs_here() else places.careful.get(recipe.language)
    if careful is not None:
        artifact = read_careful(careful)
        # It is weighed against the fast reader of one recipe and says nothing beside another.
        if artifact.about.get("beside") == recipe_path.stem:
            readers.append(BothReaders(fast, Careful(artifact), say))
        else:
            careful = None
    return Bench(
        model=folder,
        careful=careful,
        recipe=recipe,
        data=places.data,
        gathered=examples,
        held_back=[part for part in held_back(examples) if part.texts],
        unseen=never_trained_on(recipe, places.data, examples),
        readers=readers,
        peers_python=wanted.peers_python,
        say=say,
    )


def _identity(bench: Bench) -> dict[str, Any]:
    identity: dict[str, Any] = {
        "model": bench.recipe.name,
        "weights_sha256": hashlib.sha256((bench.model / WEIGHTS).read_bytes()).hexdigest(),
        "recipe_sha256": hashlib.sha256(bench.recipe.source.encode()).hexdigest(),
        "careful": None,
        "readers": [reader.name for reader in bench.readers],
    }
    if bench.careful is not None:
        files = sorted(file for file in bench.careful.iterdir() if file.is_file())
        identity["careful"] = {
            "name": bench.careful.name,
            "sha256": hashlib.sha256(
                b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)
            ).hexdigest(),
        }
    return identity


def _before(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / METRICS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(folder: Path, metrics: dict[str, Any]) -> None:
    (folder / METRICS).write_text(as_json(metrics), encoding="utf-8")
    write_card(folder)


def _laid_out(value: Any, depth: int) -> str:
    """JSON with a line for whatever is short enough for one."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(flat) + depth <= _LINE:
        return flat
    pad, close = " " * (depth + 1), " " * depth
    if isinstance(value, dict):
        inner = [f"{pad}{json.dumps(key)}: {_laid_out(each, depth + 1)}" for key, each in value.items()]
        return "{\n" + ",\n".join(inner) + f"\n{close}}}"
    return "[\n" + ",\n".join(pad + _laid_out(each, depth + 1) for each in value) + f"\n{close}]"
