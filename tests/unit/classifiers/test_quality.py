"""The figures in a card mean what moderators take them for."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from classifiers.evaluation.quality import average_precision, curve, measure, reliability, roc_auc
from classifiers.evaluation.resampling import draws, interval


def test_quality_of_a_small_known_case() -> None:
    scores = np.array([0.95, 0.8, 0.6, 0.4, 0.1])
    labels = np.array([True, False, True, False, False])
    quality = measure(scores, labels)
    assert quality is not None
    assert quality.roc_auc == pytest.approx(5 / 6)
    assert quality.average_precision == pytest.approx((1 + 2 / 3) / 2)
    half = next(point for point in quality.at if point.threshold == 0.5)
    assert (half.precision, half.recall, half.held) == (pytest.approx(2 / 3), 1.0, pytest.approx(0.6))


def test_scores_that_are_frequencies_have_no_calibration_error() -> None:
    scores = np.repeat([0.25, 0.75], 4)
    labels = np.array([True, False, False, False, True, True, True, False])
    quality = measure(scores, labels)
    assert quality is not None
    assert quality.ece == pytest.approx(0)


def test_weights_bring_an_enriched_set_back_to_the_natural_mix() -> None:
    scores = np.array([0.9, 0.9, 0.1, 0.1])
    labels = np.array([True, False, True, False])
    quality = measure(scores, labels, np.array([0.2, 1.8, 0.2, 1.8]))
    assert quality is not None
    assert quality.at[1].precision == pytest.approx(0.1)


def test_nothing_is_measured_where_all_labels_agree() -> None:
    assert measure(np.array([0.1, 0.9]), np.array([True, True])) is None


def test_areas_agree_with_scikit_learn_where_scores_tie() -> None:
    generator = np.random.default_rng(3)
    scores = np.round(generator.random(500), 1)
    labels = generator.random(500) < scores
    weights = generator.random(500)
    assert roc_auc(scores, labels) == pytest.approx(roc_auc_score(labels, scores))
    assert average_precision(scores, labels, weights) == pytest.approx(
        average_precision_score(labels, scores, sample_weight=weights)
    )


def test_intervals_hold_the_figure_and_narrow_with_more_comments() -> None:
    generator = np.random.default_rng(5)
    labels = generator.random(2000) < 0.3
    scores = np.clip(generator.normal(0.3 + 0.3 * labels, 0.2), 0, 1)
    few, many = measure(scores[:200], labels[:200]), measure(scores, labels)
    assert few is not None
    assert many is not None
    assert few.roc_auc_interval is not None
    assert many.roc_auc_interval is not None
    assert many.roc_auc_interval[0] < many.roc_auc < many.roc_auc_interval[1]
    assert np.ptp(many.roc_auc_interval) < np.ptp(few.roc_auc_interval)


def test_copies_of_a_comment_do_not_make_a_figure_surer() -> None:
    generator = np.random.default_rng(6)
    labels = generator.random(150) < 0.4
    scores = np.clip(generator.normal(0.3 + 0.2 * labels, 0.2), 0, 1)
    once = measure(scores, labels)
    copied = measure(np.tile(scores, 10), np.tile(labels, 10), groups=np.tile(np.arange(150), 10))
    assert once is not None
    assert copied is not None
    assert copied.roc_auc_interval == pytest.approx(once.roc_auc_interval)


def test_a_figure_that_most_draws_lack_has_no_interval() -> None:
    assert interval(np.array([0.5, 0.6, np.nan, np.nan])) is None
    assert draws(np.array([4, 4, 9])).of_comments().shape[1] == 3


def test_reliability_and_curve_tell_the_same_story_as_the_figures() -> None:
    scores = np.array([0.05, 0.05, 0.55, 0.95])
    labels = np.array([False, False, True, True])
    rows = reliability(scores, labels, np.ones(4))
    assert [(row["bin"], row["comments"], row["frequency"]) for row in rows] == [(0, 2, 0.0), (5, 1, 1.0), (9, 1, 1.0)]
    at_half = next(row for row in curve(scores, labels, np.ones(4)) if row["threshold"] == 0.5)
    assert (at_half["precision"], at_half["recall"], at_half["held"]) == (1.0, 1.0, 0.5)
