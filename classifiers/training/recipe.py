"""A recipe: everything that makes a model, in one TOML file. The README of `classifiers` explains each line."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from classifiers.attributes import Attribute

Parsed = TypeVar("Parsed")


class RecipeError(Exception):
    """A recipe cannot be used; the message is a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Share:
    """A corpus in a recipe: which attributes it teaches, and how much each of its comments weighs there.

    `origin` is the corpus whose share of positives its comments are held against, mostly its own.
    """

    corpus: str
    origin: str
    weights: dict[Attribute, float]


@dataclass(frozen=True, slots=True)
class CarefulRecipe:
    """How to make a careful reader beside a fast one, whose recipe `beside` says what there is to learn and what is
    kept back.

    `corpora`: how much each of a corpus's comments weighs, and how many of them are learned from at most. `pieces` is
    the size of the vocabulary at most, `longest` how many pieces of a comment are looked at in training, `batch` how
    many pieces are learned from at once, `rate` the highest learning rate.
    """

    name: str
    language: str
    attributes: tuple[Attribute, ...]
    beside: str
    pieces: int
    longest: int
    batch: int
    epochs: float
    rate: float
    dropout: float
    seed: int
    corpora: dict[str, tuple[dict[Attribute, float], int | None]]
    doubt: tuple[float, float]
    source: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make a model. `natural` is how often each attribute is true in comments as they come, for calibration, and
    `calibration_corpora` says which corpora each attribute is calibrated on.
    """

    name: str
    language: str
    attributes: tuple[Attribute, ...]
    run_buckets: int
    word_buckets: int
    length_power: float
    window: int
    step: int
    strength: dict[Attribute, float]
    origin: float
    calibration_folds: int
    calibration_corpora: dict[Attribute, tuple[str, ...]]
    natural: dict[Attribute, float]
    measured_on: tuple[str, ...]
    shares: tuple[Share, ...]
    source: str


def read(path: Path) -> Recipe:
    """Read and check a recipe. Raises RecipeError."""
    return _parsed(path, _recipe)


def read_careful(path: Path) -> CarefulRecipe:
    """The same for the recipe of a careful reader."""
    return _parsed(path, _careful_recipe)


def _parsed(path: Path, parse: Callable[[dict[str, Any], str], Parsed]) -> Parsed:
    try:
        source = path.read_text(encoding="utf-8")
        return parse(tomllib.loads(source), source)
    except OSError as error:
        raise RecipeError(f"There is no recipe {path}: {error.strerror}.") from error
    except KeyError as error:
        raise RecipeError(f"{path} lacks {error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise RecipeError(f"{path} cannot be used: {error}.") from error


def _recipe(table: dict[str, Any], source: str) -> Recipe:
    features, calibration = table["features"], table["calibration"]
    attributes = tuple(Attribute(name) for name in table["attributes"])
    for buckets in (features["run_buckets"], features["word_buckets"]):
        if not isinstance(buckets, int) or buckets < 1 or buckets & (buckets - 1):
            raise ValueError(f"{buckets} buckets are not a power of two")
    strength = table["estimator"]["strength"]
    return Recipe(
        name=table["name"],
        language=table["language"],
        attributes=attributes,
        run_buckets=features["run_buckets"],
        word_buckets=features["word_buckets"],
        length_power=float(features["length_power"]),
        window=int(features["window"]),
        step=int(features["step"]),
        strength={attribute: float(strength[attribute]) for attribute in attributes},
        origin=float(table["estimator"]["origin"]),
        calibration_folds=int(calibration["folds"]),
        calibration_corpora={
            attribute: tuple(calibration.get("corpora_of", {}).get(attribute, calibration["corpora"]))
            for attribute in attributes
        },
        natural={attribute: float(calibration["natural"][attribute]) for attribute in attributes},
        measured_on=tuple(table.get("measured_on", ())),
        shares=tuple(
            Share(
                share["corpus"],
                share.get("origin", share["corpus"]),
                {Attribute(name): float(weight) for name, weight in share["weights"].items()},
            )
            for share in table["share"]
        ),
        source=source,
    )


def _careful_recipe(table: dict[str, Any], source: str) -> CarefulRecipe:
    training, doubt = table["training"], table["doubt"]
    return CarefulRecipe(
        name=table["name"],
        language=table["language"],
        attributes=tuple(Attribute(name) for name in table["attributes"]),
        beside=table["beside"],
        pieces=int(table["pieces"]),
        longest=int(training["longest"]),
        batch=int(training["batch"]),
        epochs=float(training["epochs"]),
        rate=float(training["rate"]),
        dropout=float(training["dropout"]),
        seed=int(training["seed"]),
        corpora={
            share["corpus"]: (
                {Attribute(name): float(weight) for name, weight in share["weights"].items()},
                share.get("at_most"),
            )
            for share in table["share"]
        },
        doubt=(float(doubt["from"]), float(doubt["to"])),
        source=source,
    )
