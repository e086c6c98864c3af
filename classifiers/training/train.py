"""Train a model: gather examples, fit every attribute, calibrate on comments held out in turn, and hand over the
pipeline.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifiers.attributes import Attribute
from classifiers.corpora import CORPORA
from classifiers.serving.classifier import Classifier
from classifiers.training import calibration, estimators, examples
from classifiers.training.examples import Example
from classifiers.training.features import HashedText, count
from classifiers.training.recipe import Recipe, RecipeError

Doubles = npt.NDArray[np.float64]
Say = Callable[[str], None]


def train(recipe: Recipe, gathered: Sequence[Example], say: Say) -> estimators.Pipeline:
    """A trained, calibrated pipeline. Raises RecipeError if an attribute of the recipe has no evidence."""
    seen = [example for example in gathered if not example.held_back]
    for attribute in recipe.attributes:
        labels = examples.labels(seen, attribute)[examples.known(seen, attribute)]
        if not labels.any() or labels.all():
            raise RecipeError(f"The recipe offers {attribute}, but its corpora have no evidence for and against it.")
    say(f"{len(seen)} comments to learn from, {len(gathered) - len(seen)} kept for measuring")
    counts = count([example.words for example in seen], recipe.run_buckets, recipe.word_buckets, distinct=True)
    text = HashedText.learned(counts, recipe.length_power)
    matrix = sparse.hstack([text.transform_counts(counts), _origins(recipe, seen)], format="csr")
    constants = _calibrate(recipe, seen, text, matrix, say)
    say("fitting the model itself")
    return estimators.Pipeline(recipe, text, _fit(recipe, seen, text, matrix, np.arange(len(seen))), constants)


def _origins(recipe: Recipe, seen: Sequence[Example]) -> Any:
    """A column per corpus, in which its comments have the recipe's `origin`."""
    number = {share.corpus: index for index, share in enumerate(recipe.shares)}
    if unknown := {share.origin for share in recipe.shares} - number.keys():
        raise RecipeError(f"{', '.join(sorted(unknown))} cannot be an origin; it is no corpus of the recipe.")
    number = {share.corpus: number[share.origin] for share in recipe.shares}
    columns = [number[example.corpus] for example in seen]
    values = np.full(len(seen), recipe.origin)
    return sparse.csr_matrix((values, (np.arange(len(seen)), columns)), shape=(len(seen), len(recipe.shares)))


def _fit(
    recipe: Recipe, seen: Sequence[Example], text: HashedText, matrix: Any, kept: npt.NDArray[np.int64]
) -> dict[Attribute, Any]:
    rarity = np.concatenate((text.run_rarity, text.word_rarity))
    fitted = {}
    for attribute in recipe.attributes:
        weights = examples.weights(seen, attribute)
        chosen = kept[weights[kept] > 0]
        labels = examples.labels(seen, attribute)
        fitted[attribute] = estimators.fit(
            matrix[chosen], labels[chosen], weights[chosen], recipe.strength[attribute], rarity
        )
    return fitted


def _calibrate(recipe: Recipe, seen: Sequence[Example], text: HashedText, matrix: Any, say: Say) -> Doubles:
    whose = recipe.calibration_corpora
    natural = np.array([any(example.corpus in corpora for corpora in whose.values()) for example in seen])
    # The tenth that a group falls into is spent on holding back; the next digit deals out the folds.
    fold = np.array([example.group // examples.PARTS % recipe.calibration_folds for example in seen])
    margins = np.zeros((len(seen), 2, len(recipe.attributes)))
    neutral = np.tile((1.0, 0.0, 0.0), (len(recipe.attributes), 1))
    for turn in range(recipe.calibration_folds):
        say(f"calibration, fold {turn + 1} of {recipe.calibration_folds}")
        out = natural & (fold == turn)
        fitted = _fit(recipe, seen, text, matrix, np.flatnonzero(~out))
        model = Classifier(estimators.Pipeline(recipe, text, fitted, neutral).artifact({}))
        margins[out] = model.margins([seen[index].text for index in np.flatnonzero(out).tolist()])
    rows = []
    for number, attribute in enumerate(recipe.attributes):
        known = np.array(
            [example.weights.get(attribute, 0.0) > 0 and example.corpus in whose[attribute] for example in seen]
        )
        labels = examples.labels(seen, attribute)[known]
        if not labels.any() or labels.all():
            raise RecipeError(f"The corpora for calibration have no evidence for and against {attribute}.")
        rows.append(calibration.calibrate(margins[known][:, :, number], labels, recipe.natural[attribute]))
        say(f"{attribute}: whole {rows[-1][0]:.3f}, window {rows[-1][1]:.3f}, constant {rows[-1][2]:.3f}")
    return np.array(rows)


def about(recipe: Recipe, gathered: Sequence[Example]) -> dict[str, Any]:
    """What the manifest says of a model's making."""
    taught = Counter(example.corpus for example in gathered if not example.held_back)
    return {
        "language": recipe.language,
        "recipe_sha256": hashlib.sha256(recipe.source.encode()).hexdigest(),
        "corpora": {
            share.corpus: {
                "licence": CORPORA[share.corpus].licence,
                "comments": taught[share.corpus],
                "weights": {attribute.value: weight for attribute, weight in share.weights.items()},
            }
            for share in recipe.shares
        },
    }
