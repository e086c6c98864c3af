"""A model's metrics, section by section; `metrics.json` is what they add up to.

Sections that always give the same figures are measured every time. Those that take long, or that depend on the machine
or on other programs, are measured when asked for and kept from before otherwise, as long as the model is the same.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from classifiers.corpora import CORPORA
from classifiers.corpora.comment import rows
from classifiers.evaluation.agreement import agreement
from classifiers.evaluation.bias import fairness
from classifiers.evaluation.comparison import compare
from classifiers.evaluation.functional import functional
from classifiers.evaluation.latency import cost
from classifiers.evaluation.leave_one_out import leave_one_out
from classifiers.evaluation.measuring import by_corpus, natural_mix
from classifiers.evaluation.parts import PERSPECTIVE, Part
from classifiers.evaluation.readers import BothReaders, Reader
from classifiers.training.examples import Example
from classifiers.training.recipe import Recipe

Say = Callable[[str], None]

PERSPECTIVE_COLUMN: Final = "perspective_toxicity"
_ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Bench:
    """All that is needed to measure: the model's folder and that of the careful reader beside it, the recipe, the
    examples it is made from, what is measured on, and the readers.
    """

    model: Path
    careful: Path | None
    recipe: Recipe
    data: Path
    gathered: Sequence[Example]
    held_back: Sequence[Part]
    unseen: Sequence[Part]
    readers: Sequence[Reader]
    peers_python: Path | None
    say: Say


def quality(bench: Bench) -> dict[str, Any]:
    """Per reader: the natural mix, what was held back, and what was never trained on."""
    found = {}
    for reader in bench.readers:
        bench.say(f"quality of the reader: {reader.name}")
        found[reader.name] = {
            "natural_mix": natural_mix(reader, bench.recipe, bench.held_back),
            "held_back": by_corpus(reader, bench.recipe, bench.held_back),
            "never_trained_on": by_corpus(reader, bench.recipe, bench.unseen),
        }
    return found


def perspective(bench: Bench) -> dict[str, Any]:
    """Per reader, how its TOXICITY agrees with the published scores of the Perspective API."""
    part = next((part for part in bench.unseen if part.corpus == PERSPECTIVE), None)
    if part is None:
        return {}
    path = bench.data / CORPORA[PERSPECTIVE].file
    theirs = {row["text"]: float(row[PERSPECTIVE_COLUMN]) for row in rows(path, "text", PERSPECTIVE_COLUMN)}
    scores = np.array([theirs[text] for text in part.texts])
    return {
        reader.name: agreement(
            reader.scores(part.texts)[:, reader.attributes.index("TOXICITY")], scores, groups=part.groups
        )
        for reader in bench.readers
    }


def fair(bench: Bench) -> dict[str, Any]:
    """Per reader, how it takes terms for people and ways of speaking; the sentences for it are English."""
    if bench.recipe.language != _ENGLISH:
        return {}
    # What this project wrote itself is no comment of anybody.
    parts = [part for part in (*bench.held_back, *bench.unseen) if CORPORA[part.corpus].file]
    return {reader.name: fairness(reader, parts) for reader in bench.readers}


def functions(bench: Bench) -> dict[str, Any]:
    """Per reader, the functional tests; their sentences are English."""
    if bench.recipe.language != _ENGLISH:
        return {}
    return {reader.name: functional(reader) for reader in bench.readers}


def costs(bench: Bench) -> dict[str, Any]:
    """Time, memory and size."""
    share = None
    for reader in bench.readers:
        if isinstance(reader, BothReaders):
            natural = [part for part in bench.held_back if part.corpus in _natural(bench.recipe)]
            share = reader.doubted([text for part in natural for text in part.texts])
    return cost(bench.model, bench.careful, (*bench.held_back, *bench.unseen), share)


def peers(bench: Bench) -> dict[str, Any]:
    """Other programs on the same comments; they know English, like their word lists."""
    if bench.peers_python is None or bench.recipe.language != _ENGLISH:
        return {}
    return compare(bench.readers, (*bench.held_back, *bench.unseen), bench.peers_python, bench.say)


def left_out(bench: Bench) -> dict[str, Any]:
    """Each source by a model trained without it."""
    return leave_one_out(bench.recipe, bench.gathered, bench.say)


ALWAYS: Final[dict[str, Callable[[Bench], dict[str, Any]]]] = {
    "quality": quality,
    "perspective": perspective,
    "fairness": fair,
    "functional": functions,
}
ASKED_FOR: Final[dict[str, Callable[[Bench], dict[str, Any]]]] = {
    "peers": peers,
    "leave_one_out": left_out,
    "cost": costs,
}
SECTIONS: Final = ALWAYS | ASKED_FOR


def evaluate(bench: Bench, wanted: Collection[str], identity: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """metrics.json: `identity` says which bytes were measured; sections that are not wanted are taken from `before` if
    it measured the same.
    """
    same = all(before.get(key) == value for key, value in identity.items())
    found = dict(identity)
    for name, section in SECTIONS.items():
        if name in wanted:
            bench.say(f"measuring: {name}")
            found[name] = section(bench)
        elif same and name in before:
            found[name] = before[name]
    return found


def _natural(recipe: Recipe) -> set[str]:
    """The corpora that stand for comments as they come."""
    return {corpora[0] for corpora in recipe.calibration_corpora.values() if corpora}
