"""A wave of comments is decided as one act, and the act is taken back as one, whatever happened in between."""

import asyncio
from pathlib import Path

import pytest
from movers import unseen
from people import Moderator
from service_client import Service

from moderation.domain.errors import StorageUnavailable
from moderation.importers import native
from moderation.services.transfer import Transfer
from moderation.storage.decisions import Ordered
from moderation.storage.verification import Verification


async def a_wave(service: Service, number: int) -> list[str]:
    said = [await service.guest(f"Guest {n}").says(f"The referee was blind in minute {n}.") for n in range(number)]
    return [each.id for each in said]


async def statuses(max_: Moderator, ids: list[str]) -> list[str]:
    return [(await max_.dossier(each))["comment"]["status"] for each in ids]


async def wrong_with(service: Service, site: str = "default") -> list[str]:
    return [finding.what async for finding in Verification(service.house.store, site).findings()]


async def test_one_act_is_taken_back_with_one_undo(service: Service) -> None:
    reader, max_, mia = service.reader(), await service.moderator("Max"), await service.moderator("Mia")
    wave = await a_wave(service, 12)
    await reader.report(wave[3], "spam")
    before = await max_.queue_lengths()

    act = await max_.decides_at_once("reject", *wave, reason="spam")

    assert [row["status"] for row in act["results"]] == ["rejected"] * 12
    assert await reader.count() == 0
    assert set((await max_.queue_lengths()).values()) == {0}
    assert await wrong_with(service) == []

    undone = await mia.undoes_all_of(act["bulk_id"])

    assert (undone["undone"], undone["left"]) == (12, 0)
    assert [row["comment_id"] for row in undone["results"]] == wave
    assert {row["status"] for row in undone["results"]} == {"published"}
    assert await reader.count() == 12
    assert await max_.queue_lengths() == before
    assert await wrong_with(service) == []


async def test_an_act_moves_with_the_site_and_is_taken_back_there(service: Service, tmp_path: Path) -> None:
    max_ = await service.moderator("Max")
    wave = await a_wave(service, 4)
    await service.guest("Eve").says("Elsewhere.", on="other")
    act = await max_.decides_at_once("reject", *wave[:3], reason="spam")
    alone = await max_.rejects(wave[3])
    [before] = [each for each in (await max_.get("/v1/moderation/history")).document["items"] if each["bulk_id"]]

    transfer, paper = Transfer(service.house.records), await service.new_site("paper")
    moved = [record async for record in transfer.exported("default", unseen)]
    (file := tmp_path / "site.jsonl").write_bytes(b"".join(map(native.write, moved)) + native.write_end(len(moved)))
    for _ in range(2):
        await transfer.imported(paper, native.read(file, unseen), "operator:command line")

    there, reader = await service.moderator("Mia", site=paper), service.reader(paper)
    acts = (await there.get("/v1/moderation/history")).document["items"]
    [after] = [each for each in acts if each["kind"] == "bulk"]
    assert after == before
    assert (after["comments"], after["undoable"], after["reason"]) == (3, True, "spam")
    assert alone["decision_id"] in [each["decision_id"] for each in acts]
    assert await wrong_with(service, paper) == []
    undone = (await there.post(f"/v1/moderation/bulk/{act['bulk_id']}/undo")).document
    assert (undone["undone"], undone["left"]) == (3, 0)
    assert await reader.count() == 3
    assert await wrong_with(service, paper) == []


async def test_the_audit_log_tells_the_story(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    wave = await a_wave(service, 3)

    act = await max_.decides_at_once("reject", *wave, reason="spam")
    await mia.undoes_all_of(act["bulk_id"])

    [began] = await max_.audit("bulk")
    assert (began["actor"], began["detail"]) == ("Max", {"bulk": act["bulk_id"], "decide": ["reject"], "comments": 3})
    rejected = await max_.audit("reject")
    assert {entry["detail"]["comment"] for entry in rejected} == set(wave)
    assert {entry["detail"]["bulk"] for entry in rejected} == {act["bulk_id"]}
    [taken_back] = await max_.audit("undo_bulk")
    assert (taken_back["actor"], taken_back["detail"]) == ("Mia", {"bulk": act["bulk_id"], "comments": 3})
    assert {(entry["actor"], entry["detail"]["bulk"]) for entry in await max_.audit("undo")} == {
        ("Mia", act["bulk_id"])
    }
    [decision] = (await max_.dossier(wave[0]))["decisions"]
    assert (decision["bulk_id"], decision["moderator"], decision["undone_by"]) == (act["bulk_id"], "Max", "Mia")


async def test_a_second_undo_changes_nothing(service: Service) -> None:
    max_ = await service.moderator()
    wave = await a_wave(service, 4)
    act = await max_.decides_at_once("reject", *wave)

    first = await max_.undoes_all_of(act["bulk_id"])
    entries = await max_.audit()
    second = await max_.undoes_all_of(act["bulk_id"])

    assert second == first
    assert await max_.audit() == entries


async def test_two_moderators_who_undo_at_the_same_time_undo_once(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    wave = await a_wave(service, 20)
    act = await max_.decides_at_once("reject", *wave)

    both = await asyncio.gather(max_.undoes_all_of(act["bulk_id"]), mia.undoes_all_of(act["bulk_id"]))

    assert [(each["undone"], each["left"]) for each in both] == [(20, 0), (20, 0)]
    assert both[0]["results"] == both[1]["results"]
    assert len(await max_.audit("undo")) == 20


async def test_what_moved_since_is_told_and_not_forced(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    wave = await a_wave(service, 4)
    act = await max_.decides_at_once("reject", *wave)
    await mia.approves(wave[1])
    await mia.undoes(act["results"][2]["decision_id"])

    undone = await max_.undoes_all_of(act["bulk_id"])

    assert (undone["undone"], undone["left"]) == (3, 1)
    moved = undone["results"][1]
    assert (moved["comment_id"], moved["problem"]["type"]) == (wave[1], "/problems/not-undoable")
    assert moved["problem"]["version"] == 3
    assert await statuses(max_, wave) == ["published", "approved", "published", "published"]
    shown = (await max_.get(f"/v1/moderation/bulk/{act['bulk_id']}")).document
    assert [row["undone_by"] for row in shown["items"]] == ["Max", None, "Mia", "Max"]
    assert [row["status"] for row in shown["items"]] == ["published", "approved", "published", "published"]
    assert await wrong_with(service) == []


async def test_rows_that_fail_are_told_row_by_row_and_the_rest_is_done(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    held = await service.guest("Eve").says("You are a stupid idiot.")
    wave = await a_wave(service, 3)
    nobody = "019400f0-0000-7000-8000-000000000000"
    await mia.claims("pending")
    rows = [
        {"comment_id": wave[0], "action": "reject"},
        {"comment_id": wave[1], "action": "reject", "expected_version": 7},
        {"comment_id": held.id, "action": "reject"},
        {"comment_id": nobody, "action": "reject"},
        {"comment_id": "no id at all", "action": "reject"},
        {"comment_id": wave[2], "action": "approve"},
    ]

    act = (await max_.post("/v1/moderation/decisions", {"decisions": rows, "bulk": True})).document

    assert [row.get("status") for row in act["results"]] == ["rejected", None, None, None, None, "approved"]
    assert [row["problem"]["type"] for row in act["results"] if "problem" in row] == [
        "/problems/stale-version",
        "/problems/claimed",
        "/problems/not-found",
        "/problems/not-found",
    ]
    undone = await max_.undoes_all_of(act["bulk_id"])
    assert [row["comment_id"] for row in undone["results"]] == [wave[0], wave[2]]
    assert (await max_.dossier(held.id))["comment"]["status"] == "pending"
    shown = (await max_.get(f"/v1/moderation/bulk/{act['bulk_id']}")).document
    assert [row["comment_id"] for row in shown["items"]] == [wave[0], wave[1], held.id, nobody, wave[2]]
    assert [row["action"] for row in shown["items"]] == ["reject", None, None, None, "approve"]
    assert await wrong_with(service) == []


async def test_one_act_decides_a_comment_once(service: Service) -> None:
    max_ = await service.moderator()
    [said] = await a_wave(service, 1)
    twice = [{"comment_id": said, "action": "approve"}, {"comment_id": said, "action": "reject"}]

    answer = await max_.post("/v1/moderation/decisions", {"decisions": twice, "bulk": True})

    assert list(answer.problem(422, "invalid")["errors"]) == ["decisions"]
    assert await statuses(max_, [said]) == ["published"]
    assert await max_.audit("bulk") == []


async def test_an_act_that_was_cut_off_can_still_be_undone(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    max_ = await service.moderator()
    wave = await a_wave(service, 3)

    async def away(*_: object) -> None:
        raise StorageUnavailable("cut off")

    monkeypatch.setattr(service.house.records.bulks, "finish", away)
    act = await max_.decides_at_once("reject", *wave)

    assert await wrong_with(service) == []
    assert (await max_.undoes_all_of(act["bulk_id"]))["undone"] == 3
    assert await statuses(max_, wave) == ["published"] * 3


@pytest.mark.parametrize("decided", [0, 3, 5])
async def test_an_act_that_was_cut_off_is_finished_by_the_same_request(
    service: Service, monkeypatch: pytest.MonkeyPatch, decided: int
) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    wave = await a_wave(service, 5)
    body = {"decisions": [{"comment_id": each, "action": "reject"} for each in wave], "bulk": True}
    key = {"Idempotency-Key": "wave"}
    decide = service.house.records.decisions.decide

    async def cut_off(site: str, moderator: str, orders: list[Ordered]) -> None:
        await decide(site, moderator, orders[:decided])
        raise StorageUnavailable("cut off")

    monkeypatch.setattr(service.house.records.decisions, "decide", cut_off)
    (await max_.post("/v1/moderation/decisions", body, headers=key)).problem(503, "storage-unavailable")
    assert await statuses(max_, wave) == ["rejected"] * decided + ["published"] * (5 - decided)
    monkeypatch.undo()

    answer = await max_.post("/v1/moderation/decisions", body, headers=key)

    act = answer.document
    assert [(row["comment_id"], row["status"]) for row in act["results"]] == [(each, "rejected") for each in wave]
    assert len({row["decision_id"] for row in act["results"]}) == 5
    assert len(await max_.audit("bulk")) == 1
    assert len(await max_.audit("reject")) == 5
    assert await wrong_with(service) == []
    assert (await mia.undoes_all_of(act["bulk_id"]))["undone"] == 5
    assert await statuses(max_, wave) == ["published"] * 5


async def test_another_request_under_the_key_of_an_act_that_was_cut_off_is_another_act(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    wave = await a_wave(service, 3)
    body = {"decisions": [{"comment_id": each, "action": "reject"} for each in wave], "bulk": True}
    key = {"Idempotency-Key": "wave"}

    async def away(*_: object) -> None:
        raise StorageUnavailable("cut off")

    monkeypatch.setattr(service.house.records.decisions, "decide", away)
    (await max_.post("/v1/moderation/decisions", body, headers=key)).problem(503, "storage-unavailable")
    monkeypatch.undo()

    fewer = body | {"decisions": body["decisions"][:2]}
    acts = [
        (await max_.post("/v1/moderation/decisions", fewer, headers=key)).document["bulk_id"],
        (await mia.post("/v1/moderation/decisions", body, headers=key)).document["bulk_id"],
    ]

    assert len({entry["detail"]["bulk"] for entry in await max_.audit("bulk")} | set(acts)) == 3
    assert await wrong_with(service) == []


async def test_an_act_belongs_to_its_site(service: Service) -> None:
    max_ = await service.moderator()
    other = await service.moderator("Oda", await service.new_site("other"))
    act = await max_.decides_at_once("reject", *(await a_wave(service, 2)))

    (await other.post(f"/v1/moderation/bulk/{act['bulk_id']}/undo")).problem(404, "not-found")
    (await other.get(f"/v1/moderation/bulk/{act['bulk_id']}")).problem(404, "not-found")
    (await max_.post("/v1/moderation/bulk/no-such-act/undo")).problem(404, "not-found")
    (await max_.post(f"/v1/moderation/bulk/{act['bulk_id']}%7Cdecided/undo")).problem(404, "not-found")


async def test_a_repeated_request_is_one_act(service: Service) -> None:
    max_ = await service.moderator()
    wave = await a_wave(service, 2)
    body = {"decisions": [{"comment_id": each, "action": "reject"} for each in wave], "bulk": True}

    both = [
        (await max_.post("/v1/moderation/decisions", body, headers={"Idempotency-Key": "wave"})).document
        for _ in range(2)
    ]

    assert both[0] == both[1]
    assert len(await max_.audit("bulk")) == 1
