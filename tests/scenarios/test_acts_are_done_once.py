"""A request to decide comes again while its first run still works, or after that died: each comment is decided once."""

from typing import Any

import pytest
from interruptions import StandsStill, at, dies
from people import Answer, Moderator
from service_client import Serve, Service

from moderation.storage.decisions import Ordered
from moderation.storage.verification import Verification

KEY = {"Idempotency-Key": "once"}
DECISIONS = "/v1/moderation/decisions"


async def a_wave(service: Service, number: int) -> list[str]:
    said = [await service.guest(f"Guest {n}").says(f"The referee was blind in minute {n}.") for n in range(number)]
    return [each.id for each in said]


async def statuses(max_: Moderator, ids: list[str]) -> list[str]:
    return [(await max_.dossier(each))["comment"]["status"] for each in ids]


async def wrong_with(service: Service) -> list[str]:
    return [finding.what async for finding in Verification(service.house.store, "default").findings()]


def rejecting(wave: list[str], *, bulk: bool) -> dict[str, Any]:
    return {"decisions": [{"comment_id": each, "action": "reject"} for each in wave], "bulk": bulk}


@pytest.mark.parametrize("bulk", [True, False])
@pytest.mark.parametrize("decided", [0, 3])
async def test_two_runs_of_one_act_decide_a_comment_once(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, decided: int, bulk: bool
) -> None:
    slow, other = await serve(), await serve()
    max_ = await slow.moderator("Max")
    wave, run = await a_wave(slow, 5), StandsStill(monkeypatch)
    decide = slow.house.records.decisions.decide

    async def stands_still(site: str, moderator: str, orders: list[Ordered]) -> Any:
        first = await decide(site, moderator, orders[:decided])
        await run.here()
        return [*first, *await decide(site, moderator, orders[decided:])]

    monkeypatch.setattr(slow.house.records.decisions, "decide", stands_still)
    body = rejecting(wave, bulk=bulk)

    both = await run.overtaken_by(
        max_.post(DECISIONS, body, headers=KEY), lambda: at(other, max_).post(DECISIONS, body, headers=KEY)
    )

    assert both[0].document == both[1].document
    assert [row["status"] for row in both[0].document["results"]] == ["rejected"] * 5
    assert len(await max_.audit("reject")) == 5
    assert len(await max_.audit("bulk")) == bulk
    assert await wrong_with(slow) == []


async def test_what_was_taken_back_in_between_is_not_decided_anew(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, other = await serve(), await serve()
    max_, mia = await slow.moderator("Max"), await slow.moderator("Mia")
    wave, run = await a_wave(slow, 3), StandsStill(monkeypatch)
    decide = slow.house.records.decisions.decide

    async def stands_still(site: str, moderator: str, orders: list[Ordered]) -> Any:
        await run.here()
        return await decide(site, moderator, orders)

    monkeypatch.setattr(slow.house.records.decisions, "decide", stands_still)
    body = rejecting(wave, bulk=True)

    async def retried_and_taken_back() -> Answer:
        answer = await at(other, max_).post(DECISIONS, body, headers=KEY)
        if answer.status == 200:
            assert (await mia.undoes_all_of(answer.document["bulk_id"]))["undone"] == 3
        return answer

    await run.overtaken_by(max_.post(DECISIONS, body, headers=KEY), retried_and_taken_back)

    assert await statuses(max_, wave) == ["published"] * 3
    assert len(await max_.audit("reject")) == 3
    assert await wrong_with(slow) == []


@pytest.mark.parametrize("bulk", [True, False])
async def test_a_retry_leaves_alone_what_was_taken_back_after_its_first_run_died(
    service: Service, monkeypatch: pytest.MonkeyPatch, bulk: bool
) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    wave = await a_wave(service, 3)
    decide = service.house.records.decisions.decide

    dies(monkeypatch, service.house.records.decisions, "decide", lambda site, by, orders: decide(site, by, orders[:2]))
    body = rejecting(wave, bulk=bulk)
    (await max_.post(DECISIONS, body, headers=KEY)).problem(503, "storage-unavailable")
    monkeypatch.undo()
    [decision] = (await max_.dossier(wave[0]))["decisions"]
    assert (await mia.undoes(decision["decision_id"])).status == 200

    rows = (await max_.post(DECISIONS, body, headers=KEY)).document["results"]

    assert rows[0]["decision_id"] == decision["decision_id"], "it is told what was decided then"
    assert await statuses(max_, wave) == ["published", "rejected", "rejected"]
    assert len(await max_.audit("reject")) == 3
    assert await wrong_with(service) == []


async def test_what_was_decided_is_told_where_it_could_not_be_any_more(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, wave = await service.admin("Ada"), await a_wave(service, 3)
    await ada.sets_policy(house_rules=["No insults"])
    decide = service.house.records.decisions.decide
    dies(monkeypatch, service.house.records.decisions, "decide", lambda site, by, orders: decide(site, by, orders[:2]))
    rows = [{"comment_id": each, "action": "reject", "ground": "rules", "rule": "No insults"} for each in wave]
    body = {"decisions": rows, "bulk": True}
    (await ada.post(DECISIONS, body, headers=KEY)).problem(503, "storage-unavailable")
    monkeypatch.undo()
    await ada.sets_policy(house_rules=[])

    told = (await ada.post(DECISIONS, body, headers=KEY)).document["results"]

    assert [row.get("status") for row in told] == ["rejected", "rejected", None]
    assert told[2]["problem"]["type"] == "/problems/invalid"
    assert await statuses(ada, wave) == ["rejected", "rejected", "published"]
    assert await wrong_with(service) == []


async def test_the_same_comment_twice_in_one_request_is_decided_twice(service: Service) -> None:
    max_ = await service.moderator()
    [said] = await a_wave(service, 1)
    rows = [{"comment_id": said, "action": action} for action in ("reject", "approve")]

    results = (await max_.post(DECISIONS, {"decisions": rows}, headers=KEY)).document["results"]

    assert [row["status"] for row in results] == ["rejected", "approved"]
