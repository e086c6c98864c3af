"""Models small enough to be trained in a test. They know next to nothing, and can be told apart."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from classifiers.__main__ import RECIPES
from classifiers.serving.artifact import Artifact, write
from classifiers.training import recipe
from classifiers.training.examples import gather
from classifiers.training.train import about, train


@cache
def _trained() -> Artifact:
    chosen = recipe.read(RECIPES / "sample.toml")
    examples = gather(chosen, Path())
    return train(chosen, examples, lambda _: None).artifact(about(chosen, examples))


def a_model(folder: Path, *, name: str = "small", language: str = "en", bias: float = 0.0) -> Path:
    """Write a model of the sample comments into a folder; `bias` makes it sterner (above 0) or milder than it was."""
    trained = _trained()
    weights = replace(trained.weights, bias=trained.weights.bias + bias)
    write(replace(trained, name=name, weights=weights, about={**trained.about, "language": language}), folder)
    return folder
