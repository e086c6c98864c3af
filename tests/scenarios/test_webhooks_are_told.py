"""Another program is told what happens on a site: signed, once for each event, and again when it was away."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from people import Moderator
from receivers import LOOPBACK, Receiver, answers, listening
from service_client import Serve, Service
from waiting import eventually

from moderation.jobs import run_jobs

HOOKS = "/v1/sites/default/webhooks"


@pytest.fixture
async def service(serve: Serve) -> AsyncIterator[Service]:
    """A service that does its jobs, and may call receivers on this machine."""
    service = await serve(outbound_networks=LOOPBACK)
    async with run_jobs(service.house):
        yield service


@pytest.fixture
async def ada(service: Service) -> Moderator:
    return await service.admin()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with listening() as receiver:
        yield receiver


async def sets_up(ada: Moderator, url: str, *events: str, **more: Any) -> Any:
    answer = await ada.post(HOOKS, {"url": url, "events": list(events) or ["*"], **more})
    assert answer.status == 201, answer.body
    return answer.document


async def shown(ada: Moderator, webhook: Any) -> Any:
    items = (await ada.get(HOOKS)).document["items"]
    return next(item for item in items if item["id"] == webhook["id"])


async def log_of(ada: Moderator, webhook: Any, query: str = "") -> Any:
    answer = await ada.get(f"{HOOKS}/{webhook['id']}/deliveries{query}")
    assert answer.status == 200, answer.body
    return answer.document


async def test_a_comments_life_is_told_signed(service: Service, ada: Moderator, receiver: Receiver) -> None:
    webhook = await sets_up(ada, receiver.url)
    said = await service.guest("Ann").says("Good game.")
    done = await ada.rejects(said.id, reason="off_topic")

    await receiver.hears(3, "comment.posted", "decision.made", "comment.hidden")

    (posted,) = receiver.of("comment.posted")
    assert posted.signed_with(webhook["secret"])
    assert not posted.signed_with("whsec_b3RoZXI=")
    assert posted.headers["content-type"] == "application/json"
    document = posted.document
    assert (document["id"], document["site"]) == (posted.id, "default")
    assert document["data"]["comment_id"] == said.id
    assert document["data"]["article"]["id"] == "news"
    (made,) = receiver.of("decision.made")
    assert made.document["data"]["decision"]["id"] == done["decision_id"]
    assert made.document["data"]["decision"]["reason"] == "off_topic"
    assert (made.document["data"]["status_before"], made.document["data"]["status_after"]) == ("published", "rejected")
    assert made.document["data"]["comment"]["body"] == "Good game."
    assert [each.document["data"]["queue"] for each in receiver.of("queue.entered", "queue.left")] == [
        "unreviewed",
        "unreviewed",
    ]
    assert len({each.id for each in receiver.received}) == len(receiver.received)


async def test_only_what_is_wanted_is_told(service: Service, ada: Moderator, receiver: Receiver) -> None:
    await sets_up(ada, receiver.url, "queue.*", queues=["reported"])
    said = await service.guest("Ann").says("Good game.")
    await service.reader().report(said.id)

    (entered,) = await receiver.hears(1)

    assert (entered.document["type"], entered.document["data"]["queue"]) == ("queue.entered", "reported")


async def test_two_processes_share_the_work_and_tell_everything_once(serve: Serve, receiver: Receiver) -> None:
    here, there = await serve(outbound_networks=LOOPBACK), await serve(outbound_networks=LOOPBACK)
    await sets_up(await here.admin(), receiver.url, "comment.posted")
    async with run_jobs(here.house):
        for number in range(5):
            await there.guest(f"Ann {number}").says(f"Number {number}.", on=f"article-{number}")
        await receiver.hears(3)
        async with run_jobs(there.house):
            for number in range(5, 10):
                await there.guest(f"Ann {number}").says(f"Number {number}.", on=f"article-{number}")
            await receiver.hears(10)

    ids = [each.id for each in receiver.received]
    assert len(ids) == len(set(ids)) == 10


async def test_what_happened_before_it_was_set_up_is_not_told(
    service: Service, ada: Moderator, receiver: Receiver
) -> None:
    await service.guest("Ann").says("Long ago.")
    await sets_up(ada, receiver.url, "comment.posted")
    later = await service.guest("Bob").says("Just now.")

    (posted,) = await receiver.hears(1)

    assert posted.document["data"]["comment_id"] == later.id


async def test_a_secret_is_replaced_without_a_gap(service: Service, ada: Moderator, receiver: Receiver) -> None:
    webhook = await sets_up(ada, receiver.url, "comment.posted")
    first = webhook["secret"]
    second = (await ada.post(f"{HOOKS}/{webhook['id']}/secrets", {"overlap_hours": 1})).document["secret"]
    await service.guest("Ann").says("While both are valid.")
    (both,) = await receiver.hears(1)
    third = (await ada.post(f"{HOOKS}/{webhook['id']}/secrets", {"overlap_hours": 0})).document["secret"]
    await service.guest("Bob").says("After it.")
    (_, after) = await receiver.hears(2)

    assert (both.signed_with(first), both.signed_with(second)) == (True, True)
    assert (after.signed_with(second), after.signed_with(third)) == (False, True)
    assert "secret" not in await shown(ada, webhook)


@pytest.mark.long
async def test_a_receiver_that_was_away_is_told_later_with_the_same_id(
    service: Service, ada: Moderator, receiver: Receiver
) -> None:
    receiver.answer = answers(503, "we are restarting")
    webhook = await sets_up(ada, receiver.url, "comment.posted")
    await service.guest("Ann").says("Good game.")
    (first,) = await receiver.hears(1)
    await eventually(lambda: _is(ada, webhook, "failing"), "the webhook shows that it fails")
    receiver.answer = answers(200)

    _, second = await receiver.hears(2)

    assert second.id == first.id
    assert second.body == first.body
    await eventually(lambda: _is(ada, webhook, "active"), "the webhook works again")
    (delivery,) = (await log_of(ada, webhook))["items"]
    assert (delivery["outcome"], delivery["id"]) == ("delivered", first.id)
    failed, succeeded = delivery["attempts"]
    assert (failed["status"], failed["problem"], failed["answer"]) == (503, "Answered 503.", "we are restarting")
    assert (succeeded["status"], succeeded["problem"]) == (200, None)


async def test_a_receiver_that_is_gone_is_disabled_visibly_and_nothing_is_lost(
    service: Service, ada: Moderator, receiver: Receiver
) -> None:
    receiver.answer = answers(410)
    webhook = await sets_up(ada, receiver.url, "comment.posted")
    await service.guest("Ann").says("Good game.")
    await eventually(lambda: _is(ada, webhook, "disabled"), "the webhook is disabled")
    await service.guest("Bob").says("It was.")
    await eventually(lambda: _waits(ada, webhook, 2), "both events wait")
    (entry,) = await ada.audit("disable_webhook")
    receiver.answer = answers(200)
    receiver.received.clear()

    answer = await ada.patch(f"{HOOKS}/{webhook['id']}", {"enabled": True})
    assert answer.document["state"] == "active"
    told = await receiver.hears(2)
    assert {each.document["data"]["comment"]["body"] for each in told} == {"Good game.", "It was."}
    assert entry["detail"]["webhook"] == webhook["id"]


async def test_the_log_is_read_page_by_page_and_replayed(service: Service, ada: Moderator, receiver: Receiver) -> None:
    webhook = await sets_up(ada, receiver.url, "comment.posted")
    for number in range(3):
        await service.guest("Ann").says(f"Number {number}.", on=f"article-{number}")
    await receiver.hears(3)

    first = await log_of(ada, webhook, "?limit=2")
    rest = await log_of(ada, webhook, f"?limit=2&cursor={first['next_cursor']}")
    ids = [delivery["id"] for delivery in first["items"] + rest["items"]]

    assert (len(ids), rest["next_cursor"]) == (3, None)
    assert ids == sorted(ids, reverse=True)
    answer = await ada.post(f"{HOOKS}/{webhook['id']}/deliveries/{ids[1]}/replay")
    assert (answer.status, answer.document["outcome"]) == (202, "waiting")
    assert (await receiver.hears(4))[3].id == ids[1]
    (await ada.post(f"{HOOKS}/{webhook['id']}/deliveries/nothing/replay")).problem(404, "not-found")


async def test_a_comment_taken_back_before_the_delivery_is_not_told(
    service: Service, ada: Moderator, receiver: Receiver
) -> None:
    receiver.answer = answers(500)
    webhook = await sets_up(ada, receiver.url, "comment.posted")
    said = await service.guest("Ann").says("I should not have said this.")
    await receiver.hears(1)
    await eventually(lambda: _is(ada, webhook, "failing"), "the first try is over")
    assert (await ada.delete(f"/v1/authors/{said.comment['author']['id']}")).document == {"erased": 1}
    receiver.answer = answers(200)

    again = (await receiver.hears(len(receiver.received) + 1, seconds=30))[-1]

    assert b"I should not" not in again.body
    assert b"Ann" not in again.body


async def test_an_appeal_is_told_when_it_is_filed_and_when_it_is_decided(
    service: Service, ada: Moderator, receiver: Receiver
) -> None:
    async with listening() as channel:
        await sets_up(ada, receiver.url, "appeal.*")
        await sets_up(ada, channel.url, "appeal.filed", format="slack")
        maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
        said = await maria.says("What a clumsy performance.")
        await max_.rejects(said.id, reason="insult")
        appeal = (await maria.appeals(said, "I meant <the> referee.")).document["appeal"]
        await mia.hears(appeal["id"], "overturned", note="Between us.", message="Sorry.")
        filed, decided = await receiver.hears(2)
        (message,) = await channel.hears(1)

    told = {each.document["type"]: each.document["data"] for each in (filed, decided)}
    assert told["appeal.filed"]["appeal"]["id"] == appeal["id"]
    assert told["appeal.filed"]["appeal"]["statement"] == "I meant <the> referee."
    outcome = told["appeal.decided"]
    assert (outcome["appeal"]["state"], outcome["appeal"]["message"]) == ("overturned", "Sorry.")
    assert (outcome["decision"]["action"], outcome["status_after"]) == ("overturned", "approved")
    assert b"Between us" not in decided.body
    assert "Its author: I meant &lt;the&gt; referee." in message.document["text"]


async def test_an_appeal_that_is_overtaken_is_told_as_decided(
    service: Service, ada: Moderator, receiver: Receiver
) -> None:
    async with listening() as channel:
        await sets_up(ada, receiver.url, "appeal.decided")
        await sets_up(ada, channel.url, "appeal.decided", format="slack")
        maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
        approved, restored = await maria.says("A clumsy performance."), await maria.says("A blind referee.")
        await max_.rejects(approved.id)
        mistake = (await max_.rejects(restored.id))["decision_id"]
        for each in (approved, restored):
            await maria.appeals(each, "I meant it kindly.")
        await mia.approves(approved.id)
        await max_.undoes(mistake)
        messages = [each.document["data"] for each in await receiver.hears(2)]
        said = [each.document["text"].partition("*")[2].partition("*")[0] for each in await channel.hears(2)]

    told = {data["comment_id"]: data for data in messages}
    assert told.keys() == {approved.id, restored.id}
    assert [data["appeal"]["state"] for data in messages] == ["overturned", "overturned"]
    assert told[approved.id]["decision"]["action"] == "approve"
    assert (told[restored.id]["decision"], told[restored.id]["status_after"]) == (None, "published")
    assert said == ["Appeal decided: overturned"] * 2


async def test_a_message_for_a_channel_calls_nobody(service: Service, ada: Moderator, receiver: Receiver) -> None:
    await sets_up(ada, receiver.url, "queue.entered", format="slack", queues=["reported"])
    said = await service.guest("<!channel>").says("Look <https://evil.example|here> & at @everyone.")
    await service.reader().report(said.id)

    (message,) = await receiver.hears(1)

    text = message.document["text"]
    assert message.document.keys() == {"text"}
    assert "&lt;!channel&gt;" in text
    assert "&lt;https://evil.example|here&gt; &amp; at @\u200beveryone." in text
    assert text.startswith("*Waiting in queue `reported`* on news\n> Look")


async def test_a_receiver_made_for_coral_understands_us(service: Service, ada: Moderator, receiver: Receiver) -> None:
    webhook = await sets_up(ada, receiver.url, format="coral")
    maria = await service.member("Maria")
    said = await maria.says("Good game.")
    reply = await maria.says("You are a stupid idiot.", under=said)
    await ada.approves(reply.id)

    told = await receiver.hears(5)
    by_type: dict[str, list[Any]] = {}
    for each in told:
        mark = hmac.new(webhook["secret"].encode(), each.body, hashlib.sha256).hexdigest()
        assert each.headers["x-coral-signature"] == f"sha256={mark}"
        assert each.body == json.dumps(each.document, indent=2).encode()
        assert list(each.document) == ["id", "type", "data", "createdAt", "tenantID", "tenantDomain"]
        assert (each.document["tenantID"], each.document["tenantDomain"]) == ("default", "localhost")
        by_type.setdefault(each.document["type"], []).append(each.document["data"])
    where = {"storyID": "news", "siteID": "default"}
    assert by_type["COMMENT_CREATED"] == [{**where, "commentID": said.id}]
    assert by_type["COMMENT_REPLY_CREATED"] == [{**where, "commentID": reply.id, "ancestorIDs": [said.id]}]
    pending = {"queue": "PENDING", "commentID": reply.id, **where}
    entered = by_type["COMMENT_ENTERED_MODERATION_QUEUE"]
    assert {"queue": "UNMODERATED", "commentID": said.id, "status": "NONE", **where} in entered
    assert pending | {"status": "PREMOD"} in entered
    assert by_type["COMMENT_LEFT_MODERATION_QUEUE"] == [pending | {"status": "APPROVED"}]
    assert sum(map(len, by_type.values())) == len(receiver.received)
    await ada.post(f"{HOOKS}/{webhook['id']}/ping")
    assert receiver.received[-1].document["type"] == "PING"


async def test_a_webhook_is_tried_out_paused_and_removed(service: Service, ada: Moderator, receiver: Receiver) -> None:
    webhook = await sets_up(ada, receiver.url, "comment.posted", title="Newsroom")
    path = f"{HOOKS}/{webhook['id']}"

    ping = (await ada.post(f"{path}/ping")).document
    assert (ping["status"], ping["problem"]) == (204, None)
    assert receiver.received.pop().document["type"] == "ping"
    assert (await ada.patch(path, {"enabled": False})).document["state"] == "paused"
    await service.guest("Ann").says("Nobody hears this.")
    await service.house.deliveries.queue_events("default")
    await ada.patch(path, {"enabled": True, "title": "Desk"})
    later = await service.guest("Bob").says("This is heard.")
    (posted,) = await receiver.hears(1)
    assert posted.document["data"]["comment_id"] == later.id
    assert (await ada.delete(path)).status == 204
    assert (await ada.get(HOOKS)).document["items"] == []
    (await ada.get(f"{path}/deliveries")).problem(404, "not-found")
    kinds = [entry["action"] for entry in await ada.audit("create_webhook", "change_webhook", "delete_webhook")]
    assert kinds == ["delete_webhook", "change_webhook", "change_webhook", "create_webhook"]


async def test_a_channels_secret_address_stays_out_of_the_audit_log(ada: Moderator, receiver: Receiver) -> None:
    await sets_up(ada, f"{receiver.url}/T000/B000/very-secret", format="slack")

    (entry,) = await ada.audit("create_webhook")

    assert "very-secret" not in str(entry)
    assert entry["detail"]["after"]["host"] == "http://127.0.0.1"


async def test_webhooks_of_another_site_are_not_there(service: Service, ada: Moderator, receiver: Receiver) -> None:
    webhook = await sets_up(ada, receiver.url)
    await service.new_site("daily")
    eve = await service.admin("Eve", site="daily")

    assert (await eve.get("/v1/sites/daily/webhooks")).document["items"] == []
    (await eve.of_site("default").get(HOOKS)).problem(401, "not-signed-in")
    (await eve.get(f"/v1/sites/daily/webhooks/{webhook['id']}/deliveries")).problem(404, "not-found")
    await service.guest("Bob", "daily").says("Elsewhere.")
    await service.guest("Ann").says("Here.")
    await receiver.hears(1, "comment.posted")
    assert {each.document["site"] for each in receiver.received} == {"default"}


async def _is(ada: Moderator, webhook: Any, state: str) -> bool:
    return (await shown(ada, webhook))["state"] == state


async def _waits(ada: Moderator, webhook: Any, number: int) -> bool:
    return (await shown(ada, webhook))["waiting"] == number
