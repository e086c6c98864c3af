"""A model's files belong together, hold no code, and are the same bytes when made again."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import classifiers
from classifiers import ModelError
from classifiers.__main__ import RECIPES
from classifiers.evaluation.card import CARD, METRICS, card
from classifiers.serving.artifact import MANIFEST, WEIGHTS, read, write
from classifiers.training import recipe
from classifiers.training.train import about, train


@pytest.fixture
def model(trained, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained.folder, tmp_path / "model"))


def test_training_again_makes_the_same_bytes(trained, tmp_path: Path) -> None:
    again = train(trained.recipe, trained.examples, lambda _: None)
    write(again.artifact(about(trained.recipe, trained.examples)), tmp_path)
    for name in (MANIFEST, WEIGHTS):
        assert (tmp_path / name).read_bytes() == (trained.folder / name).read_bytes()


def test_what_is_read_is_what_was_written(trained) -> None:
    written, found = trained.pipeline.artifact(about(trained.recipe, trained.examples)), read(trained.folder)
    assert (found.name, found.attributes, found.about) == (written.name, written.attributes, written.about)
    for name in ("run_weights", "word_weights", "bias", "calibration"):
        np.testing.assert_array_equal(getattr(found.weights, name), getattr(written.weights, name))


def test_weights_that_were_changed_are_refused(model: Path) -> None:
    packed = bytearray((model / WEIGHTS).read_bytes())
    packed[len(packed) // 2] ^= 1
    (model / WEIGHTS).write_bytes(packed)
    with pytest.raises(ModelError, match="SHA-256 differs"):
        read(model)


def test_weights_that_carry_objects_are_refused(model: Path) -> None:
    np.savez(model / WEIGHTS, run_weights=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    _sign(model)
    with pytest.raises(ModelError, match="incomplete"):
        read(model)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "not of format 1"),
        ({"attributes": ["TOXICITY"]}, "shape"),
        ({"window": 0}, "windows of 0"),
        ({"name": None, "length_power": "long"}, "incomplete"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(model: Path, change: dict[str, object], message: str) -> None:
    manifest = json.loads((model / MANIFEST).read_text())
    (model / MANIFEST).write_text(json.dumps({**manifest, **change}))
    with pytest.raises(ModelError, match=message):
        read(model)


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_a_manifest_that_is_none_is_refused(model: Path, content: str) -> None:
    (model / MANIFEST).write_text(content)
    with pytest.raises(ModelError):
        read(model)


def test_a_missing_model_is_named() -> None:
    with pytest.raises(ModelError, match="There is no model nonesuch; there are"):
        classifiers.load("nonesuch")


def test_every_shipped_model_has_a_card_that_agrees_with_its_files() -> None:
    assert classifiers.DEFAULT in classifiers.names()
    for name in classifiers.names():
        folder = classifiers.model_folder(name)
        assert read(folder).name == name
        assert (folder / CARD).read_text(encoding="utf-8") == card(folder)


def test_every_shipped_model_is_that_of_the_recipe_beside_it() -> None:
    recipes = [recipe.read(path) for path in RECIPES.glob("*.toml")]
    made = {each.name: hashlib.sha256(each.source.encode()).hexdigest() for each in recipes}
    for name in classifiers.names():
        assert read(classifiers.model_folder(name)).about["recipe_sha256"] == made[name]


def test_a_card_needs_metrics(model: Path) -> None:
    with pytest.raises(ModelError, match=METRICS):
        card(model)


def _sign(model: Path) -> None:
    manifest = json.loads((model / MANIFEST).read_text())
    manifest["weights_sha256"] = hashlib.sha256((model / WEIGHTS).read_bytes()).hexdigest()
    (model / MANIFEST).write_text(json.dumps(manifest))
