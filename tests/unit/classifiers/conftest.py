"""A model trained on the sample comments, once for all tests of classifiers."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from classifiers import Classifier
from classifiers.__main__ import RECIPES
from classifiers.serving.artifact import read, write
from classifiers.training import recipe
from classifiers.training.estimators import Pipeline
from classifiers.training.examples import Example, gather
from classifiers.training.train import about, train


@dataclass(frozen=True)
class Trained:
    recipe: recipe.Recipe
    examples: list[Example]
    pipeline: Pipeline
    folder: Path
    classifier: Classifier


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    chosen = recipe.read(RECIPES / "sample.toml")
    examples = gather(chosen, Path())
    pipeline = train(chosen, examples, lambda _: None)
    folder = tmp_path_factory.mktemp("sample-model")
    write(pipeline.artifact(about(chosen, examples)), folder)
    return Trained(chosen, examples, pipeline, folder, Classifier(read(folder)))
