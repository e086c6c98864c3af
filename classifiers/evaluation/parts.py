"""What a model is measured on: the comments of each corpus that its training has not seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers.attributes import Attribute
from classifiers.corpora import CORPORA, LabelledComment
from classifiers.training.examples import Example
from classifiers.training.groups import group
from classifiers.training.recipe import Recipe, RecipeError

# More comments of a data set make its figures hardly surer; the careful reader takes milliseconds for each.
MOST: Final = 5000
# The corpus whose file carries the scores of the Perspective API; few of them are high, so all are needed.
PERSPECTIVE: Final = "wikipedia_conversations"

_PLAIN: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Part:
    """Comments of one corpus with what is known about them, and the group of near-copies each is in."""

    corpus: str
    trained_on: bool
    texts: tuple[str, ...]
    labels: tuple[dict[Attribute, bool], ...]
    groups: npt.NDArray[np.int64]

    def known(self, attribute: Attribute) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The numbers of the comments that say something about the attribute, and their labels."""
        numbers = [number for number, labels in enumerate(self.labels) if attribute in labels]
        return np.array(numbers, dtype=np.int64), np.array([self.labels[n][attribute] for n in numbers], dtype=np.bool_)


def held_back(gathered: Sequence[Example]) -> list[Part]:
    """What was kept back of each corpus that the model learned from."""
    kept = [example for example in gathered if example.held_back]
    return [
        part(corpus, [example for example in kept if example.corpus == corpus])
        for corpus in dict.fromkeys(example.corpus for example in kept)
    ]


def part(corpus: str, examples: Sequence[Example]) -> Part:
    """A part made of examples."""
    return Part(
        corpus,
        True,
        tuple(example.text for example in examples),
        tuple(example.labels for example in examples),
        np.array([example.group for example in examples], dtype=np.int64),
    )


def never_trained_on(recipe: Recipe, data: Path, gathered: Sequence[Example]) -> list[Part]:
    """The data sets that the recipe only measures with, without near-copies of comments that training has seen. Raises
    RecipeError if there is none of a name.
    """
    comments = {name: _evenly(name, data) for name in recipe.measured_on}
    seen = [example.text for example in gathered if not example.held_back]
    texts = [comment.text for each in comments.values() for comment in each]
    groups = group([_PLAIN.findall(text.casefold()) for text in (*seen, *texts)]).astype(np.int64)
    taught = frozenset(groups[: len(seen)].tolist())
    parts = []
    start = len(seen)
    for name, each in comments.items():
        own = groups[start : start + len(each)]
        start += len(each)
        kept = [number for number, of in enumerate(own.tolist()) if of not in taught]
        parts.append(
            Part(name, False, tuple(each[n].text for n in kept), tuple(each[n].labels for n in kept), own[kept])
        )
    return parts


def _evenly(name: str, data: Path) -> list[LabelledComment]:
    """The comments of a corpus, or as many as are measured with, evenly over its file."""
    if name not in CORPORA:
        raise RecipeError(f"There is no corpus {name}; there are {', '.join(CORPORA)}.")
    corpus = CORPORA[name]
    comments = list(corpus.read(data / corpus.file))
    if name == PERSPECTIVE or len(comments) <= MOST:
        return comments
    return [comments[number * len(comments) // MOST] for number in range(MOST)]
