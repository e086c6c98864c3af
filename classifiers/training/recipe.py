"""A recipe: everything that makes a model, in one TOML file. The README of `classifiers` explains each line."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.attributes import Attribute


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
class Recipe:
    """How to make a model. `natural` is how often each attribute is true in comments as they come, for calibration."""

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
    calibration_corpora: tuple[str, ...]
    natural: dict[Attribute, float]
    measured_on: tuple[str, ...]
    shares: tuple[Share, ...]
    source: str


def read(path: Path) -> Recipe:
    """Read and check a recipe. Raises RecipeError."""
    try:
        source = path.read_text(encoding="utf-8")
        return _recipe(tomllib.loads(source), source)
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
        calibration_corpora=tuple(calibration["corpora"]),
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
