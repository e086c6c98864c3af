"""Near-copies stay together, calibration means what it says, and what may not be trained on is not."""

from pathlib import Path

import numpy as np
import pytest

from classifiers.__main__ import RECIPES
from classifiers.attributes import Attribute
from classifiers.training import recipe
from classifiers.training.calibration import calibrate, natural_weights
from classifiers.training.examples import gather
from classifiers.training.features import windows
from classifiers.training.groups import group
from classifiers.training.recipe import RecipeError
from classifiers.training.train import train


def test_near_copies_share_a_group_and_others_do_not() -> None:
    base = [f"word{number}" for number in range(60)]
    copy, other = [*base[:-1], "changed"], [f"other{number}" for number in range(60)]
    first, second, third = group([base, copy, other]).tolist()
    assert first == second != third


def test_groups_do_not_depend_on_the_order_of_comments() -> None:
    comments = [[f"w{number % 7}", f"v{number % 5}", f"u{number % 3}", "end"] for number in range(40)]
    forwards, backwards = group(comments), group(comments[::-1])
    np.testing.assert_array_equal(forwards, backwards[::-1])


def test_no_group_is_both_trained_on_and_measured_with(trained) -> None:
    seen = {example.group for example in trained.examples if not example.held_back}
    kept = {example.group for example in trained.examples if example.held_back}
    assert seen
    assert kept
    assert not seen & kept


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [""]),
        ("ab", ["ab"]),
        ("abcd", ["abcd"]),
        ("abcde", ["abcd", "bcde"]),
        ("abcdefgh", ["abcd", "cdef", "efgh"]),
    ],
)
def test_windows_cover_every_word_and_are_never_short(words: str, expected: list[str]) -> None:
    assert windows(words, 4, 2) == expected


def test_calibrated_scores_match_the_natural_frequency() -> None:
    generator = np.random.default_rng(7)
    labels = generator.random(4000) < 0.5
    margins = np.column_stack([generator.normal(labels * 2.0), generator.normal(labels * 1.0)])
    whole, window, constant = calibrate(margins, labels, 0.1)
    scores = 1 / (1 + np.exp(-(margins @ (whole, window) + constant)))
    weights = natural_weights(labels, 0.1)
    assert np.average(scores, weights=weights) == pytest.approx(0.1, abs=0.01)
    assert np.average(labels, weights=weights) == pytest.approx(0.1)


def test_a_margin_never_counts_against_its_attribute() -> None:
    generator = np.random.default_rng(7)
    labels = generator.random(2000) < 0.5
    margins = np.column_stack([generator.normal(labels * 2.0), generator.normal(labels * -2.0)])
    whole, window, _ = calibrate(margins, labels, 0.5)
    assert whole > 0
    assert window == 0


def test_a_corpus_that_may_only_be_measured_with_is_not_trained_on(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="does not let us train on it"):
        gather(_changed(tmp_path, 'corpus = "sample"', 'corpus = "ucc"'), tmp_path)


def test_an_unknown_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="There is no corpus books"):
        gather(_changed(tmp_path, 'corpus = "sample"', 'corpus = "books"'), tmp_path)


def test_an_attribute_without_evidence_is_not_offered(tmp_path: Path) -> None:
    chosen = _changed(tmp_path, "INSULT", "THREAT")
    with pytest.raises(RecipeError, match="no evidence"):
        train(chosen, gather(chosen, tmp_path), lambda _: None)


def test_an_origin_must_be_a_corpus_of_the_recipe(tmp_path: Path) -> None:
    chosen = _changed(tmp_path, 'corpus = "sample"', 'corpus = "sample"\norigin = "books"')
    with pytest.raises(RecipeError, match="books cannot be an origin"):
        train(chosen, gather(chosen, tmp_path), lambda _: None)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("[features]", "[futures]", "lacks 'features'"),
        ("run_buckets = 4096", "run_buckets = 5000", "not a power of two"),
        ("TOXICITY", "NICENESS", "NICENESS"),
        ("name =", "name", "cannot be used"),
    ],
)
def test_a_bad_recipe_is_explained(tmp_path: Path, before: str, after: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        _changed(tmp_path, before, after)


def test_shipped_recipes_offer_known_attributes_from_corpora_they_may_train_on() -> None:
    for path in RECIPES.glob("*.toml"):
        chosen = recipe.read(path)
        taught = {attribute for share in chosen.shares for attribute in share.weights}
        assert set(chosen.attributes) <= taught <= set(Attribute)


def _changed(folder: Path, before: str, after: str) -> recipe.Recipe:
    source = (RECIPES / "sample.toml").read_text(encoding="utf-8")
    assert before in source
    (folder / "recipe.toml").write_text(source.replace(before, after), encoding="utf-8")
    return recipe.read(folder / "recipe.toml")
