"""How a site's moderation goes: what came in and was held, who decided what and how soon, who agreed with whom."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from people import Moderator
from service_client import Service

VILE = "You are a stupid idiot, number {}."
CALM = "Thank you for article number {}."


async def _statistics(moderator: Moderator, path: str = "", **query: Any) -> Any:
    answer = await moderator.get(f"/v1/moderation/statistics{path}?{urlencode(query)}")
    assert answer.status == 200, answer.body
    return answer.document


def _ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


async def _a_day(service: Service) -> tuple[Moderator, Moderator]:
    """Ten vile comments, held, and ten calm ones, published; Max decides the vile, Mia the calm ones, two of each as
    the classifier did not think."""
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    for number in range(10):
        vile = await service.guest(f"Ann {number}").says(VILE.format(number))
        calm = await service.guest(f"Ben {number}").says(CALM.format(number))
        assert (vile.visible, calm.visible) == (False, True)
        await max_.decides("reject" if number > 1 else "approve", vile.id)
        await mia.decides("approve" if number > 1 else "reject", calm.id)
    return max_, mia


async def test_a_moderator_sees_volume_decisions_and_agreement(service: Service) -> None:
    max_, _ = await _a_day(service)

    found = await _statistics(max_)

    assert (found["comments"], found["held"], found["held_share"]) == (20, 10, 0.5)
    assert found["complete_since"] is None
    queues = {each["queue"]: each for each in found["queues"]}
    assert (queues["pending"]["decisions"], queues["pending"]["rejected"], queues["pending"]["approved"]) == (10, 8, 2)
    assert (queues["unreviewed"]["decisions"], queues["unreviewed"]["rejected"]) == (10, 2)
    assert queues["reported"]["median_seconds"] is None
    assert 0 <= queues["pending"]["median_seconds"] <= queues["pending"]["slow_seconds"] < 60
    by = {each["moderator"]: each for each in found["moderators"]}
    assert (by["Max"]["decisions"], by["Max"]["agreement"]["share"]) == (10, 0.8)
    assert found["agreement"] == {
        "decided": 20,
        "share": 0.8,
        "flagged_rejected": 8,
        "flagged_approved": 2,
        "passed_rejected": 2,
        "passed_approved": 8,
    }
    assert sum(step["comments"] for step in found["steps"]) == 20
    assert sum(step["rejected"] for step in found["steps"]) == 10
    assert found["step_seconds"] == 86_400


async def test_what_was_taken_back_is_told_apart_and_no_label(service: Service) -> None:
    max_ = await service.moderator("Max")
    said = await service.guest("Ann").says(VILE.format(1))
    row = await max_.rejects(said.id)
    await max_.undoes(row["decision_id"])

    found = await _statistics(max_)

    pending = next(each for each in found["queues"] if each["queue"] == "pending")
    assert (pending["decisions"], pending["undone"], pending["median_seconds"]) == (1, 1, None)
    assert found["agreement"]["decided"] == 0
    assert found["agreement"]["share"] is None


async def test_the_wait_of_a_reported_comment_begins_with_its_first_report(service: Service) -> None:
    max_, reader = await service.moderator("Max"), service.reader()
    said = await service.guest("Ann").says(CALM.format(1))
    await reader.report(said.id)
    await max_.approves(said.id)

    found = await _statistics(max_)

    reported = next(each for each in found["queues"] if each["queue"] == "reported")
    assert reported["decisions"] == 1
    assert 0 <= reported["median_seconds"] < 60


async def test_another_threshold_is_tried_on_what_was_decided(service: Service) -> None:
    max_, _ = await _a_day(service)

    found = await _statistics(max_, "/thresholds", attribute="TOXICITY")

    assert (found["decided"], found["rejected"], found["comments"], found["sample"]) == (20, 10, 20, 20)
    assert found["hold"] == 0.8
    points = found["points"]
    assert [point["threshold"] for point in points] == [step / 100 for step in range(101)]
    assert (points[0]["held"], points[0]["recall"], points[0]["precision"], points[0]["missed"]) == (20, 1.0, 0.5, 0)
    at_hold = points[80]
    assert (at_hold["held"], at_hold["precision"], at_hold["recall"], at_hold["missed"]) == (10, 0.8, 0.8, 2)
    assert at_hold["reviewed_a_day"] < points[0]["reviewed_a_day"]
    held = [point["held"] for point in points]
    assert held == sorted(held, reverse=True)


async def test_a_span_that_makes_no_sense_is_refused_and_an_empty_one_is_empty(service: Service) -> None:
    max_, _ = await _a_day(service)

    for query in ({"from": _ago(days=1), "to": _ago(days=2)}, {"from": _ago(days=100)}, {"from": "yesterday"}):
        answer = await max_.get(f"/v1/moderation/statistics?{urlencode(query)}")
        assert "from" in answer.problem(422, "invalid")["errors"]
    answer = await max_.get("/v1/moderation/statistics/thresholds?attribute=CHARM")
    assert "attribute" in answer.problem(422, "invalid")["errors"]
    before = await _statistics(max_, **{"from": _ago(days=9), "to": _ago(days=8)})
    assert (before["comments"], before["held"], before["held_share"], before["moderators"]) == (0, 0, 0.0, [])
    hours = await _statistics(max_, **{"from": _ago(hours=3)})
    assert hours["step_seconds"] == 3600
    assert sum(step["comments"] for step in hours["steps"]) == 20


async def test_another_sites_numbers_are_its_own(service: Service) -> None:
    await _a_day(service)
    ada = await service.admin()
    await ada.post("/v1/sites", {"id": "paper"})
    made = await ada.of_site("paper").post("/v1/sites/paper/tokens", {"name": "Pia", "role": "moderator"})
    pia = {"Authorization": f"Bearer {made.document['token']}"}

    own = await service.reader().get("/v1/moderation/statistics", headers=pia | {"X-Site": "paper"})
    other = await service.reader().get("/v1/moderation/statistics", headers=pia)

    assert own.document["comments"] == 0
    assert other.status in (401, 403)
