"""A moderator asks somebody else to decide: the comment waits in a queue of its own, with who asked and why."""

from service_client import Service

from moderation.storage.verification import Verification


async def sound(service: Service) -> bool:
    return [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_it_waits_in_a_queue_of_its_own_until_it_is_decided(service: Service) -> None:
    ann, max_, ada = service.guest("Ann"), await service.moderator("Max"), await service.admin("Ada")
    hard, _ = await ann.says("The mayor took money."), await ann.says("Good game.")
    await max_.decides("escalate", hard.id, note="Is this libel?")

    assert await max_.queue_lengths() == {
        "pending": 0,
        "reported": 0,
        "unreviewed": 2,
        "unscored": 0,
        "appeals": 0,
        "escalated": 1,
    }
    [entry] = await ada.queue("escalated")
    assert (entry["queue"], entry["comment"]["id"]) == ("escalated", hard.id)
    asked = entry["escalation"]
    assert (asked["moderator"], asked["note"], asked["reason"]) == ("Max", "Is this libel?", None)
    assert (await ada.dossier(hard.id))["escalation"] == asked
    assert (await ada.queue("unreviewed"))[1]["escalation"] is None
    assert await sound(service)

    row = await ada.rejects(hard.id)

    assert (await ada.queue_lengths())["escalated"] == 0
    assert (await ada.dossier(hard.id))["escalation"] is None
    assert (await ada.undoes(row["decision_id"])).status == 200
    assert await ada.queued("escalated") == [hard.id]
    assert await sound(service)


async def test_taking_the_escalation_back_takes_it_out_again(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator("Max")
    said = await ann.says("The mayor took money.")
    row = await max_.decides("escalate", said.id)
    before = await max_.queue_lengths()

    await max_.undoes(row["decision_id"])

    assert (before["escalated"], (await max_.queue_lengths())["escalated"]) == (1, 0)
    assert await sound(service)


async def test_reports_that_came_since_outlive_an_escalation_that_is_taken_back(service: Service) -> None:
    ann, bea, max_ = service.guest("Ann"), service.guest("Bea"), await service.moderator("Max")
    said = await ann.says("The mayor took money.")
    await max_.approves(said.id)
    row = await max_.decides("escalate", said.id)
    await bea.report(said.id)

    await max_.undoes(row["decision_id"])

    [entry] = await max_.queue("reported")
    assert (entry["comment"]["id"], len(entry["reports"])) == (said.id, 1)
    assert await sound(service)


async def test_it_is_claimed_by_somebody_else_than_who_asked(service: Service) -> None:
    ann, max_, mia = service.guest("Ann"), await service.moderator("Max"), await service.moderator("Mia")
    first, second = await ann.says("The mayor took money."), await ann.says("So did the judge.")
    await max_.decides("escalate", first.id)
    await mia.decides("escalate", second.id)

    assert [entry["comment"]["id"] for entry in await max_.claims("escalated")] == [second.id]
    assert [entry["comment"]["id"] for entry in await mia.claims("escalated")] == [first.id]
    row = await max_.approves(first.id)
    assert row["problem"]["type"] == "/problems/claimed"


async def test_what_its_author_does_meanwhile_does_not_answer_the_question(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    edited, deleted = await maria.says("The mayor took money."), await maria.says("So did the judge.")
    for said in (edited, deleted):
        await max_.decides("escalate", said.id)

    await maria.changes(edited, "The mayor took a day off.")
    await maria.takes_back(deleted)

    assert await max_.queued("escalated") == [edited.id]
    assert await sound(service)


async def test_a_rejected_comment_is_escalated_as_well(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator("Max")
    said = await ann.says("The mayor took money.")
    await max_.rejects(said.id)

    await max_.decides("escalate", said.id, reason="Second thoughts.")

    [entry] = await max_.queue("escalated")
    assert (entry["comment"]["status"], entry["escalation"]["reason"]) == ("rejected", "Second thoughts.")
    assert await sound(service)


async def test_a_first_readers_word_is_no_escalation(service: Service) -> None:
    ann, max_, ada = service.guest("Ann"), await service.moderator("Max"), await service.admin("Ada")
    await ada.sets_policy(mode="pre", second_reader_margin=0.5, hold={"TOXICITY": 0.5})
    said = await ann.says("Neither here nor there.")

    assert (await max_.approves(said.id))["second_reader"] is True

    lengths = await max_.queue_lengths()
    assert (lengths["pending"], lengths["escalated"]) == (1, 0)
    assert await sound(service)


async def test_a_webhook_may_ask_for_that_queue_alone(service: Service) -> None:
    ada = await service.admin("Ada")
    hook = {"url": "https://news.example/hook", "events": ["queue.*"], "queues": ["escalated"]}

    assert (await ada.post("/v1/sites/default/webhooks", hook)).document["queues"] == ["escalated"]


async def test_where_the_policy_says_so_administrators_alone_decide_it(service: Service) -> None:
    ann, max_, ada = service.guest("Ann"), await service.moderator("Max"), await service.admin("Ada")
    await ada.sets_policy(escalations_decided_by="admins")
    hard, easy = await ann.says("The mayor took money."), await ann.says("Good game.")
    await max_.decides("escalate", hard.id)

    refused = await max_.approves(hard.id)
    assert (refused["problem"]["status"], refused["problem"]["type"]) == (403, "/problems/not-allowed")
    assert (await max_.approves(easy.id))["status"] == "approved"
    answer = await max_.post("/v1/moderation/queues/escalated/claims", {"limit": 5})
    assert answer.problem(403, "not-allowed")["detail"].startswith("This was escalated")
    assert (await max_.decides("escalate", hard.id, note="Look at the second sentence."))["status"] == "published"

    assert [entry["comment"]["id"] for entry in await ada.claims("escalated")] == [hard.id]
    assert (await ada.rejects(hard.id))["status"] == "rejected"
    assert (await max_.approves(hard.id))["status"] == "approved", "once it is decided it is like any other"
    assert await sound(service)
