"""What a score means: counted on this site's decisions with similar scores."""

import pytest
from builders import a_comment

from moderation.domain.decision import Action
from moderation.domain.learning import Label
from moderation.services import readings
from moderation.services.decided import Decided
from moderation.services.readings import LEAST_ALIKE, MOST_ALIKE, Readings
from moderation.storage.client import Store
from moderation.storage.decisions import Done, Ordered
from moderation.storage.records import Records


def label(score: float, *, rejected: bool, model: str = "m") -> Label:
    return Label(rejected, "moderator:1", False, 0, {"TOXICITY": score}, "words", model=model)


def near(labels: list[Label], score: float) -> readings.Reading | None:
    return readings._by_attribute(labels)["m", "TOXICITY"].near(score)


def test_the_nearest_scores_are_counted() -> None:
    labels = [label(0.80 + number / 1000, rejected=number % 10 < 8) for number in range(100)]
    reading = near(labels, 0.85)
    assert reading is not None
    assert reading.decided == MOST_ALIKE
    assert reading.rejected == 40
    assert reading.low <= 0.85 <= reading.high
    assert reading.high - reading.low == pytest.approx(0.049)


def test_scores_far_away_say_nothing() -> None:
    labels = [label(0.2, rejected=False)] * 200 + [label(0.9, rejected=True)] * (LEAST_ALIKE - 1)
    assert near(labels, 0.85) is None
    enough = near([*labels, label(0.94, rejected=False)], 0.85)
    assert enough is not None
    assert (enough.decided, enough.rejected, enough.low, enough.high) == (10, 9, 0.9, 0.94)


def test_a_crowd_of_equal_scores_counts_as_many_as_any() -> None:
    reading = near([label(0.5, rejected=True)] * 1000, 0.5)
    assert reading == readings.Reading(MOST_ALIKE, MOST_ALIKE, 0.5, 0.5)


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_the_ends_of_the_scale_are_read_from_one_side(score: float) -> None:
    reading = near([label(abs(score - number / 1000), rejected=True) for number in range(20)], score)
    assert reading is not None
    assert reading.decided == 20


async def test_decisions_that_stand_are_counted_for_the_model_that_gave_the_scores(store: Store) -> None:
    records = Records(store)
    await records.sites.create("default", "Default", b"{}")
    decided = []
    for number in range(12):
        comment = await a_comment(records, f"article {number % 3}", saying=f"Remark {number}.")
        action = Action.REJECT if number < 9 else Action.APPROVE
        detail = b'{"action":"%s","actor":"moderator:1"}' % action.encode()
        (done,) = await records.decisions.decide("default", "moderator:1", [Ordered(comment, action, None, detail)])
        assert isinstance(done, Done)
        decided.append(done.decision_id)
    await records.decisions.undo("default", decided[0], "moderator:1", b'{"action":"undo","actor":"moderator:1"}')
    counted = Readings(Decided(records))

    found = await counted.of("default", "test", {"TOXICITY": 0.12, "THREAT": 0.12})

    assert found == {"TOXICITY": {"decided": 11, "rejected": 8, "low": 0.1, "high": 0.1}}
    assert await counted.of("default", "test", {"TOXICITY": 0.5}) == {}
    assert await counted.of("default", "another", {"TOXICITY": 0.12}) == {}
    await counted.close()
