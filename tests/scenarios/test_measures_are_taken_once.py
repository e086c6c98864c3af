"""A standing or a warning is told again while its first run still works, or after that died: it is one measure."""

from typing import Any

import pytest
from interruptions import StandsStill, at, dies
from people import Moderator
from service_client import Serve, Service

from moderation.storage.verification import Verification

KEY = {"Idempotency-Key": "once"}
BAN = {"standing": "banned", "reason": "Enough.", "hide_last": 2}
STANDING = "/v1/moderation/authors/maria/standing"
WARNING = "/v1/moderation/authors/maria/warnings"


async def by_maria(service: Service, number: int) -> list[str]:
    maria, ada = await service.member("Maria"), await service.admin("Ada")
    await ada.sets_policy(hold_history_rate=0)
    said = [await maria.says(f"Performance number {each}.") for each in range(number)]
    await service.house.records.author_feed.catch_up("default")
    return [each.id for each in said]


async def statuses(max_: Moderator, ids: list[str]) -> list[str]:
    return [(await max_.dossier(each))["comment"]["status"] for each in ids]


async def wrong_with(service: Service) -> list[str]:
    return [finding.what async for finding in Verification(service.house.store, "default").findings()]


async def test_a_standing_that_is_told_again_is_one(service: Service) -> None:
    max_ = await service.moderator()
    said = await by_maria(service, 5)

    first, again = [await max_.put(STANDING, BAN, headers=KEY) for _ in range(2)]

    assert (first.status, again.status) == (200, 200)
    assert again.document == first.document
    assert again.headers["Idempotent-Replay"] == "true"
    assert len(first.document["measures"]) == 1
    assert await statuses(max_, said) == ["published"] * 3 + ["rejected"] * 2
    other = await max_.put(STANDING, BAN | {"hide_last": 3}, headers=KEY)
    other.problem(422, "idempotency-key-reused")
    assert len((await max_.put(STANDING, BAN)).document["measures"]) == 2, "without a key it is another one"
    assert await wrong_with(service) == []


@pytest.mark.parametrize(
    ("where", "comments"),
    [("while hiding", 5), ("before it stands", 5), ("before it stands", 2), ("once it stands", 5)],
)
async def test_a_standing_that_was_cut_off_is_finished_by_the_same_request(
    service: Service, monkeypatch: pytest.MonkeyPatch, where: str, comments: int
) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    said = await by_maria(service, comments)
    records = service.house.records
    decide, stand = records.decisions.decide, records.measures.set_standing
    match where:
        case "while hiding":
            dies(monkeypatch, records.decisions, "decide", lambda s, m, orders: decide(s, m, orders[:1]))
        case "before it stands":
            dies(monkeypatch, records.measures, "set_standing")
        case _:
            dies(monkeypatch, records.measures, "set_standing", stand)
    (await max_.put(STANDING, BAN, headers=KEY)).problem(503, "storage-unavailable")
    monkeypatch.undo()

    author = (await max_.put(STANDING, BAN, headers=KEY)).document

    assert await statuses(max_, said) == ["published"] * (comments - 2) + ["rejected"] * 2
    [measure] = author["measures"]
    assert (author["standing"], author["strikes"]) == ("banned", 1.0)
    assert len(await max_.audit("bulk")) == len(await max_.audit("set_standing")) == 1
    assert len(await max_.audit("reject")) == 2
    undone = (await mia.takes_back_measure("maria", measure["number"])).document
    assert (undone["standing"], undone["restored"]["undone"]) == ("new", 2)
    assert await wrong_with(service) == []


@pytest.mark.parametrize("where", ["decide", "set_standing"])
async def test_two_runs_of_one_standing_are_one(serve: Serve, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    slow, other = await serve(), await serve()
    max_, run = await slow.moderator("Max"), StandsStill(monkeypatch)
    said = await by_maria(slow, 5)
    records = slow.house.records
    of = records.decisions if where == "decide" else records.measures
    done = getattr(of, where)

    async def stands_still(*args: Any) -> Any:
        await run.here()
        return await done(*args)

    monkeypatch.setattr(of, where, stands_still)

    both = await run.overtaken_by(
        max_.put(STANDING, BAN, headers=KEY), lambda: at(other, max_).put(STANDING, BAN, headers=KEY)
    )

    assert both[0].document["measures"] == both[1].document["measures"]
    assert len(both[0].document["measures"]) == 1
    assert await statuses(max_, said) == ["published"] * 3 + ["rejected"] * 2
    assert len(await max_.audit("reject")) == 2
    assert await wrong_with(slow) == []


async def test_a_retry_leaves_a_standing_alone_that_was_taken_back_in_between(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    said = await by_maria(service, 2)
    records = service.house.records
    dies(monkeypatch, records.measures, "set_standing", records.measures.set_standing)
    (await max_.put(STANDING, BAN, headers=KEY)).problem(503, "storage-unavailable")
    monkeypatch.undo()
    [measure] = (await mia.author("maria"))["measures"]
    assert (await mia.takes_back_measure("maria", measure["number"])).status == 200

    author = (await max_.put(STANDING, BAN, headers=KEY)).document

    assert (author["standing"], author["measures"][0]["undone_by"], len(author["measures"])) == ("new", "Mia", 1)
    assert await statuses(max_, said) == ["published"] * 2
    assert await wrong_with(service) == []


async def test_a_warning_that_was_cut_off_and_what_follows_from_it_are_done_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    max_, ada = await service.moderator("Max"), await service.admin("Ada")
    await ada.sets_policy(strikes_suspend=1, strikes_suspend_days=3)
    warning, records = {"message": "Please stay polite."}, service.house.records
    dies(monkeypatch, records.measures, "warn", records.measures.warn)
    (await max_.post(WARNING, warning, headers=KEY)).problem(503, "storage-unavailable")
    monkeypatch.undo()
    assert (await max_.author("maria"))["standing"] == "new"
    dies(monkeypatch, records.measures, "set_standing", records.measures.set_standing)
    (await max_.post(WARNING, warning, headers=KEY)).problem(503, "storage-unavailable")
    monkeypatch.undo()

    author = await ada.author("maria")
    assert [each["moderator"] for each in author["measures"]] == ["policy", "Max"]
    assert (await ada.takes_back_measure("maria", author["measures"][0]["number"])).status == 200
    answer = await max_.post(WARNING, warning, headers=KEY)

    assert (answer.status, answer.document["standing"], len(answer.document["measures"])) == (201, "new", 2)
    assert answer.document["strikes"] == 1.0
    assert await wrong_with(service) == []
