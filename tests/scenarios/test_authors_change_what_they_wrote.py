"""An author corrects a comment, or takes it back, while the edit window is open."""

from service_client import Service

VILE = "You are a stupid idiot."


async def test_an_edit_inside_the_window_is_shown_and_earlier_revisions_are_kept(service: Service) -> None:
    ann, reader, max_ = service.guest("Ann"), service.reader(), await service.moderator()
    said = await ann.says("The referee was blnd.")

    answer = await ann.changes(said, "The referee was blind.")

    assert answer.status == 200
    assert answer.document["comment"]["body"] == "The referee was blind."
    [shown] = (await reader.thread())["comments"]
    assert shown["body"] == "The referee was blind."
    assert shown["edited_at"] == answer.document["comment"]["edited_at"]
    assert shown["edited_at"] > shown["created_at"]
    dossier = await max_.dossier(said.id)
    assert [revision["body"] for revision in dossier["revisions"]] == [
        "The referee was blnd.",
        "The referee was blind.",
    ]
    assert [revision["number"] for revision in dossier["revisions"]] == [1, 2]
    assert not await max_.audit("edit"), "what stays visible is kept as a revision; the log is for what hides"


async def test_an_edit_is_judged_again_and_may_be_held(service: Service) -> None:
    ann, reader, max_ = service.guest("Ann"), service.reader(), await service.moderator()
    said = await ann.says("The referee was blind.")

    answer = await ann.changes(said, VILE)

    assert answer.status == 200
    assert answer.document["comment"]["status"] == "pending"
    assert [reason["code"] for reason in answer.document["reasons"]] == ["score"]
    assert (await reader.thread())["comments"] == []
    assert await reader.count() == 0
    assert await max_.queued("pending") == [said.id]
    assert await max_.queued("unreviewed") == []
    [entry] = await max_.audit("edit")
    assert (entry["actor"], entry["change"]) == ("policy", "P>H|2")


async def test_an_edit_of_an_approved_comment_is_looked_at_again(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    said = await ann.says("The referee was blind.")
    await max_.approves(said.id)
    assert await max_.queued("unreviewed") == []

    answer = await ann.changes(said, "Buy my book about referees.")

    assert answer.document["comment"]["status"] == "published", "an approval covers the words that were approved"
    assert await max_.queued("unreviewed") == [said.id]
    assert len(await max_.audit("approve")) == 1


async def test_a_softened_comment_appears_by_itself(service: Service) -> None:
    ann, reader, max_ = service.guest("Ann"), service.reader(), await service.moderator()
    said = await ann.says(VILE)
    assert await reader.count() == 0

    answer = await ann.changes(said, "I see it differently.")

    assert answer.document["comment"]["status"] == "published"
    assert await reader.count() == 1
    assert await max_.queued("pending") == []
    assert [entry["change"] for entry in await max_.audit("post")] == ["->H|1"]


async def test_a_rejected_comment_cannot_be_edited_back(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    said = await ann.says("The referee was blind.")
    await max_.rejects(said.id)

    refused = await ann.changes(said, "The referee was wonderful.")

    assert refused.problem(403, "not-allowed")["detail"] == "A rejected comment cannot be changed."
    assert await service.reader().count() == 0
    assert len(await max_.audit("reject")) == 1


async def test_after_the_window_nothing_can_be_changed_or_taken_back(service: Service) -> None:
    ann, ada = service.guest("Ann"), await service.admin()
    said = await ann.says("The referee was blind.")
    await ada.sets_policy(edit_window_seconds=0)

    changed, taken_back = await ann.changes(said, "The referee was fine."), await ann.takes_back(said)

    changed.problem(403, "edit-window-over")
    taken_back.problem(403, "edit-window-over")
    [shown] = (await service.reader().thread())["comments"]
    assert shown["body"] == "The referee was blind."
    [entry] = await ada.audit("set_policy")
    assert entry["detail"]["after"] == {"edit_window_seconds": 0}
    assert not await ada.audit("delete")


async def test_a_comment_with_replies_that_is_taken_back_leaves_a_tombstone(service: Service) -> None:
    ann, reader, max_ = service.guest("Ann"), service.reader(), await service.moderator()
    said = await ann.says("The referee was blind.")
    reply = await service.guest("Ben").says("He was not.", under=said)

    answer = await ann.takes_back(said)

    assert (answer.status, answer.body) == (204, b"")
    page = await reader.thread()
    [tombstone] = page["comments"]
    assert (tombstone["status"], tombstone["author"], tombstone["body"]) == ("deleted", None, None)
    assert [comment["id"] for comment in tombstone["replies"]] == [reply.id]
    assert page["article"]["count"] == await reader.count() == 1
    assert await max_.queued("unreviewed") == [reply.id]
    [entry] = await max_.audit("delete")
    assert (entry["change"], entry["detail"]["comment"]) == ("P>D|2", said.id)


async def test_a_comment_without_replies_that_is_taken_back_is_gone(service: Service) -> None:
    ann, reader, max_ = service.guest("Ann"), service.reader(), await service.moderator()
    said = await ann.says("The referee was blind.")

    await ann.takes_back(said)

    assert (await reader.thread())["comments"] == []
    assert await reader.count() == 0
    (await reader.get(f"/v1/comments/{said.id}")).problem(404, "not-found")
    (await ann.changes(said, "On second thought.")).problem(404, "not-found")
    assert (await max_.approves(said.id))["problem"]["status"] == 404
    assert len(await max_.audit("delete")) == 1


async def test_somebody_else_can_neither_change_nor_take_back(service: Service) -> None:
    ann, ben = service.guest("Ann"), service.guest("Ben")
    said, bens = await ann.says("The referee was blind."), await ben.says("He was not.")

    for proof in ({}, bens.proof, {"X-Edit-Token": f"{said.id}.forged"}, {"X-Edit-Token": "nonsense"}):
        changed = await ben.patch(f"/v1/comments/{said.id}", {"body": "I agree with Ben."}, headers=proof)
        taken_back = await ben.delete(f"/v1/comments/{said.id}", headers=proof)
        changed.problem(403, "not-allowed")
        taken_back.problem(403, "not-allowed")

    bodies = {comment["body"] for comment in (await service.reader().thread())["comments"]}
    assert bodies == {"The referee was blind.", "He was not."}
    assert not await (await service.moderator()).audit("delete", "edit")
