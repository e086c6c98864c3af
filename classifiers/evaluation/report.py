"""A model's metrics: what it scores on comments kept back from training, corpus by corpus, and on data sets it was
never trained on.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from classifiers.attributes import Attribute
from classifiers.corpora import LabelledComment
from classifiers.evaluation.quality import Quality, measure
from classifiers.serving.classifier import Classifier
from classifiers.training import examples
from classifiers.training.calibration import natural_weights
from classifiers.training.examples import Example
from classifiers.training.recipe import Recipe

Table = dict[str, dict[str, Any]]


def evaluate(model: Classifier, recipe: Recipe, gathered: Sequence[Example], data: Path) -> dict[str, Any]:
    """metrics.json: for each attribute and corpus the quality on comments that training has not seen."""
    kept = [example for example in gathered if example.held_back]
    return {
        "model": model.name,
        "held_back": _held_back(model, kept),
        "natural_mix": _natural_mix(model, recipe, kept),
        "never_trained_on": {
            name: _unseen(model, examples.unseen(name, data, gathered)) for name in recipe.measured_on
        },
    }


def _held_back(model: Classifier, kept: Sequence[Example]) -> Table:
    scores = model.score([example.text for example in kept])
    table: Table = {}
    for name in model.attributes:
        attribute = Attribute(name)
        for corpus in dict.fromkeys(example.corpus for example in kept):
            chosen = [(score[name], example.labels[attribute]) for score, example in zip(scores, kept, strict=True)
                      if example.corpus == corpus and attribute in example.labels]  # fmt: skip
            quality = _measure(chosen)
            if quality:
                table.setdefault(name, {})[corpus] = quality.table()
    return table


def _natural_mix(model: Classifier, recipe: Recipe, kept: Sequence[Example]) -> dict[str, Any]:
    """All kept comments of the calibration corpora, weighted to the natural share of each attribute."""
    scores = model.score([example.text for example in kept])
    table = {}
    for attribute in recipe.attributes:
        chosen = [
            (score[attribute], example.labels[attribute])
            for score, example in zip(scores, kept, strict=True)
            if attribute in example.labels and example.corpus in recipe.calibration_corpora[attribute]
        ]
        quality = _measure(chosen, recipe.natural[attribute])
        if quality:
            table[attribute.value] = quality.table()
    return table


def _unseen(model: Classifier, comments: Sequence[LabelledComment]) -> dict[str, Any]:
    scores = model.score([comment.text for comment in comments])
    table = {}
    for name in model.attributes:
        attribute = Attribute(name)
        quality = _measure(
            [
                (score[name], comment.labels[attribute])
                for score, comment in zip(scores, comments, strict=True)
                if attribute in comment.labels
            ]
        )
        if quality:
            table[name] = quality.table()
    return table


def _measure(chosen: Sequence[tuple[float, bool]], natural: float | None = None) -> Quality | None:
    scores = np.array([score for score, _ in chosen], dtype=np.float64)
    labels = np.array([label for _, label in chosen], dtype=np.bool_)
    if labels.all() or not labels.any():
        return None
    return measure(scores, labels, None if natural is None else natural_weights(labels, natural))
