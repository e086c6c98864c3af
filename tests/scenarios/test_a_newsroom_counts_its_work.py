"""How much came in, what was held, who decided how soon, and how often the classifier was right."""

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest
from people import Moderator
from service_client import Service

from moderation.storage import activity

VILE, FINE = "You are a stupid idiot.", "Good game, everybody."


async def statistics(max_: Moderator, **query: str) -> Any:
    answer = await max_.get(f"/v1/moderation/statistics?{urlencode(query)}")
    assert answer.status == 200, answer.body
    return answer.document


async def a_day_of_work(service: Service) -> tuple[Moderator, Moderator]:
    """Three vile comments, four fine ones, one of them reported; Max decides most, Mia a little."""
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    vile = [await service.guest(f"Vile {n}").says(VILE, f"a{n}") for n in range(3)]
    fine = [await service.guest(f"Fine {n}").says(FINE, f"b{n}") for n in range(4)]
    await service.reader().report(fine[0].id, "spam")
    await max_.rejects(vile[0].id)
    await max_.rejects(vile[1].id)
    await max_.approves(vile[2].id)
    await max_.approves(fine[1].id)
    await mia.rejects(fine[0].id)
    await mia.undoes((await mia.rejects(fine[2].id))["decision_id"])
    await mia.decides("escalate", fine[3].id)
    return max_, mia


async def test_volume_and_what_was_held(service: Service) -> None:
    max_, _ = await a_day_of_work(service)

    found = await statistics(max_)

    assert (found["comments"], found["held"], found["held_share"]) == (7, 3, round(3 / 7, 4))
    assert found["complete_since"] is None
    assert found["step_seconds"] == 86400
    counted = {name: sum(step[name] for step in found["steps"]) for name in found["steps"][0] if name != "from"}
    assert counted == {"comments": 7, "held": 3, "refused": 0, "approved": 2, "rejected": 4, "escalated": 1}
    earlier = await statistics(max_, to="2020-01-01T00:00:00Z")
    assert (earlier["comments"], earlier["held"], earlier["held_share"]) == (0, 0, 0.0)


async def test_decisions_and_time_to_decision(service: Service) -> None:
    max_, _ = await a_day_of_work(service)

    found = await statistics(max_)

    queues = {row["queue"]: row for row in found["queues"]}
    assert {name: row["decisions"] for name, row in queues.items()} == {
        "pending": 3,
        "reported": 1,
        "unreviewed": 3,
        "unscored": 0,
        "appeals": 0,
        "escalated": 0,
    }
    assert (queues["unreviewed"]["undone"], queues["unreviewed"]["escalated"]) == (1, 1)
    assert 0 <= queues["pending"]["median_seconds"] <= queues["pending"]["slow_seconds"] < 60
    assert queues["unscored"]["median_seconds"] is None
    moderators = {row["moderator"]: row for row in found["moderators"]}
    assert {name: (row["approved"], row["rejected"], row["undone"]) for name, row in moderators.items()} == {
        "Max": (2, 2, 0),
        "Mia": (0, 2, 1),
    }
    assert moderators["Max"]["agreement"] == {
        "decided": 4,
        "share": 0.75,
        "flagged_rejected": 2,
        "flagged_approved": 1,
        "passed_rejected": 0,
        "passed_approved": 1,
    }
    assert found["agreement"]["decided"] == 5, "what was undone is no decision that stands"


async def test_what_was_reported_waits_from_its_first_report(service: Service) -> None:
    max_ = await service.moderator()
    said = await service.guest("Ann").says(FINE)
    await asyncio.sleep(1.0)
    await service.reader().report(said.id, "spam")
    await max_.approves(said.id)

    [reported] = [row for row in (await statistics(max_))["queues"] if row["queue"] == "reported"]

    assert reported["median_seconds"] < 1.0


async def test_more_than_is_read_at_once_says_since_when_it_is_complete(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "MOST_ENTRIES", 4)
    monkeypatch.setattr(activity, "_PAGE", 2)
    max_ = await service.moderator()
    said = [await service.guest(f"Guest {n}").says(FINE) for n in range(6)]
    for each in said:
        await max_.approves(each.id)

    found = await statistics(max_)

    assert sum(row["decisions"] for row in found["queues"]) == 4
    assert found["from"] < found["complete_since"] <= found["to"]


async def test_the_price_of_every_threshold_on_ones_own_decisions(service: Service) -> None:
    max_, _ = await a_day_of_work(service)

    answer = await max_.get("/v1/moderation/statistics/thresholds?attribute=TOXICITY")

    found = answer.document
    assert answer.status == 200, answer.body
    assert (found["decided"], found["rejected"], found["comments"], found["sample"]) == (5, 3, 7, 7)
    assert found["hold"] == 0.8
    at = {point["threshold"]: point for point in found["points"]}
    assert (at[0.8]["held"], at[0.8]["precision"], at[0.8]["recall"], at[0.8]["missed"]) == (3, 0.6667, 0.6667, 1)
    assert at[0.8]["reviewed_a_day"] == round(3 / 7, 2)
    assert at[0.0]["recall"] == 1.0


async def test_what_cannot_be_counted_is_explained(service: Service) -> None:
    max_ = await service.moderator()
    for path, field in (
        ("statistics?from=2020-01-01T00:00:00Z", "from"),
        ("statistics?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from"),
        ("statistics/thresholds?attribute=BOREDOM", "attribute"),
    ):
        assert list((await max_.get(f"/v1/moderation/{path}")).problem(422, "invalid")["errors"]) == [field]


async def test_a_site_counts_its_own(service: Service) -> None:
    await a_day_of_work(service)
    oda = await service.moderator("Oda", await service.new_site("other"))

    found = await statistics(oda)

    assert (found["comments"], found["held"], found["moderators"]) == (0, 0, [])
