"""A threshold from a target, on numbers that can be worked out by hand."""

from collections.abc import AsyncIterator

import pytest
from builders import QUEUES_OF

from moderation.domain.comment import Judgement, Revision, Status
from moderation.domain.decision import Action
from moderation.domain.errors import Conflict, Invalid
from moderation.services.house import House
from moderation.services.thresholds import Thresholds
from moderation.settings import Settings
from moderation.storage.comments import Posted, Ruling
from moderation.storage.decisions import Done, Ordered


@pytest.fixture
async def house(valkey_url: str, scorer: object) -> AsyncIterator[House]:
    house = await House.open(Settings(redis_url=valkey_url), scorer)
    yield house
    await house.close()


@pytest.fixture
def thresholds(house: House) -> Thresholds:
    return house.thresholds


async def scored(house: House, article: str, score: float) -> bytes:
    place = await house.records.threads.settle("default", article)
    revision = Revision("Words.", "Ann", True, "", 0, Judgement(scores={"TOXICITY": score}, model="test"))
    ruling = Ruling(Status.PUBLISHED, QUEUES_OF[Status.PUBLISHED], 100)
    posted = await house.records.comments.post(
        "default", place, article, author="ann", parent=None, revision=revision, ruling=ruling
    )
    assert isinstance(posted, Posted)
    return posted.id


async def decided(house: House, ids: list[bytes], action: Action) -> None:
    detail = f'{{"action":"{action}","actor":"moderator:max"}}'.encode()
    orders = [Ordered(each, action, None, detail) for each in ids]
    assert all(isinstance(row, Done) for row in await house.records.decisions.decide("default", "max", orders))


async def test_the_sites_own_comments_are_measured_once_enough_were_decided(
    house: House, thresholds: Thresholds
) -> None:
    fine = [await scored(house, f"news-{number % 7}", number / 200) for number in range(200)]
    bad = [await scored(house, f"news-{number % 7}", 0.5 + number / 100) for number in range(50)]
    await decided(house, fine[:160], Action.APPROVE)
    await decided(house, bad, Action.REJECT)

    found = await thresholds.suggest("default", "TOXICITY", 0.2, "ada")

    # 40 of the 200 fine comments have 0.80 and more, and so have 20 of the 50 bad ones.
    assert (found["basis"], found["threshold"], found["comments"], found["decided"]) == ("decisions", 0.8, 250, 210)
    assert (found["fine_held"]["share"], found["recall"]["share"]) == (0.2, 0.4)
    assert found["recall"]["low"] < 0.4 < found["recall"]["high"]
    assert (await house.access.policy("default")).hold["TOXICITY"] == found["present"]


async def test_applying_it_sets_the_policy_and_is_audited(house: House, thresholds: Thresholds) -> None:
    found = await thresholds.suggest("default", "TOXICITY", 0.01, "ada", apply=True)

    assert (await house.policymaking.policy("default"))["hold"]["TOXICITY"] == found["threshold"]
    entries = await house.records.audit.newest("default", 10, None)
    assert entries[0].detail["action"] == "set_policy"
    assert entries[0].detail["actor"] == "ada"


async def test_without_decisions_the_released_models_own_measurements_serve(thresholds: Thresholds) -> None:
    strict = await thresholds.suggest("default", "TOXICITY", 0.004, "ada")
    lenient = await thresholds.suggest("default", "TOXICITY", 0.02, "ada")

    assert (strict["basis"], strict["applied"]) == ("released model", False)
    assert strict["threshold"] > lenient["threshold"]
    assert strict["recall"]["share"] < lenient["recall"]["share"]
    assert strict["fine_held"]["share"] <= 0.0045


async def test_what_nobody_measured_has_no_threshold(thresholds: Thresholds) -> None:
    with pytest.raises(Conflict, match="has not been measured"):
        await thresholds.suggest("default", "LIKELY_TO_REJECT", 0.03, "ada")


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1])
async def test_a_target_is_a_share(thresholds: Thresholds, share: float) -> None:
    with pytest.raises(Invalid):
        await thresholds.suggest("default", "TOXICITY", share, "ada")
