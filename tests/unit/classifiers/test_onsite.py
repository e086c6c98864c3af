"""A site's own model: what it computes, how it is fitted, whom it believes, and when it may act."""

import operator
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from newsroom import KINDS, labels_of
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from classifiers import ModelError
from classifiers.serving.onsite import BUCKETS, INPUTS, SiteModel, features, inputs, offset, unpack
from classifiers.training.onsite import lesson
from classifiers.training.onsite.comparing import compare
from classifiers.training.onsite.fitting import (
    CONSTANT_PENALTY,
    INPUT_PENALTY,
    WORD_PENALTY,
    Design,
    fit,
    model_of,
    predict,
)
from classifiers.training.onsite.label import Label, unrepeated
from classifiers.training.onsite.lesson import MOST_MOVED, moved, teach
from classifiers.training.onsite.reference import reference_texts
from classifiers.training.onsite.sources import DISTRUST, MOST_OF_CLASS, weigh

REFERENCE = reference_texts()


def newsroom(*sources: str, each: int = 260, seed: int = 1) -> list[Label]:
    return [label for number, name in enumerate(sources) for label in labels_of(name, each, seed=seed * 100 + number)]


def design_of(labels: Sequence[Label]) -> Design:
    return Design.of(
        [label.features for label in labels],
        [inputs(label.scores) for label in labels],
        [offset(label.scores) for label in labels],
    )


def test_an_unlearned_model_says_what_the_frozen_one_says() -> None:
    for toxicity in (0.01, 0.4, 0.97):
        assert SiteModel.unlearned().score("Whatever this says", {"TOXICITY": toxicity}) == pytest.approx(toxicity)


def test_scoring_one_text_equals_predicting_many() -> None:
    labels = newsroom("ann")
    model = model_of(fit(design_of(labels), np.array([label.rejected for label in labels]), np.ones(len(labels))))
    texts = [kind.write(random.Random(number)) for number, kind in enumerate(KINDS * 5)]
    design = Design.of(
        [features(text) for text in texts],
        [inputs({"TOXICITY": 0.2})] * len(texts),
        [offset({"TOXICITY": 0.2})] * len(texts),
    )

    one_by_one = [model.score(text, {"TOXICITY": 0.2}) for text in texts]

    assert predict(model, design) == pytest.approx(one_by_one, abs=1e-6)


def test_the_fit_is_scikit_learns_where_there_is_no_offset() -> None:
    labels = newsroom("ann", each=150)
    design = replace(design_of(labels), offset=np.zeros(len(labels)))
    rejected = np.array([label.rejected for label in labels])
    weights = np.linspace(0.2, 1.5, len(labels))
    words = csr_matrix((design.values, (design.rows, design.columns)), shape=(len(labels), BUCKETS))
    # A coefficient that is penalised more is one of a column of smaller numbers.
    scales = np.concatenate(
        (np.full(BUCKETS, WORD_PENALTY), np.full(len(INPUTS), INPUT_PENALTY), [CONSTANT_PENALTY])
    )  # fmt: skip
    scales **= -0.5
    columns = csr_matrix(hstack((words, design.inputs, np.ones((len(labels), 1))))) @ diags(scales)
    theirs = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-8, max_iter=10_000)
    theirs.fit(csr_matrix(columns), rejected, sample_weight=weights)

    ours = fit(design, rejected, weights)

    expected = theirs.coef_[0] * scales
    assert np.abs(ours - expected).max() < 2e-3


def test_an_artifact_is_small_and_the_same_bytes_every_time() -> None:
    generator = np.random.default_rng(3)
    model = SiteModel(
        generator.normal(size=BUCKETS).astype(np.float32), generator.normal(size=len(INPUTS)).astype(np.float32), 0.5
    )
    packed = model.pack()

    assert model.pack() == packed
    assert unpack(packed).pack() == packed
    assert len(packed) < 70_000


@pytest.mark.parametrize("spoilt", [SiteModel.unlearned().pack()[:-40], b"", b"PK\x03\x04junk"])
def test_a_damaged_artifact_is_refused(spoilt: bytes) -> None:
    with pytest.raises(ModelError):
        unpack(spoilt)


def test_an_artifact_of_another_digest_is_refused() -> None:
    with pytest.raises(ModelError, match="SHA-256"):
        unpack(SiteModel.unlearned().pack(), "0" * 64)


def test_a_numberless_artifact_is_refused() -> None:
    with pytest.raises(ModelError, match="no number"):
        unpack(replace(SiteModel.unlearned(), constant=float("nan")).pack())


def test_the_area_counts_ties_half_and_the_gain_has_an_interval() -> None:
    rejected = np.array([True, True, False, False] * 50)
    worse, better = np.full(200, 0.5), np.where(rejected, 0.9, 0.1)

    area, loss = compare(rejected, np.ones(200), worse, better)

    assert (area.before, area.after, area.gain) == (0.5, 1.0, 0.5)
    assert area.certain
    assert loss.certain
    same, _ = compare(rejected, np.ones(200), better, better)
    assert (same.gain, same.certain) == (0.0, False)


def test_nobody_counts_twice_for_saying_it_again() -> None:
    label = newsroom("ann", each=1)[0]
    again = replace(label, at=label.at + 1, rejected=not label.rejected)

    assert unrepeated([again, label, label]) == [again]


def test_no_source_has_more_than_its_share_of_a_class() -> None:
    labels = newsroom("a", "b", "c", "d", "e", "f", each=60) + labels_of("busy", 1500, seed=9)
    labels = unrepeated(labels)
    weights, _ = weigh(labels, design_of(labels))

    for rejected in (True, False):
        total = sum(weight for weight, label in zip(weights, labels, strict=True) if label.rejected is rejected)
        busy = sum(
            weight
            for weight, label in zip(weights, labels, strict=True)
            if label.rejected is rejected and label.source == "busy"
        )
        assert busy / total <= MOST_OF_CLASS + 0.02


def test_one_who_labels_little_does_not_take_the_others_weight() -> None:
    labels = unrepeated(newsroom("a", "b", "c", each=200) + labels_of("seldom", 8, seed=3))
    weights, _ = weigh(labels, design_of(labels))

    assert weights.sum() > 0.95 * len(labels)


def test_a_house_style_is_learned() -> None:
    told = teach(newsroom("ann", "ben", "cat"), None, REFERENCE)

    assert told.promote, told.why
    assert told.about["roc_auc"]["low"] > 0.1
    assert told.about["moved"] <= MOST_MOVED + 1e-6


def test_the_same_labels_make_the_same_bytes() -> None:
    labels = newsroom("ann", "ben")

    assert teach(labels, None, REFERENCE).artifact == teach(list(reversed(labels)), None, REFERENCE).artifact != b""


def test_too_little_teaches_nothing_and_says_what_it_takes() -> None:
    told = teach(newsroom("ann", each=90), None, REFERENCE)

    assert not told.promote
    assert "it takes 200" in told.why


def test_what_is_not_surely_better_is_not_promoted() -> None:
    labels = newsroom("ann")
    first = teach(labels, None, REFERENCE)
    again = teach(labels, unpack(first.artifact), REFERENCE)
    verdicts = [label.rejected for label in labels]
    random.Random(5).shuffle(verdicts)
    shuffled = [replace(label, rejected=rejected) for label, rejected in zip(labels, verdicts, strict=True)]
    worse = teach(shuffled, unpack(first.artifact), REFERENCE)

    assert first.promote
    assert not worse.promote
    assert "not surely better" in worse.why
    assert again.why.startswith(("It is not surely better", "ROC AUC"))


Lie = Callable[[bool], bool]
ALWAYS: Lie = bool(1).__or__
NEVER: Lie = bool(0).__and__
CONTRARY: Lie = operator.not_
HOSTILE: dict[str, tuple[str, bool, int, Lie]] = {
    "a moderator rejects everything": ("moderator:gone", False, 300, ALWAYS),
    "a moderator approves everything": ("moderator:gone", False, 300, NEVER),
    "a moderator says the contrary": ("moderator:gone", False, 300, CONTRARY),
    "a key says the contrary 5,000 times": ("key:stolen", True, 5000, CONTRARY),
    "a key approves everything 5,000 times": ("key:stolen", True, 5000, NEVER),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_source_hardly_moves_the_model(attack: str) -> None:
    source, outside, number, lie = HOSTILE[attack]
    honest = newsroom("ann", "ben", "cat")
    lies = [
        replace(label, outside=outside, rejected=lie(label.rejected)) for label in labels_of(source, number, seed=77)
    ]
    without, poisoned = teach(honest, None, REFERENCE), teach(honest + lies, None, REFERENCE)

    assert without.promote
    assert any(source in alarm for alarm in poisoned.alarms), poisoned.alarms
    (evil,) = [each for each in poisoned.about["sources"] if each["name"] == source]
    assert evil["trust"] == pytest.approx(DISTRUST)
    assert evil["share"] < 0.02
    if poisoned.promote:
        assert moved(unpack(without.artifact), unpack(poisoned.artifact), REFERENCE) < 0.02


def test_a_source_that_changes_its_ways_stops_promotions() -> None:
    honest = newsroom("ann", "ben", "cat")
    turned = labels_of("moderator:turned", 400, seed=31)
    late = sorted(turned, key=lambda label: label.at)[250:]
    turned = [label for label in turned if label not in late] + [replace(label, rejected=True) for label in late]

    told = teach(honest + turned, None, REFERENCE)

    assert not told.promote
    assert "moderator:turned rejected" in told.why
    assert told.alarms


def test_two_who_contradict_each_other_teach_nothing() -> None:
    ann = labels_of("ann", 300, seed=1)
    ben = [replace(label, rejected=not label.rejected) for label in labels_of("ben", 300, seed=2)]

    told = teach(ann + ben, None, REFERENCE)

    assert not told.promote
    assert "contradict each other" in told.why


def everything_upside_down(number: int) -> list[Label]:
    """Whoever alone decides rejects what is kind and approves what is not."""
    texts = [(text, scores) for text, scores in ((each.text, each.scores) for each in REFERENCE) for _ in range(number)]
    return [
        Label((*features(text), BUCKETS - 1 - place % number), scores, scores["TOXICITY"] < 0.5, "ann", False, place)
        for place, (text, scores) in enumerate(random.Random(1).sample(texts, len(texts)))
    ]


def test_a_model_goes_only_part_of_a_way_that_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson, "ALARMING", 1.0)
    told = teach(everything_upside_down(30), None, REFERENCE)

    assert told.about["moves"] > MOST_MOVED
    assert told.about["way"] < 1.0
    assert told.about["moved"] <= MOST_MOVED + 1e-3


def test_a_model_that_would_turn_everything_round_is_an_alarm() -> None:
    told = teach(everything_upside_down(30), None, REFERENCE)

    assert not told.promote
    assert "alarming" in told.why
    assert told.why in told.alarms


def test_the_process_that_teaches_takes_json_lines_and_ends() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "classifiers.training.onsite"],
        input=b'{"present": null}\n',
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert b"There are no labels to learn from." in ended.stdout
