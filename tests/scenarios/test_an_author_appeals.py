"""A comment is rejected, its author objects, and somebody else decides about it."""

from people import Author, Moderator, Said
from service_client import Service

from moderation.storage.verification import Verification

WHY = "I meant the referee, not the player."


async def rejected(author: Author, by: Moderator, text: str = "What a clumsy performance.") -> Said:
    said = await author.says(text)
    await by.rejects(said.id, reason="insult", note="Rude to the player.")
    return said


async def verified(service: Service) -> list[object]:
    return [finding async for finding in Verification(service.house.store, "default").findings()]


async def test_another_moderator_overturns_a_rejection_and_everybody_concerned_is_told(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said = await rejected(maria, max_)

    answer = await maria.appeals(said, WHY)

    assert answer.status == 202
    appeal = answer.document["appeal"]
    assert (appeal["state"], appeal["statement"], appeal["message"]) == ("open", WHY, None)
    assert [comment["appeal"] for comment in await maria.own_comments()] == [appeal]
    assert (await mia.queue_lengths())["appeals"] == 1
    [entry] = await mia.queue("appeals")
    assert (entry["comment"]["id"], entry["why"][0]) == (said.id, "Its author appeals the rejection")
    [waiting] = await mia.open_appeals()
    assert waiting == entry["appeal"] | {"comment": entry["comment"]}
    assert (waiting["statement"], waiting["against"], waiting["decision"]["reason"]) == (WHY, "Max", "insult")
    assert waiting["evidence"]["body"] == "What a clumsy performance."
    assert waiting["evidence"]["scores"]["TOXICITY"] == entry["scores"]["TOXICITY"]
    assert waiting["evidence"]["opinions"] == entry["opinions"]
    assert b"clumsy" not in (await max_.get("/v1/moderation/audit")).body

    answer = await mia.hears(appeal["id"], "overturned", note="Max was too strict.", message="We read it again: sorry.")

    assert (answer.status, answer.document["status"]) == (200, "approved")
    assert await service.reader().count() == 1
    assert set((await mia.queue_lengths()).values()) == {0}
    [mine] = await maria.own_comments()
    assert mine["status"] == "approved"
    assert (mine["appeal"]["state"], mine["appeal"]["message"]) == ("overturned", "We read it again: sorry.")
    assert b"too strict" not in (await maria.get("/v1/me/comments")).body
    assert b"Mia" not in (await maria.get("/v1/me/comments")).body
    dossier = await max_.dossier(said.id)
    assert [(each["action"], each["moderator"]) for each in dossier["decisions"]] == [
        ("reject", "Max"),
        ("overturned", "Mia"),
    ]
    [kept] = dossier["appeals"]
    assert (kept["decided_by"], kept["note"]) == ("Mia", "Max was too strict.")
    assert kept["outcome_decision_id"] == dossier["decisions"][1]["decision_id"]
    outcome, filed = await max_.audit("appeal", "overturned")
    assert (filed["detail"]["appeal"], filed["detail"]["against"][:10]) == (appeal["id"], "moderator:")
    assert (outcome["actor"], outcome["change"][:3], outcome["detail"]["appeal"]) == ("Mia", "R>A", appeal["id"])
    assert await verified(service) == []


async def test_whoever_rejected_neither_decides_nor_is_handed_the_appeal(service: Service) -> None:
    ann, max_, mia = service.guest("Ann"), await service.moderator("Max"), await service.moderator("Mia")
    own = [await rejected(ann, max_, f"Clumsy performance number {number}.") for number in range(3)]
    for said in own:
        assert (await ann.appeals(said)).status == 202
    theirs = await rejected(ann, mia, "And the referee was blind.")
    await ann.appeals(theirs)
    appeals = {each["comment_id"]: each["id"] for each in await max_.open_appeals()}

    refusal = (await max_.hears(appeals[own[0].id], "upheld")).problem(409, "own-decision")

    assert "another moderator" in refusal["detail"]
    assert [entry["comment"]["id"] for entry in await max_.claims("appeals", limit=1)] == [theirs.id]
    assert await max_.claims("appeals") == []
    assert {entry["comment"]["id"] for entry in await mia.claims("appeals")} == {said.id for said in own}
    held = (await (await service.moderator("Moe")).hears(appeals[own[1].id], "upheld")).problem(409, "claimed")
    assert held["claimed_by"] == "Mia"
    assert (await mia.hears(appeals[own[1].id], "upheld")).status == 200


async def test_an_upheld_rejection_is_final(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said = await rejected(maria, max_)
    appeal = (await maria.appeals(said)).document["appeal"]
    (await maria.appeals(said)).problem(409, "already-appealed")

    assert (await mia.hears(appeal["id"], "upheld")).document["status"] == "rejected"

    (await maria.appeals(said)).problem(409, "already-appealed")
    closed = (await mia.hears(appeal["id"], "overturned")).problem(409, "appeal-closed")
    assert closed["state"] == "upheld"
    assert (await maria.own_comments())[0]["appeal"]["state"] == "upheld"


async def test_an_outcome_can_be_taken_back_but_not_by_whoever_rejected(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said = await rejected(maria, max_)
    appeal = (await maria.appeals(said)).document["appeal"]
    outcome = (await mia.hears(appeal["id"], "overturned", message="Sorry.")).document["decision_id"]

    (await max_.undoes(outcome)).problem(409, "own-decision")
    assert (await mia.undoes(outcome)).document["status"] == "rejected"

    assert (await maria.own_comments())[0]["appeal"] == appeal
    assert (await maria.own_comments())[0]["status"] == "rejected"
    assert await mia.queued("appeals") == [said.id]
    assert (await mia.hears(appeal["id"], "upheld", message="On second thoughts, no.")).status == 200
    assert (await maria.own_comments())[0]["appeal"]["message"] == "On second thoughts, no."
    assert await verified(service) == []


async def test_what_the_policy_rejected_may_be_appealed_and_anybody_decides(service: Service) -> None:
    ada, maria = await service.admin(), await service.member("Maria")
    await ada.sets_policy(banned_words=["clumsy"])
    said = await maria.says("What a clumsy performance.")
    assert said.comment["status"] == "rejected"

    appeal = (await maria.appeals(said)).document["appeal"]

    [waiting] = await ada.open_appeals()
    assert (waiting["against"], waiting["against_id"], waiting["decision"]) == ("policy", None, None)
    assert any(opinion["effect"] == "reject" for opinion in waiting["evidence"]["opinions"])
    assert (await ada.hears(appeal["id"], "overturned")).document["status"] == "approved"
    (await maria.appeals(said)).problem(409, "not-rejected")


async def test_a_site_with_one_moderator_may_let_them_decide_again(service: Service) -> None:
    ada, maria = await service.admin(), await service.member("Maria")
    said = await rejected(maria, ada)
    appeal = (await maria.appeals(said)).document["appeal"]
    assert [entry["heard_by"] for entry in await ada.open_appeals()] == ["other"]
    refusal = (await ada.hears(appeal["id"], "upheld")).problem(409, "own-decision")
    assert "appeals_heard_by" in refusal["detail"]

    await ada.sets_policy(appeals_heard_by="anybody")

    assert [entry["comment"]["id"] for entry in await ada.claims("appeals")] == [said.id]
    assert [entry["heard_by"] for entry in await ada.open_appeals()] == ["anybody"]
    assert (await ada.hears(appeal["id"], "upheld")).status == 200


async def test_only_the_author_of_a_rejected_comment_appeals(service: Service) -> None:
    ann, maria, max_ = service.guest("Ann"), await service.member("Maria"), await service.moderator("Max")
    shown, said = await ann.says("A calm remark."), await rejected(maria, max_)

    (await ann.appeals(shown)).problem(409, "not-rejected")
    (await maria.appeals(shown.id)).problem(403, "not-allowed")
    (await ann.appeals(said.id)).problem(404, "not-found")
    (await service.reader().post(f"/v1/comments/{shown.id}/appeals", {"statement": "x"})).problem(403, "not-allowed")
    (await maria.appeals("nonsense")).problem(404, "not-found")
    (await maria.appeals(said, "")).problem(422, "invalid")
    held = await maria.says("You are a stupid idiot.")
    (await maria.appeals(held)).problem(409, "not-rejected")


async def test_a_shadowed_author_learns_nothing_from_appealing(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    await max_.sets_standing("maria", "shadowed")
    said = await maria.says("Buy cheap watches.")
    assert said.comment["status"] == "published"

    hidden = (await maria.appeals(said)).problem(409, "not-rejected")

    await max_.sets_standing("maria", "new")
    visible = (await maria.appeals(await maria.says("A calm remark."))).problem(409, "not-rejected")
    assert {**hidden, "request_id": ""} == {**visible, "request_id": ""}


async def test_appeals_have_a_window_and_a_daily_allowance(service: Service) -> None:
    ada, maria, mia = await service.admin(), await service.member("Maria"), await service.moderator("Mia")
    await ada.sets_policy(appeals_per_day=2, comments_per_minute=0)
    own = [await rejected(maria, mia, f"Clumsy performance number {number}.") for number in range(3)]
    assert [(await maria.appeals(said)).status for said in own[:2]] == [202, 202]

    spent = await maria.appeals(own[2])

    spent.problem(429, "too-many-requests")
    assert 3600 < int(spent.headers["Retry-After"]) <= 43_200
    await ada.sets_policy(appeal_window_days=0)
    (await maria.appeals(own[2])).problem(403, "appeal-window-over")


async def test_an_appeal_ends_with_its_comment(service: Service) -> None:
    maria, ada, mia = await service.member("Maria"), await service.admin(), await service.moderator("Mia")
    taken_back, erased = await rejected(maria, mia), await rejected(maria, mia, "And the referee was blind.")
    appeals = [(await maria.appeals(said, WHY)).document["appeal"]["id"] for said in (taken_back, erased)]

    assert (await maria.takes_back(taken_back)).status == 204

    assert await mia.queued("appeals") == [erased.id]
    closed = (await ada.hears(appeals[0], "upheld")).problem(409, "appeal-closed")
    assert closed["state"] == "withdrawn"
    export = await ada.get("/v1/authors/maria/export")
    assert [[each["statement"] for each in comment["appeals"]] for comment in export.document["comments"]] == [
        [WHY],
        [WHY],
    ]
    assert (await ada.delete("/v1/authors/maria")).document == {"erased": 2}
    assert await mia.queued("appeals") == []
    (await ada.hears(appeals[1], "upheld")).problem(409, "appeal-closed")
    for path in (f"comments/{taken_back.id}", f"comments/{erased.id}", "appeals", "audit"):
        assert b"referee" not in (await ada.get(f"/v1/moderation/{path}")).body
    assert await verified(service) == []


async def test_moderators_see_appeals_come_and_go_live(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said = await rejected(maria, max_)
    async with mia.listening("/v1/moderation/events") as stream:
        await stream.next("queues")
        appeal = (await maria.appeals(said)).document["appeal"]
        entered = await stream.next("entered")
        assert (entered.document["comment_id"], entered.document["queue"]) == (said.id, "appeals")
        await mia.hears(appeal["id"], "upheld")
        left = await stream.next("left")
        assert (left.document["comment_id"], left.document["queue"]) == (said.id, "appeals")


async def test_a_moderator_of_another_site_cannot_decide(service: Service) -> None:
    await service.new_site("sports")
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    other = await service.moderator("Otto", "sports")
    appeal = (await maria.appeals(await rejected(maria, max_))).document["appeal"]

    (await other.hears(appeal["id"], "overturned")).problem(404, "not-found")
    (
        await other.of_site("default").post(f"/v1/moderation/appeals/{appeal['id']}/outcome", {"outcome": "upheld"})
    ).problem(401, "not-signed-in")
    assert await other.open_appeals() == []
    assert len(await mia.open_appeals()) == 1


async def test_the_same_idempotency_key_files_once(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    said = await rejected(maria, max_)
    first, second = [
        await maria.post(f"/v1/comments/{said.id}/appeals", {"statement": WHY}, headers={"Idempotency-Key": "appeal-1"})
        for _ in range(2)
    ]
    assert (first.status, second.status) == (202, 202)
    assert first.document == second.document


async def test_an_author_is_told_until_when_they_may_appeal(service: Service) -> None:
    ada, ann, maria = await service.admin(), service.guest("Ann"), await service.member("Maria")
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    shown, said, guests = await maria.says("Good game."), await rejected(maria, max_), await rejected(ann, max_)

    async def until(author: Author, which: Said) -> str | None:
        answer = await author.own_comment(which)
        assert answer.status == 200, answer.body
        told: str | None = answer.document["appealable_until"]
        assert told is None or answer.document["decision"]["at"] < told
        return told

    assert await until(maria, shown) is None
    assert await until(maria, said)
    assert await until(ann, guests)
    for stranger in (maria, service.reader()):
        (await stranger.get(f"/v1/me/comments/{guests.id}")).problem(404, "not-found")
    (await ann.get(f"/v1/me/comments/{said.id}", headers=guests.proof)).problem(404, "not-found")
    (await maria.get("/v1/me/comments/nonsense")).problem(404, "not-found")
    await ada.sets_policy(appeal_window_days=0)
    assert await until(maria, said) is None
    await ada.sets_policy(appeal_window_days=10)
    appeal = (await maria.appeals(said)).document["appeal"]
    assert await until(maria, said) is None, "it is appealed already"
    await mia.hears(appeal["id"], "upheld")
    assert await until(maria, said) is None
    (await maria.appeals(said)).problem(409, "already-appealed")
    taken_back = await maria.says("An afterthought.")
    await maria.takes_back(taken_back)
    (await maria.own_comment(taken_back)).problem(404, "not-found")
