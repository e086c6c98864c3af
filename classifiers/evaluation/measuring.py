"""The quality of a reader on the natural mix, on every corpus, and on short, middling and long comments."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from classifiers.attributes import Attribute
from classifiers.evaluation.parts import Part
from classifiers.evaluation.quality import (
    Doubles,
    Truths,
    calibration_error,
    curve,
    measure,
    reliability,
    roc_auc,
    rounded,
)
from classifiers.evaluation.readers import Reader
from classifiers.training.calibration import natural_weights
from classifiers.training.recipe import Recipe

SHORT: Final = 60
LONG: Final = 600
# Fewer bad or good comments than this say nothing about a length.
ENOUGH: Final = 5

Table = dict[str, dict[str, Any]]


def natural_mix(reader: Reader, recipe: Recipe, parts: Sequence[Part]) -> dict[str, Any]:
    """Per attribute, the comments of its calibration corpora weighted to its natural share: quality, reliability, the
    curve over thresholds, and the lengths.
    """
    table: dict[str, Any] = {}
    for attribute in recipe.attributes:
        chosen = [part for part in parts if part.corpus in recipe.calibration_corpora[attribute]]
        texts, labels, groups = together(chosen, attribute)
        if labels.all() or not labels.any():
            continue
        scores = reader.scores(texts)[:, reader.attributes.index(attribute.value)]
        weights = natural_weights(labels, recipe.natural[attribute])
        quality = measure(scores, labels, weights, groups)
        if quality:
            table[attribute.value] = quality.table() | {
                "natural": recipe.natural[attribute],
                "reliability": reliability(scores, labels, weights),
                "curve": curve(scores, labels, weights),
                "lengths": _lengths(texts, scores, labels, recipe.natural[attribute]),
            }
    return table


def by_corpus(reader: Reader, recipe: Recipe, parts: Sequence[Part]) -> Table:
    """Per attribute and corpus, as the corpus is; `ece_natural` is the calibration error after weighting it to the
    attribute's natural share.
    """
    table: Table = {}
    for attribute in recipe.attributes:
        for part in parts:
            numbers, labels = part.known(attribute)
            if not len(numbers) or labels.all() or not labels.any():
                continue
            texts = [part.texts[number] for number in numbers.tolist()]
            scores = reader.scores(texts)[:, reader.attributes.index(attribute.value)]
            quality = measure(scores, labels, None, part.groups[numbers])
            if quality:
                natural = recipe.natural[attribute]
                weights = natural_weights(labels, natural)
                table.setdefault(attribute.value, {})[part.corpus] = quality.table() | {
                    "ece_natural": rounded(calibration_error(scores, labels, weights)),
                    "lengths": _lengths(texts, scores, labels, natural),
                }
    return table


def together(parts: Sequence[Part], attribute: Attribute) -> tuple[list[str], Truths, npt.NDArray[np.int64]]:
    """Texts, labels and groups of all comments that say something about the attribute."""
    texts: list[str] = []
    labels: list[Truths] = [np.zeros(0, dtype=np.bool_)]
    groups: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    for part in parts:
        numbers, known = part.known(attribute)
        texts += [part.texts[number] for number in numbers.tolist()]
        labels.append(known)
        groups.append(part.groups[numbers])
    return texts, np.concatenate(labels), np.concatenate(groups)


def _lengths(texts: Sequence[str], scores: Doubles, labels: Truths, natural: float) -> dict[str, Any]:
    sizes = np.array([len(text) for text in texts])
    kinds = {"short": sizes < SHORT, "middle": (sizes >= SHORT) & (sizes <= LONG), "long": sizes > LONG}
    table = {}
    for name, chosen in kinds.items():
        own = labels[chosen]
        if min(own.sum(), (~own).sum()) >= ENOUGH:
            table[name] = {
                "comments": int(chosen.sum()),
                "positives": int(own.sum()),
                "roc_auc": roc_auc(scores[chosen], own),
                "ece_natural": calibration_error(scores[chosen], own, natural_weights(own, natural)),
            }
    found: dict[str, Any] = rounded(table)
    return found
