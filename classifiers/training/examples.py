"""The comments a recipe asks for: read, merged, grouped, and dealt out to training and measuring."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers import text as canonical_text
from classifiers.attributes import Attribute
from classifiers.corpora import CORPORA, LabelledComment
from classifiers.training.groups import group
from classifiers.training.recipe import Recipe, RecipeError

# Of this many parts, the first is kept for measuring and never seen by training.
PARTS = 10
_PLAIN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Example:
    """A comment, where it first came from, what is known about it and how much that weighs, and its group."""

    text: str
    words: Sequence[str]
    corpus: str
    labels: dict[Attribute, bool]
    weights: dict[Attribute, float]
    degrees: dict[Attribute, float]
    group: int

    @property
    def held_back(self) -> bool:
        """Whether the comment is for measuring."""
        return self.group % PARTS == 0


def gather(recipe: Recipe, data: Path) -> list[Example]:
    """Read all corpora of the recipe, one example per different canonical text; what the first corpus says about it
    stands.
    """
    merged: dict[tuple[str, ...], Example] = {}
    for share in recipe.shares:
        for comment in _comments(share.corpus, data):
            words = tuple(canonical_text.words(comment.text))
            if not words:
                continue
            labels = {attribute: label for attribute, label in comment.labels.items() if attribute in share.weights}
            example = merged.setdefault(words, Example(comment.text, words, share.corpus, {}, {}, comment.degrees, 0))
            for attribute, label in labels.items():
                if example.labels.setdefault(attribute, label) == label:
                    example.weights.setdefault(attribute, share.weights[attribute])
    examples = list(merged.values())
    # By its plain words, so that what is kept back stays kept back when the canonical text learns another disguise.
    groups = group([_PLAIN.findall(example.text.casefold()) for example in examples])
    return [replace(example, group=int(number)) for example, number in zip(examples, groups, strict=True)]


def _comments(name: str, data: Path) -> list[LabelledComment]:
    corpus = CORPORA.get(name)
    if corpus is None:
        raise RecipeError(f"There is no corpus {name}; there are {', '.join(CORPORA)}.")
    if not corpus.may_train:
        raise RecipeError(
            f"{name} may be measured with, but its licence ({corpus.licence}) does not let us train on it."
        )
    return list(corpus.read(data / corpus.file))


def known(examples: Sequence[Example], attribute: Attribute) -> npt.NDArray[np.int64]:
    """The numbers of the examples that say something about the attribute."""
    return np.array([index for index, example in enumerate(examples) if attribute in example.labels], dtype=np.int64)


def labels(examples: Sequence[Example], attribute: Attribute) -> npt.NDArray[np.bool_]:
    """The label of each example, False where it is not known."""
    return np.array([example.labels.get(attribute, False) for example in examples], dtype=np.bool_)


def weights(examples: Sequence[Example], attribute: Attribute) -> npt.NDArray[np.float64]:
    """The weight of each example, 0 where the attribute is not known."""
    return np.array([example.weights.get(attribute, 0.0) for example in examples], dtype=np.float64)
