"""No disguise gets a rude comment past the released model, and none makes a civil one rude."""

from collections import defaultdict
from random import Random

import numpy as np
import pytest

import classifiers
from classifiers.evaluation.disguises import TEXT_TRICKS, WORD_TRICKS
from classifiers.evaluation.robustness import RUDE, Movement, disguises, movements

# What one disguise may move a score on average; the promise is 0.1 for all of them together and for 19 of 20 texts.
MOST = 0.1
# Letters of several words in a row leave more than one reading.
HARD = {"one hashtag": 0.15}


@pytest.fixture(scope="module")
def measured() -> list[Movement]:
    return movements(classifiers.load().score, times=2)


def test_every_disguise_is_measured_for_every_attribute(measured: list[Movement]) -> None:
    names = {*WORD_TRICKS, *TEXT_TRICKS}
    assert {movement.disguise for movement in measured} == names
    assert len(measured) == len(names) * len(classifiers.load().attributes)


def test_no_disguise_moves_a_rude_comments_toxicity_far(measured: list[Movement]) -> None:
    moved = {movement.disguise: movement.mean for movement in measured if movement.attribute == "TOXICITY"}
    assert {name: mean for name, mean in moved.items() if mean >= HARD.get(name, MOST)} == {}
    assert np.mean(list(moved.values())) < MOST / 3


def test_every_attribute_holds_on_average(measured: list[Movement]) -> None:
    means = defaultdict(list)
    for movement in measured:
        means[movement.attribute].append(movement.mean)
    assert {attribute: mean for attribute in means if (mean := float(np.mean(means[attribute]))) >= MOST / 2} == {}


def test_no_disguise_makes_a_civil_comment_toxic(measured: list[Movement]) -> None:
    alarms = {each.disguise: each.alarms for each in measured if each.attribute == "TOXICITY" and each.alarms}
    assert all(share < 0.1 for share in alarms.values()), alarms


def test_the_same_seed_makes_the_same_figures_and_another_other_ones() -> None:
    def score(texts: list[str]) -> list[dict[str, float]]:
        return [{"TOXICITY": (hash_of(text) % 1000) / 1000} for text in texts]

    def hash_of(text: str) -> int:
        return sum(place * ord(character) for place, character in enumerate(text, 1))

    assert movements(score, times=1) == movements(score, times=1)
    assert movements(score, times=1) != movements(score, times=1, seed=1)


def test_a_reader_that_is_fooled_is_found_out() -> None:
    def score(texts: list[str]) -> list[dict[str, float]]:
        return [{"TOXICITY": float("idiot" in text or ("nice" not in text and "$" in text))} for text in texts]

    found = {movement.disguise: movement for movement in movements(score, ["An {idiot}."], ["He is here."], times=1)}
    assert found["dots between letters"].mean == found["dots between letters"].worst == 1.0
    assert found["two kind sentences after"].mean == 0.0
    assert found["signs for letters"].alarms == 1.0


def test_disguises_leave_no_braces_and_touch_the_words_in_them() -> None:

    plain = RUDE[0].replace("{", "").replace("}", "")
    for name, disguise in disguises().items():
        changed = disguise(RUDE[0], Random(1))
        assert "{" not in changed, name
        assert changed != plain or name == "mixed case", name
