"""The classifier doubts a comment: it waits, a moderator claims it, decides, and may take the decision back."""

from service_client import Service

VILE = "You are a stupid idiot."


async def test_a_held_comment_is_claimed_approved_and_then_visible(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator("Max")

    said = await service.guest("Ann").says(VILE)

    assert (said.answer.status, said.comment["status"], said.reasons) == (202, "pending", ["score"])
    assert await reader.thread() == await service.reader().thread()
    assert (await reader.thread())["comments"] == []
    assert await reader.count() == 0
    [held] = await max_.audit("post")
    assert held["actor"] == "policy"
    assert (held["change"], held["detail"]["status"], held["detail"]["comment"]) == ("->H|1", "pending", said.id)

    [entry] = await max_.claims("pending")

    assert entry["comment"]["id"] == said.id
    assert entry["comment"]["body"] == VILE
    assert entry["scores"]["TOXICITY"] >= 0.8
    assert entry["model"]
    assert entry["why"][0].startswith("TOXICITY ")
    assert any(VILE[span["start"] : span["end"]] for span in entry["spans"])
    assert entry["claimed_by"] == "Max"

    row = await max_.approves(said.id, expected_version=entry["version"], note="He is entitled to say so.")

    assert (row["status"], row["version"]) == ("approved", entry["version"] + 1)
    assert [comment["status"] for comment in (await reader.thread())["comments"]] == ["approved"]
    assert await reader.count() == 1
    assert set((await max_.queue_lengths()).values()) == {0}
    [decision] = await max_.audit("approve")
    assert (decision["actor"], decision["change"]) == ("Max", "H>A|2")
    assert decision["decision_id"] == row["decision_id"]
    assert decision["detail"] == {"comment": said.id, "note": "He is entitled to say so."}


async def test_a_rejected_comment_with_replies_leaves_a_tombstone(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator("Max")
    first = await service.guest("Ann").says("The referee was blind.")
    reply = await service.guest("Ben").says("He was not.", under=first)

    row = await max_.rejects(first.id, reason="off topic")

    assert row["status"] == "rejected"
    page = await reader.thread()
    [tombstone] = page["comments"]
    assert tombstone["id"] == first.id
    assert (tombstone["status"], tombstone["body"], tombstone["html"], tombstone["author"]) == (
        "deleted",
        None,
        None,
        None,
    )
    assert [comment["id"] for comment in tombstone["replies"]] == [reply.id]
    assert page["article"]["count"] == await reader.count() == 1
    assert (await reader.get(f"/v1/comments/{first.id}")).document["comment"]["body"] is None
    [entry] = await max_.audit("reject")
    assert (entry["actor"], entry["change"], entry["detail"]["reason"]) == ("Max", "P>R|2", "off topic")


async def test_a_rejected_comment_without_replies_is_gone(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator()
    said = await service.guest("Ann").says("The referee was blind.")

    await max_.rejects(said.id)

    assert (await reader.thread())["comments"] == []
    (await reader.get(f"/v1/comments/{said.id}")).problem(404, "not-found")
    (await reader.like(said.id)).problem(404, "not-found")
    (await reader.report(said.id)).problem(404, "not-found")
    refused = await service.guest("Ben").tries_to_say("He was not.", under=said)
    assert list(refused.problem(422, "invalid")["errors"]) == ["parent_id"]
    assert len(await max_.audit("reject")) == 1


async def test_a_tombstone_goes_when_the_last_reply_below_it_goes(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator()
    first = await service.guest("Ann").says("The referee was blind.")
    reply = await service.guest("Ben").says("He was not.", under=first)
    await max_.rejects(first.id)

    await max_.rejects(reply.id)

    assert (await reader.thread())["comments"] == []
    assert await reader.count() == 0
    assert [entry["detail"]["comment"] for entry in await max_.audit("reject")] == [reply.id, first.id]


async def test_undo_restores_status_count_and_queues(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator("Max")
    said = await service.guest("Ann").says("The referee was blind.")
    await service.reader().report(said.id, "spam")
    before = await max_.queue_lengths()
    assert (before["reported"], before["unreviewed"]) == (1, 1)
    decision = await max_.rejects(said.id)
    assert await reader.count() == 0
    assert set((await max_.queue_lengths()).values()) == {0}

    undone = await max_.undoes(decision["decision_id"])

    assert undone.status == 200
    assert undone.document == {
        "comment_id": said.id,
        "status": "published",
        "version": decision["version"] + 1,
        "decision_id": decision["decision_id"],
    }
    assert await reader.count() == 1
    assert [comment["body"] for comment in (await reader.thread())["comments"]] == ["The referee was blind."]
    assert await max_.queue_lengths() == before
    [report] = (await max_.dossier(said.id))["reports"]
    assert report["open"]
    [entry] = await max_.audit("undo")
    assert (entry["actor"], entry["change"], entry["decision_id"]) == ("Max", "R>P|4", decision["decision_id"])
    [taken_back] = (await max_.dossier(said.id))["decisions"]
    assert (taken_back["moderator"], taken_back["undone_by"]) == ("Max", "Max")


async def test_undo_of_an_approval_holds_the_comment_again(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator()
    said = await service.guest("Ann").says(VILE)
    decision = await max_.approves(said.id)
    assert await reader.count() == 1

    await max_.undoes(decision["decision_id"])

    assert await reader.count() == 0
    assert (await reader.thread())["comments"] == []
    assert await max_.queued("pending") == [said.id]
    assert [entry["change"] for entry in await max_.audit("undo")] == ["A>H|3"]


async def test_only_the_last_decision_can_be_undone_and_only_once(service: Service) -> None:
    max_ = await service.moderator()
    said = await service.guest("Ann").says("The referee was blind.")
    first = await max_.approves(said.id)
    second = await max_.rejects(said.id)

    (await max_.undoes(first["decision_id"])).problem(409, "not-undoable")
    assert (await max_.undoes(second["decision_id"])).document["status"] == "approved"
    (await max_.undoes(second["decision_id"])).problem(409, "not-undoable")
    (await max_.undoes(said.id)).problem(404, "not-found")
    assert len(await max_.audit("undo")) == 1


async def test_an_escalated_comment_goes_to_the_front_and_keeps_its_status(service: Service) -> None:
    max_ = await service.moderator("Max")
    worse = await service.guest("Ann").says("I will kill you, you stupid idiot.")
    other = await service.guest("Ben").says(VILE)
    assert await max_.queued("pending") == [worse.id, other.id]

    row = await max_.decides("escalate", other.id, note="A lawyer should see this.")

    assert row["status"] == "pending"
    assert await max_.queued("pending") == [other.id, worse.id]
    [entry] = await max_.audit("escalate")
    assert (entry["actor"], entry["change"]) == ("Max", "H>H|2")


async def test_every_row_of_a_batch_succeeds_or_fails_by_itself(service: Service) -> None:
    max_ = await service.moderator()
    good = await service.guest("Ann").says("The referee was blind.")
    stale = await service.guest("Ben").says("He was not.")
    nobody = "019400f0-0000-7000-8000-000000000000"

    answer = await max_.post(
        "/v1/moderation/decisions",
        {
            "decisions": [
                {"comment_id": good.id, "action": "approve"},
                {"comment_id": stale.id, "action": "reject", "expected_version": 7},
                {"comment_id": nobody, "action": "reject"},
                {"comment_id": "no id at all", "action": "reject"},
                {"comment_id": good.id, "action": "reject"},
            ]
        },
    )

    rows = answer.document["results"]
    assert [row["comment_id"] for row in rows] == [good.id, stale.id, nobody, "no id at all", good.id]
    assert [row.get("status") for row in rows] == ["approved", None, None, None, "rejected"]
    assert [row["problem"]["status"] for row in rows if "problem" in row] == [409, 404, 404]
    assert rows[1]["problem"]["type"] == "/problems/stale-version"
    assert [entry["action"] for entry in await max_.audit("approve", "reject")] == ["reject", "approve"]
    assert (await max_.dossier(stale.id))["comment"]["status"] == "published"
