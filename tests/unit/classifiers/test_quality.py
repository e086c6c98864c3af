"""The figures in a card mean what moderators take them for."""

import numpy as np
import pytest

from classifiers.evaluation.quality import measure


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
