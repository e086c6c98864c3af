"""Other programs judge comments as well, in Coral's protocol: whatever they do, the comment is answered in time."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from aiohttp import web
from people import Moderator
from receivers import LOOPBACK, Answering, answers, endless, listening, sleeps, writing
from service_client import Serve, Service

from moderation.cli.opening import NoScorer

PHASES = "/v1/sites/default/phases"


@pytest.fixture
async def service(serve: Serve) -> Service:
    return await serve(outbound_networks=LOOPBACK)


@pytest.fixture
async def ada(service: Service) -> Moderator:
    return await service.admin()


async def sets_up(ada: Moderator, url: str, **more: Any) -> Any:
    answer = await ada.post(PHASES, {"url": url, "title": "Spam desk", "deadline_ms": 5000, **more})
    assert answer.status == 201, answer.body
    return answer.document


def says(document: Any) -> Answering:
    return answers(200, json.dumps(document))


async def opinion_on(ada: Moderator, comment_id: str) -> Any:
    """The one opinion of the phase."""
    (opinion,) = [each for each in (await ada.dossier(comment_id))["opinions"] if each["phase"] == "external"]
    return opinion


def coral_signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def test_the_question_is_corals_signed_and_has_a_stable_id(service: Service, ada: Moderator) -> None:
    async with listening() as desk:
        phase = await sets_up(ada, desk.url)
        maria = await service.member("Maria")
        first = await maria.says("Good game.")
        reply = await maria.says("It was – \u201creally\u201d.", under=first)
        await maria.changes(reply, "It was not.")
        asked, answered, changed = desk.received

    assert answered.document == {
        "action": "NEW",
        "comment": {
            "body": "It was – \u201creally\u201d.",
            "parentID": first.id,
            "id": answered.document["comment"]["id"],
        },
        "author": {"id": "maria", "role": "COMMENTER"},
        "story": {"id": "news", "url": ""},
        "site": {"id": "default"},
        "tenantID": "default",
        "tenantDomain": "localhost",
    }
    for each in (asked, answered, changed):
        assert each.body == json.dumps(each.document, indent=2, ensure_ascii=False).encode()
        assert each.headers["x-coral-signature"] == coral_signature(phase["secret"], each.body)
        assert each.headers["content-type"] == "application/json"
        assert each.headers["x-deadline-ms"] == "5000"
    reference = answered.document["comment"]["id"]
    assert (changed.document["action"], changed.document["comment"]["id"]) == ("EDIT", reference)
    assert reference != asked.document["comment"]["id"]
    assert reference[-16:] == reply.id[-16:]
    assert (await ada.dossier(reference))["comment"]["id"] == reply.id


@pytest.mark.parametrize(
    ("document", "status", "queues"),
    [
        ({}, "published", {"unreviewed"}),
        ({"status": "NONE"}, "published", {"unreviewed"}),
        ({"status": "APPROVED"}, "published", {"unreviewed"}),
        ({"status": "REJECTED"}, "rejected", set()),
        ({"status": "SYSTEM_WITHHELD"}, "pending", {"pending"}),
        ({"status": "PREMOD"}, "pending", {"pending"}),
        (
            {"actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]},
            "published",
            {"unreviewed", "reported"},
        ),
        (
            {"actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM", "metadata": {"a": 1}}], "more": 1},
            "published",
            {"unreviewed", "reported"},
        ),
        ({"tags": ["FEATURED", "STAFF"]}, "published", {"unreviewed"}),
        (
            {
                "moderationAction": {
                    "status": "REJECTED",
                    "rejectionReason": {"code": "HATE_SPEECH", "customReason": ""},
                }
            },
            "rejected",
            set(),
        ),
    ],
)
async def test_every_documented_answer_has_its_effect(
    service: Service, ada: Moderator, document: Any, status: str, queues: set[str]
) -> None:
    async with listening(says(document)) as desk:
        await sets_up(ada, desk.url)
        said = await service.guest("Ann").says("Good game.")

    dossier = await ada.dossier(said.id)
    assert (dossier["comment"]["status"], set(dossier["queues"])) == (status, queues)
    assert (await opinion_on(ada, said.id))["reason"] == "external"


async def test_an_approval_counts_where_the_site_says_so(service: Service, ada: Moderator) -> None:
    await ada.sets_policy(hold_links=1)
    async with listening(says({"status": "APPROVED"})) as desk:
        phase = await sets_up(ada, desk.url)
        held = await service.guest("Ann").says("See https://one.example please")
        await ada.patch(f"{PHASES}/{phase['id']}", {"may_approve": True})
        approved = await service.guest("Bob").says("See https://two.example please")

    assert (held.comment["status"], approved.comment["status"]) == ("pending", "approved")


BAD = {
    "a wrong status": says({"status": "approved"}),
    "a wrong flag": says({"actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_NOT_REAL"}]}),
    "a wrong action": says({"actions": [{"actionType": "DONTAGREE", "reason": "COMMENT_DETECTED_SPAM"}]}),
    "a wrong tag": says({"tags": ["NOT_REAL"]}),
    "a list": says([]),
    "no JSON": answers(200, "<html>Sign in</html>"),
    "deep JSON": answers(200, "[" * 60_000),
    "an error": answers(500, '{"status": "REJECTED"}'),
    "a redirect": answers(302, Location="http://127.0.0.1:1/"),
    "endless": endless(200),
}


@pytest.mark.parametrize("how", BAD)
@pytest.mark.parametrize(("on_silence", "status"), [("publish", "published"), ("hold", "pending")])
async def test_a_lying_program_decides_nothing(
    service: Service, ada: Moderator, how: str, on_silence: str, status: str
) -> None:
    async with listening(BAD[how]) as desk:
        await sets_up(ada, desk.url, on_silence=on_silence)
        said = await service.guest("Ann").says("Good game.")

    opinion = await opinion_on(ada, said.id)
    assert (said.comment["status"], opinion["reason"]) == (status, "unavailable")
    assert opinion["sentence"].startswith("“Spam desk” said nothing: ")
    assert said.reasons == ([] if status == "published" else ["unavailable"])


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff noise\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"],
    ids=["nothing", "noise", "cut off"],
)
async def test_broken_http_decides_nothing(service: Service, ada: Moderator, raw: bytes) -> None:
    async with writing(raw) as url:
        await sets_up(ada, url)
        said = await service.guest("Ann").says("Good game.")

    assert (await opinion_on(ada, said.id))["reason"] == "unavailable"


async def drips(request: web.Request) -> web.StreamResponse:
    """A byte now and then, for ever."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("how", [sleeps, drips], ids=["silent", "dripping"])
async def test_a_slow_program_is_waited_for_until_its_deadline_and_then_left_alone(
    service: Service, ada: Moderator, how: Answering
) -> None:
    async with listening(how) as slow, listening() as quick:
        await sets_up(ada, slow.url, deadline_ms=200, title="Slow")
        await sets_up(ada, quick.url, title="Quick")
        began = time.monotonic()
        said = [await service.guest(f"Ann {number}").says(f"Number {number}.") for number in range(7)]
        took = time.monotonic() - began

        # Whether a question reaches a slow program before we hang up is a matter of its own time.
        assert len(slow.received) <= 5
        assert len(quick.received) == 7
    assert took < 60
    by = {
        each["detail"]["by"]: each["reason"]
        for each in (await ada.dossier(said[0].id))["opinions"]
        if each["phase"] == "external"
    }
    assert by == {"Slow": "unavailable", "Quick": "external"}
    last = [each for each in (await ada.dossier(said[-1].id))["opinions"] if each["reason"] == "unavailable"]
    assert "left alone" in last[0]["sentence"]


async def test_nobody_is_asked_about_what_we_turn_away(service: Service, ada: Moderator) -> None:
    await ada.sets_policy(banned_words=["kumquat"], body_max=50)
    async with listening() as desk:
        await sets_up(ada, desk.url)
        assert (await service.guest("Ann").says("A kumquat.")).comment["status"] == "rejected"
        assert (await service.guest("Ann").tries_to_say("x" * 60)).status == 422

        assert desk.received == []


async def test_a_comment_scored_later_keeps_what_others_said(serve: Serve) -> None:
    away = await serve(outbound_networks=LOOPBACK, scorer=NoScorer())
    ada = await away.admin()
    async with listening(says({"status": "SYSTEM_WITHHELD"})) as desk:
        await sets_up(ada, desk.url)
        said = await away.guest("Ann").says("Good game.")
        assert len(desk.received) == 1
    back = await serve(outbound_networks=LOOPBACK)
    assert await back.house.submission.rescore("default", bytes.fromhex(said.id.replace("-", "")))

    dossier = await ada.dossier(said.id)
    assert dossier["scores"]
    assert (dossier["comment"]["status"], (await opinion_on(ada, said.id))["effect"]) == ("pending", "hold")


async def test_webhooks_name_the_comment_as_the_phase_knows_it(service: Service, ada: Moderator) -> None:
    async with listening() as desk, listening() as told:
        await sets_up(ada, desk.url)
        await ada.post("/v1/sites/default/webhooks", {"url": told.url, "events": ["comment.posted"]})
        await service.guest("Ann").says("Good game.")
        await service.house.deliveries.queue_events("default")
        await service.house.deliveries.send("default")
        (posted,) = await told.hears(1)

    assert posted.document["data"]["comment"]["reference"] == desk.received[0].document["comment"]["id"]


async def test_a_phase_is_tried_changed_and_removed(service: Service, ada: Moderator) -> None:
    async with listening(says({"status": "REJECTED"})) as desk:
        phase = await sets_up(ada, desk.url)
        path = f"{PHASES}/{phase['id']}"
        tried = (await ada.post(f"{path}/try", {"body": "A text."})).document
        assert (tried["status"], tried["problem"], tried["answer"]["status"]) == (200, None, "REJECTED")
        second = (await ada.post(f"{path}/secrets", {"overlap_hours": 1})).document["secret"]
        await ada.post(f"{path}/try", {"body": "A text."})
        marks = desk.received[-1].headers["x-coral-signature"].split(",")
        assert marks == [coral_signature(each, desk.received[-1].body) for each in (second, phase["secret"])]
        assert (await ada.patch(path, {"enabled": False})).document["enabled"] is False
        assert (await service.guest("Ann").says("Good game.")).visible
        assert (await ada.delete(path)).status == 204

    (await ada.post(f"{path}/try", {"body": "A text."})).problem(404, "not-found")
    assert "secret" not in str((await ada.get(PHASES)).document)
    entries = await ada.audit("create_phase", "rotate_phase_secret", "change_phase", "delete_phase")
    assert len(entries) == 4
    assert phase["secret"] not in str(entries)
    assert second not in str(entries)
    assert "/hook" not in str(entries)


async def test_an_inner_address_cannot_be_asked(serve: Serve) -> None:
    ada = await (await serve()).admin()

    answer = await ada.post(PHASES, {"url": "https://127.0.0.1/", "title": "Inside"})

    assert "not public" in answer.problem(422, "invalid")["errors"]["url"][0]


async def test_phases_are_a_sites_own(service: Service, ada: Moderator) -> None:
    async with listening() as desk:
        await sets_up(ada, desk.url)
        await service.new_site("daily")
        eve = await service.admin("Eve", site="daily")
        await service.guest("Bob", "daily").says("Elsewhere.")

        assert desk.received == []
        assert (await eve.get("/v1/sites/daily/phases")).document["items"] == []


async def test_a_change_applies_at_once_in_every_process(serve: Serve) -> None:
    here, there = await serve(outbound_networks=LOOPBACK), await serve(outbound_networks=LOOPBACK)
    ada = await here.admin()
    await there.guest("Ann").says("Before.")
    async with listening() as desk:
        await sets_up(ada, desk.url)
        for number in range(50):
            await there.guest(f"Ann {number}").says(f"Number {number}.", on=f"article-{number}")
            if desk.received:
                break
            await asyncio.sleep(0.02)

        assert desk.received
