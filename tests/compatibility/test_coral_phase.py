"""A Coral site asks us as its external moderation phase: signed as Coral signs, answered as Coral understands."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from people import Answer, Caller
from service_client import Serve, Service
from valkey_nodes import ValkeyNode

from moderation.cli.opening import NoScorer
from moderation.domain.policy import Policy

SECRET = "5f1d5a3c0e9b47c6"
PATH = "/coral/phase"
ASKED: dict[str, Any] = {
    "action": "NEW",
    "comment": {"body": "Thank you for the article.", "parentID": None},
    "author": {"id": "baf4e943-3594-4fcc-b2ba-3e8de7a76352", "role": "COMMENTER"},
    "story": {"id": "245b3856-b0a0-4d2f-a6bb-58c71f18d6a6", "url": "http://localhost:1313/posts/a-story-url/"},
    "site": {"id": "a4bede88-2d2c-4424-bc18-4322a9e285a6"},
    "tenantID": "19ba5794-7eeb-4d46-a81b-c00c61672501",
    "tenantDomain": "localhost",
}
STATUSES = {"NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"}
TOXIC = {"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}
SPAM = {"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}


def coral_writes(document: Any) -> bytes:
    """As JSON.stringify(document, null, 2) does."""
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def signature(body: bytes, *secrets: str) -> str:
    return ",".join(f"sha256={hmac.new(each.encode(), body, hashlib.sha256).hexdigest()}" for each in secrets)


def about(text: str | None, **more: Any) -> Any:
    return ASKED | {"comment": {"body": text, "parentID": None}} | more


async def asks(caller: Caller, document: Any, *secrets: str, query: str = "") -> Answer:
    body = coral_writes(document)
    mark = signature(body, *(secrets or (SECRET,)))
    return await caller.post(f"{PATH}{query}", data=body, headers={"X-Coral-Signature": mark})


def valid(document: Any) -> bool:
    """What Coral's schema accepts: known words only, or the whole answer is dropped."""
    assert document.keys() <= {"status", "actions", "tags"}
    assert document.get("status", "NONE") in STATUSES
    for action in document.get("actions", []):
        assert action in (TOXIC, SPAM)
    return True


@pytest.fixture
async def coral(service: Service) -> Caller:
    await (await service.admin()).sets_policy(
        coral_secret=SECRET, hold={"TOXICITY": 0.8}, banned_words=["kumquat"], hold_links=2
    )
    return service.reader()


async def test_nothing_is_said_of_a_comment_that_is_fine(coral: Caller) -> None:
    answer = await asks(coral, ASKED)

    assert (answer.status, answer.body) == (204, b"")


async def test_nobody_escapes_by_writing_what_is_no_character(coral: Caller) -> None:
    for escape in ("\\u0000", "\\ud83d", "\\udE00", "\\\\u0000"):
        body = json.dumps(about("You are a stupid idiot. HERE"), indent=2).replace("HERE", escape).encode()
        answer = await coral.post(PATH, data=body, headers={"X-Coral-Signature": signature(body, SECRET)})
        assert answer.status == 200, answer.body
        assert answer.document["status"] == "SYSTEM_WITHHELD"
    body = coral_writes(ASKED | {"later": 10**30, "and": "\0"})
    answer = await coral.post(PATH, data=body, headers={"X-Coral-Signature": signature(body, SECRET)})
    assert answer.status in (204, 400)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "You are a stupid idiot.",
            b'{"status":"SYSTEM_WITHHELD","actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}]}',
        ),
        (
            "A k.u.m.q.u.a.t for you.",
            b'{"status":"REJECTED","actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_TOXIC"}]}',
        ),
        (
            "See https://one.example and https://two.example now",
            b'{"status":"SYSTEM_WITHHELD","actions":[{"actionType":"FLAG","reason":"COMMENT_DETECTED_SPAM"}]}',
        ),
    ],
    ids=["toxic", "banned", "links"],
)
async def test_what_is_wrong_is_answered_to_the_byte(coral: Caller, text: str, body: bytes) -> None:
    answer = await asks(coral, about(text))

    assert (answer.status, answer.body) == (200, body)
    assert valid(answer.document)
    assert answer.headers["Content-Type"].startswith("application/json")


async def test_a_suspect_word_flags_what_stays_visible(service: Service, coral: Caller) -> None:
    await (await service.admin()).sets_policy(suspect_words=["persimmon"], hold_suspect_words=False)

    answer = await asks(coral, about("A persimmon for you."))

    assert answer.document == {"actions": [TOXIC]}


async def test_the_moderators_rules_count_and_may_approve(service: Service, coral: Caller) -> None:
    ada = await service.admin()
    await ada.sets_policy(rules='rule "Staff"\n  when author.badges contains ["staff"]\n  then approve\n')

    staff = await asks(coral, about("Welcome.", author={"id": "s", "role": "STAFF"}))

    assert staff.document == {"status": "APPROVED"}
    assert (await asks(coral, about("Welcome."))).status == 204


async def test_both_signatures_of_a_rotation_are_accepted(coral: Caller) -> None:
    assert (await asks(coral, ASKED, "the new one", SECRET)).status == 204
    assert (await asks(coral, ASKED, SECRET, "the old one")).status == 204
    refused = await asks(coral, ASKED, "another", "and another")
    assert (refused.status, list(refused.document)) == (401, ["error"])


async def test_the_signature_is_of_the_bytes_and_not_of_what_they_mean(coral: Caller) -> None:
    mark = signature(coral_writes(ASKED), SECRET)
    for body in (json.dumps(ASKED).encode(), coral_writes(ASKED) + b"\n", coral_writes(ASKED | {"action": "EDIT"})):
        answer = await coral.post(PATH, data=body, headers={"X-Coral-Signature": mark})
        assert answer.status == 401
    assert (await coral.post(PATH, data=coral_writes(ASKED))).status == 401


async def test_without_a_secret_nobody_may_ask(service: Service) -> None:
    assert Policy().coral_secret == ""

    for secret in ("", "x"):
        assert (await asks(service.reader(), ASKED, secret)).status == 401


async def test_a_stranger_learns_nothing_from_how_a_body_is_refused(coral: Caller) -> None:
    for body in (b"", b"not JSON", b"{}", coral_writes(about("x" * 200_000))):
        refused = await coral.post(PATH, data=body, headers={"X-Coral-Signature": "sha256=00"})
        assert refused.status == 401
        mark = {"X-Coral-Signature": signature(body, SECRET)}
        assert (await coral.post(PATH, data=body, headers=mark)).status in (400, 422)


async def test_html_is_read_as_its_readers_see_it(coral: Caller) -> None:
    page = about("<div>You are a <b>stu</b>pid</div><div>idi<i>ot</i>.</div>")

    assert (await asks(coral, page, query="?format=html")).document["status"] == "SYSTEM_WITHHELD"
    assert (await asks(coral, about("<p>Fine &amp; good.</p>"), query="?format=html")).status == 204
    assert (await asks(coral, about("<p><br></p>"), query="?format=html")).status == 204
    assert (await asks(coral, about(None))).status == 204


@pytest.mark.parametrize(
    "document",
    [
        about("Fine.", action="EDIT"),
        about("Fine.", later={"versions": "tell more"}),
        {"comment": {"body": "Fine."}},
        about("Fine.", author={"id": "a", "role": "MEMBER"}),
        {**ASKED, "comment": {"body": "A reply.", "parentID": "d79b787f-f406-49a0-a179-72e3652e54be"}},
    ],
    ids=["edit", "unknown fields", "body alone", "member", "reply"],
)
async def test_every_question_of_corals_is_understood(coral: Caller, document: Any) -> None:
    assert (await asks(coral, document)).status == 204


async def test_each_site_has_a_secret_of_its_own(service: Service, coral: Caller) -> None:
    await service.new_site("daily")
    await (await service.admin(site="daily")).sets_policy(coral_secret="theirs")

    assert (await asks(coral, ASKED, "theirs", query="?site=daily")).status == 204
    assert (await asks(coral, ASKED, SECRET, query="?site=daily")).status == 401
    assert (await asks(coral, ASKED, "theirs")).status == 401
    assert (await asks(coral, ASKED, query="?site=nowhere")).status == 404


async def test_without_the_classifier_the_policy_decides(serve: Serve) -> None:
    service = await serve(scorer=NoScorer())
    ada = await service.admin()
    await ada.sets_policy(coral_secret=SECRET, on_classifier_failure="publish")
    assert (await asks(service.reader(), ASKED)).status == 204
    await ada.sets_policy(on_classifier_failure="hold")

    assert (await asks(service.reader(), ASKED)).document == {"status": "SYSTEM_WITHHELD"}


async def test_the_secret_is_never_shown(service: Service, coral: Caller) -> None:
    ada = await service.admin()

    assert (await ada.get("/v1/sites/default/policy")).document["coral_secret"] == "********"
    assert SECRET not in str(await ada.audit("set_policy"))


async def test_nothing_is_kept_of_what_was_asked(service: Service, coral: Caller) -> None:
    await asks(coral, about("You are a stupid idiot."))

    max_ = await service.moderator()
    assert set((await max_.queue_lengths()).values()) == {0}


async def test_while_storage_is_away_a_known_site_is_answered(serve: Serve, plain_valkey: ValkeyNode) -> None:
    service = await serve(redis_url=plain_valkey.url, storage_timeout_ms=200)
    await (await service.admin()).sets_policy(coral_secret=SECRET)
    assert (await asks(service.reader(), ASKED)).status == 204

    plain_valkey.kill()

    assert (await asks(service.reader(), about("You are a stupid idiot."))).document["status"] == "SYSTEM_WITHHELD"
