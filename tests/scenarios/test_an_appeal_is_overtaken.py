"""An author objects, and what is objected to ends before anybody has heard them."""

import asyncio
from dataclasses import replace

import pytest
from builders import a_revision, place_of
from people import Author, Moderator, Said
from service_client import Service

from moderation.domain import ids
from moderation.domain.comment import Status
from moderation.storage import keys
from moderation.storage.comments import Posted, Ruling
from moderation.storage.verification import Verification


async def rejected(author: Author, by: Moderator, text: str = "What a clumsy performance.") -> tuple[Said, str]:
    """A comment and the decision that it was rejected by."""
    said = await author.says(text)
    decision: str = (await by.rejects(said.id, reason="insult"))["decision_id"]
    return said, decision


async def appealed(author: Author, said: Said | str) -> str:
    answer = await author.appeals(said)
    assert answer.status == 202, answer.body
    appeal: str = answer.document["appeal"]["id"]
    return appeal


async def ends(service: Service, lengths: dict[str, int]) -> None:
    """The queues are as long as this, and what is stored agrees with itself."""
    assert await (await service.moderator("Moe")).queue_lengths() == {
        "pending": 0, "reported": 0, "unreviewed": 0, "unscored": 0, "appeals": 0, "escalated": 0, **lengths
    }  # fmt: skip
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_whoever_takes_their_rejection_back_overturns_it(service: Service) -> None:
    maria, rita = await service.member("Maria"), await service.member("Rita")
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    said = await maria.says("What a clumsy performance.")
    await rita.report(said.id)
    decision = (await max_.rejects(said.id))["decision_id"]
    appeal = await appealed(maria, said)
    async with mia.listening("/v1/moderation/events") as stream:
        await stream.next("queues")

        assert (await max_.undoes(decision)).document["status"] == "published"

        left = await stream.next("left")
    assert (left.document["comment_id"], left.document["queue"]) == (said.id, "appeals")
    [mine] = await maria.own_comments()
    assert (mine["status"], mine["appeal"]["state"], mine["appeal"]["message"]) == ("published", "overturned", None)
    assert mine["appeal"]["decided_at"] is not None
    assert [report["appeal"] for report in await rita.own_reports()] == ["overturned"]
    [kept] = (await mia.dossier(said.id))["appeals"]
    assert (kept["state"], kept["decided_by"], kept["outcome_decision_id"]) == ("overturned", "Max", None)
    assert await service.reader().count() == 1
    for outcome in ("upheld", "overturned"):
        closed = (await mia.hears(appeal, outcome)).problem(409, "appeal-closed")
        assert closed["state"] == "overturned"
    (await max_.undoes(decision)).problem(409, "not-undoable")
    assert await mia.open_appeals() == []
    await ends(service, {"reported": 1, "unreviewed": 1})


async def test_an_approval_is_the_outcome_and_taking_it_back_opens_the_appeal_again(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said, _ = await rejected(maria, max_)
    appeal = await appealed(maria, said)

    approval = (await mia.approves(said.id))["decision_id"]

    [mine] = await maria.own_comments()
    assert (mine["status"], mine["appeal"]["state"]) == ("approved", "overturned")
    [kept] = (await mia.dossier(said.id))["appeals"]
    assert (kept["decided_by"], kept["outcome_decision_id"]) == ("Mia", approval)
    await ends(service, {})
    (await max_.undoes(approval)).problem(409, "own-decision")
    assert (await mia.undoes(approval)).document["status"] == "rejected"
    [waiting] = await mia.open_appeals()
    assert (waiting["id"], waiting["decided_at"], waiting["decided_by"]) == (appeal, None, None)
    assert (await mia.hears(appeal, "upheld")).status == 200
    await ends(service, {})


async def test_whoever_approves_what_they_rejected_may_think_again(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said, _ = await rejected(maria, max_)
    appeal = await appealed(maria, said)

    approval = (await max_.approves(said.id))["decision_id"]

    assert (await maria.own_comments())[0]["appeal"]["state"] == "overturned"
    assert (await max_.undoes(approval)).document["status"] == "rejected"
    assert await mia.queued("appeals") == [said.id]
    (await max_.hears(appeal, "upheld")).problem(409, "own-decision")
    await ends(service, {"appeals": 1})


async def test_what_leaves_a_comment_rejected_leaves_its_appeal_open(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said, _ = await rejected(maria, max_)
    appeal = await appealed(maria, said)

    again = (await mia.rejects(said.id))["decision_id"]
    await max_.decides("escalate", said.id)
    assert await mia.queued("appeals") == [said.id]
    await max_.rejects(said.id)
    (await mia.undoes(again)).problem(409, "not-undoable")

    assert await mia.queued("appeals") == [said.id]
    assert (await maria.own_comments())[0]["appeal"]["state"] == "open"
    assert (await mia.hears(appeal, "overturned")).document["status"] == "approved"
    await ends(service, {})


async def test_what_was_held_waits_for_a_moderator_once_more_and_can_be_appealed_anew(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said, decision = await rejected(maria, max_, "You are a stupid idiot.")
    first = await appealed(maria, said)

    assert (await max_.undoes(decision)).document["status"] == "pending"

    [mine] = await maria.own_comments()
    assert (mine["status"], mine["appeal"]["state"], mine["appealable_until"]) == ("pending", "overturned", None)
    await ends(service, {"pending": 1})
    await mia.rejects(said.id)
    second = await appealed(maria, said)
    assert second != first
    assert (await max_.hears(second, "upheld")).status == 200
    assert [each["state"] for each in (await mia.dossier(said.id))["appeals"]] == ["overturned", "upheld"]
    await ends(service, {})


@pytest.mark.parametrize("outcome", ["upheld", "overturned"])
async def test_hearing_and_taking_back_at_once_end_an_appeal_once(service: Service, outcome: str) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    rejections = [await rejected(maria, max_, f"Clumsy performance number {number}.") for number in range(8)]
    appeals = [await appealed(maria, said) for said, _ in rejections]

    answers = await asyncio.gather(
        *(mia.hears(appeal, outcome) for appeal in appeals), *(max_.undoes(decision) for _, decision in rejections)
    )

    heard, undone = answers[: len(appeals)], answers[len(appeals) :]
    assert sorted({each.status for each in answers}) == [200, 409]
    for first, second in zip(heard, undone, strict=True):
        assert sorted([first.status, second.status]) == [200, 409]
    states = [outcome if each.status == 200 else "overturned" for each in heard]
    own = {each["id"]: each for each in await maria.own_comments()}
    assert [own[said.id]["appeal"]["state"] for said, _ in rejections] == states
    visible = sum(each["status"] != "rejected" for each in own.values())
    assert await service.reader().count() == visible
    await ends(service, {"unreviewed": sum(each.status == 200 for each in undone)})


async def test_late_scores_that_let_a_rejected_comment_through_are_on_the_record(service: Service) -> None:
    maria, mia = await service.member("Maria"), await service.moderator("Mia")
    records = service.house.records
    posted = await records.comments.post(
        "default",
        await place_of(records, "news"),
        "news",
        author="maria",
        parent=None,
        revision=replace(a_revision(by="Maria"), guest=False),
        ruling=Ruling(Status.REJECTED, frozenset({"unscored"}), 1, b'{"action":"post","actor":"policy"}'),
    )
    assert isinstance(posted, Posted)
    said = ids.to_text(posted.id)
    await appealed(maria, said)

    assert await service.house.submission.rescore("default", posted.id)

    [kept] = (await mia.dossier(said))["appeals"]
    assert (kept["state"], kept["decided_by"], kept["outcome_decision_id"]) == ("overturned", "policy", None)
    assert (await maria.get(f"/v1/me/comments/{said}")).document["appeal"]["state"] == "overturned"
    [entry] = await mia.audit("rescore")
    assert (entry["actor"], entry["change"][:3], entry["detail"]["status"]) == ("policy", "R>P", "published")
    await ends(service, {"unreviewed": 1})


async def test_a_text_that_is_replaced_takes_its_appeal_along(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said, _ = await rejected(maria, max_)
    appeal = await appealed(maria, said)
    await mia.sets_standing("maria", "shadowed")

    await maria.changes(said, "What a performance.")

    closed = (await mia.hears(appeal, "upheld")).problem(409, "appeal-closed")
    assert closed["state"] == "withdrawn"
    await ends(service, {})


async def test_what_an_earlier_version_left_open_is_not_decided_and_ends_with_an_approval(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said, decision = await rejected(maria, max_)
    appeal = await appealed(maria, said)
    raw = ids.to_bytes(appeal)
    key = keys.appeals("default", ids.place_of(raw))
    open_ = await service.house.store.command(key, "HGET", key, raw)
    await max_.undoes(decision)
    await service.house.store.command(key, "HSET", key, raw, open_)

    for outcome in ("upheld", "overturned"):
        problem = (await mia.hears(appeal, outcome)).problem(409, "not-rejected")
        assert "Approve the comment" in problem["detail"]
    assert await service.reader().count() == 1
    await max_.approves(said.id)

    assert (await maria.own_comments())[0]["appeal"]["state"] == "overturned"
    await ends(service, {})
