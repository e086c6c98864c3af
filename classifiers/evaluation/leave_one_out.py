"""What a model is worth on a source it knows nothing of: for each source, train the recipe without it and measure on
all of it.

Extracts of one source that overlap are left out together. Where a source was what an attribute was calibrated on, the
remaining corpora are, weighted to the same natural share; an attribute that only the source taught is left out with
it. Only the attributes that the source has labels for are trained.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from classifiers.attributes import Attribute
from classifiers.corpora import CORPORA
from classifiers.evaluation.measuring import by_corpus
from classifiers.evaluation.parts import Part, part
from classifiers.evaluation.readers import FastReader
from classifiers.serving.classifier import Classifier
from classifiers.training.examples import Example
from classifiers.training.recipe import Recipe, RecipeError
from classifiers.training.train import train

Say = Callable[[str], None]


def leave_one_out(recipe: Recipe, gathered: Sequence[Example], say: Say) -> dict[str, Any]:
    """Per source: quality per attribute and corpus on all its comments, by a model that was trained without it, or
    why there is none.
    """
    table: dict[str, Any] = {}
    for source, corpora in sources(recipe).items():
        say(f"leaving out {source}")
        try:
            table[source] = _without(recipe, corpora, gathered, say)
        except RecipeError as error:
            table[source] = {"not_measured": str(error)}
    return table


def sources(recipe: Recipe) -> dict[str, tuple[str, ...]]:
    """The sources of a recipe's corpora, each with its extracts; what this project wrote itself is no source."""
    found: dict[str, tuple[str, ...]] = {}
    for share in recipe.shares:
        corpus = CORPORA[share.corpus]
        if corpus.file:
            source = share.corpus.partition("_six")[0].partition("_lower")[0]
            found[source] = (*found.get(source, ()), share.corpus)
    return found if len(found) > 1 else {}


def without(recipe: Recipe, corpora: Sequence[str], attributes: Sequence[Attribute]) -> Recipe:
    """The recipe without these corpora and with these attributes alone. Raises RecipeError if nothing is left."""
    shares = tuple(share for share in recipe.shares if share.corpus not in corpora)
    kept = {share.corpus for share in shares}
    taught = {attribute for share in shares for attribute in share.weights}
    left = tuple(attribute for attribute in recipe.attributes if attribute in attributes and attribute in taught)
    if not left:
        raise RecipeError("no other corpus teaches what this one has labels for")
    calibration = {}
    for attribute in left:
        natural = tuple(corpus for corpus in recipe.calibration_corpora[attribute] if corpus in kept)
        teaching = tuple(share.corpus for share in shares if attribute in share.weights)
        calibration[attribute] = natural or teaching
    return replace(
        recipe,
        attributes=left,
        # Two folds do for a model that is measured and thrown away.
        calibration_folds=2,
        calibration_corpora=calibration,
        shares=tuple(
            replace(
                share,
                origin=share.origin if share.origin in kept else shares[0].corpus,
                weights={attribute: weight for attribute, weight in share.weights.items() if attribute in left},
            )
            for share in shares
        ),
    )


def _without(recipe: Recipe, corpora: Sequence[str], gathered: Sequence[Example], say: Say) -> dict[str, Any]:
    out = [example for example in gathered if example.corpus in corpora]
    labelled = [attribute for attribute in recipe.attributes if any(attribute in example.labels for example in out)]
    reduced = without(recipe, corpora, labelled)
    rest = [_narrowed(example, reduced.attributes) for example in gathered if example.corpus not in corpora]
    learned = {example.group for example in rest if not example.held_back}
    reader = FastReader(Classifier(train(reduced, [each for each in rest if each.labels], say).artifact({})))
    measured: list[Part] = [
        part(corpus, [each for each in out if each.corpus == corpus and each.group not in learned])
        for corpus in corpora
    ]
    return by_corpus(reader, reduced, measured)


def _narrowed(example: Example, attributes: Sequence[Attribute]) -> Example:
    return replace(
        example,
        labels={attribute: label for attribute, label in example.labels.items() if attribute in attributes},
        weights={attribute: weight for attribute, weight in example.weights.items() if attribute in attributes},
    )
