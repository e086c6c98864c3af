"""Figures of fairness and of single abilities are right about readers whose habits are known, and what they are
measured with is not what models learn from.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from classifiers.attributes import Attribute
from classifiers.corpora import CORPORA
from classifiers.evaluation.bias import comments, fairness, templates
from classifiers.evaluation.functional import functional
from classifiers.evaluation.functional_sentences import FUNCTIONS
from classifiers.evaluation.identity_sentences import ATTACKS, NEUTRAL, TERMS, sentences
from classifiers.evaluation.parts import Part
from classifiers.evaluation.quality import Doubles
from classifiers.evaluation.varieties import AFRICAN_AMERICAN, LEARNERS


class Reflex:
    """A reader that calls toxic whatever has one of its words in it."""

    name = "reflex"
    attributes = ("TOXICITY", "IDENTITY_ATTACK")

    def __init__(self, *words: str) -> None:
        self._words = words

    def scores(self, texts: Sequence[str]) -> Doubles:
        found = [0.9 if any(word in text.casefold() for word in self._words) else 0.1 for text in texts]
        return np.column_stack((found, found))


def test_a_reader_that_fears_one_word_is_found_out() -> None:
    written = sentences()
    found = templates(written, Reflex("queer").scores([sentence.text for sentence in written])[:, 0])
    assert found["worst"][0] == {"term": "queer", "false_alarms": 1.0}
    assert found["terms"]["queer"]["misses"] == 0
    assert found["terms"]["queer"]["subgroup_auc"] == 0.5
    assert found["terms"]["queer"]["bpsn_auc"] == 0
    assert found["terms"]["queer"]["bnsp_auc"] == 1
    assert found["terms"]["deaf"]["false_alarms"] == 0
    assert found["terms"]["deaf"]["misses"] == 1
    assert found["false_alarm_gap"] == found["miss_gap"] == 1
    assert 0 < found["false_alarms"] < 0.05


def test_a_reader_that_knows_attacks_has_no_gap() -> None:
    written = sentences()
    scores = np.array([0.8 if sentence.attack else 0.2 for sentence in written])
    found = templates(written, scores)
    assert found["false_alarms"] == found["misses"] == found["false_alarm_gap"] == found["miss_gap"] == 0
    assert {row["bpsn_auc"] for row in found["terms"].values()} == {1.0}


def test_comments_count_for_a_term_only_where_enough_mention_it() -> None:
    texts = [f"My gay friend number {n}" for n in range(20)] + [f"gay filth number {n}" for n in range(20)]
    texts += ["a deaf man"] * 20
    labels = [{Attribute.TOXICITY: "filth" in text} for text in texts]
    part = Part("somewhere", True, tuple(texts), tuple(labels), np.arange(60))
    found = comments(Reflex("filth"), [part], Attribute.TOXICITY)
    assert list(found["terms"]) == ["gay"]
    assert found["terms"]["gay"]["false_alarms"] == 0
    assert found["terms"]["gay"]["misses"] == 0
    assert comments(Reflex("filth"), [part], Attribute.IDENTITY_ATTACK) == {}


def test_a_way_of_speaking_is_told_from_the_same_in_newspaper_english() -> None:
    found = fairness(Reflex("ain't", "finna"), [])["varieties"]
    assert found["african_american_english"]["false_alarms"] > 0
    assert found["african_american_english"]["plain_false_alarms"] == 0
    assert found["learners_english"]["false_alarms"] == 0


def test_abilities_of_a_reader_that_only_knows_swearing() -> None:
    found = functional(Reflex("uck", "shit", "damn", "hell"))
    abilities = found["IDENTITY_ATTACK"]["functions"]
    assert abilities["swearing at nobody"]["right"] < 0.7
    assert abilities["contempt without a rude word"]["right"] == 0
    assert abilities["plain talk of groups"]["right"] == 1
    assert "swearing at nobody" not in found["TOXICITY"]["functions"]
    assert 0 < found["TOXICITY"]["roc_auc"] < 1


def test_there_are_enough_terms_sentences_and_cases() -> None:
    assert len(set(TERMS)) == len(TERMS) >= 30
    assert len(NEUTRAL) >= 20
    assert len(ATTACKS) >= 10
    assert min(len(AFRICAN_AMERICAN), len(LEARNERS)) >= 30
    for function in FUNCTIONS:
        assert len(function.sentences()) >= 24, function.name
    assert any("an Asian" in sentence.text for sentence in sentences())
    assert not any(" a Asian" in sentence.text for sentence in sentences())


@pytest.mark.parametrize("corpus", [name for name, corpus in CORPORA.items() if not corpus.file])
def test_nothing_measured_with_is_in_what_models_learn_from(corpus: str) -> None:
    learned = {comment.text.casefold() for comment in CORPORA[corpus].read(Path())}
    measured = {sentence.text.casefold() for sentence in sentences()}
    measured |= {text.casefold() for function in FUNCTIONS for text in function.sentences()}
    measured |= {text.casefold() for pair in AFRICAN_AMERICAN + LEARNERS for text in pair}
    assert not learned & measured
