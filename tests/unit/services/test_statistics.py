"""The arithmetic of statistics: agreement, thresholds, spans."""

from moderation.domain.learning import Label
from moderation.services.statistics import DAY_MS, HOUR_MS, Span, agreement, points


def label(*, rejected: bool, **scores: float) -> Label:
    return Label(rejected, "moderator:1", False, 0, scores, "words")


def test_the_classifier_points_where_any_score_reaches_its_threshold() -> None:
    labels = [
        label(rejected=True, TOXICITY=0.8, THREAT=0.0),
        label(rejected=False, TOXICITY=0.1, THREAT=0.5),
        label(rejected=True, TOXICITY=0.79),
        label(rejected=False, SPAM=1.0),
    ]
    found = agreement(labels, {"TOXICITY": 0.8, "THREAT": 0.4})
    assert found == {
        "decided": 4,
        "share": 0.5,
        "flagged_rejected": 1,
        "flagged_approved": 1,
        "passed_rejected": 1,
        "passed_approved": 1,
    }
    assert agreement([], {})["share"] is None


def test_each_threshold_says_what_it_would_have_held_and_missed() -> None:
    found = points([(0.9, True), (0.5, True), (0.5, False), (0.1, False)], [0.1, 0.1, 0.5, 0.9], 40.0)
    assert found[50] == {
        "threshold": 0.5,
        "held": 3,
        "precision": 0.6667,
        "recall": 1.0,
        "missed": 0,
        "reviewed_a_day": 20.0,
    }
    assert found[51]["missed"] == 1
    assert found[100]["precision"] is None
    nothing = points([], [], 0.0)[50]
    assert (nothing["recall"], nothing["reviewed_a_day"], nothing["missed"]) == (None, None, 0)


def test_steps_cover_the_whole_span_once() -> None:
    for first, last, step in ((0, 2 * DAY_MS, HOUR_MS), (5, 2 * DAY_MS + 6, DAY_MS), (7, 7, HOUR_MS)):
        span = Span(first, last)
        assert span.step == step
        assert span.edges[0] <= first
        assert span.edges[-1] > last
        assert {after - before for before, after in zip(span.edges, span.edges[1:], strict=False)} == {step}


def test_what_lies_outside_the_span_is_cut_off() -> None:
    assert Span(7, 7).cut == [7, 8]
    assert Span(5, 2 * HOUR_MS).cut == [5, HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS + 1]
    assert Span(DAY_MS - 1, 4 * DAY_MS).cut == [DAY_MS - 1, DAY_MS, 2 * DAY_MS, 3 * DAY_MS, 4 * DAY_MS, 4 * DAY_MS + 1]
    assert len(Span(5, 2 * HOUR_MS).cut) == len(Span(5, 2 * HOUR_MS).edges)
