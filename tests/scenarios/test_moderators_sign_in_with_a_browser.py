"""A moderator signs in once, and the browser's cookie stands for the token until one of them ends."""

import asyncio
import re
from typing import Any

import pytest
from people import Browser, Moderator
from service_client import Serve, Service
from waiting import eventually

from moderation.services.sessions import Sessions


def token_of(moderator: Moderator) -> str:
    return moderator.headers["Authorization"].removeprefix("Bearer ")


async def signed_in(service: Service, moderator: Moderator, site: str = "default") -> Browser:
    browser = service.browser(site)
    assert (await browser.signs_in(token=token_of(moderator))).status == 200
    return browser


@pytest.fixture
async def max_(service: Service) -> Moderator:
    return await service.moderator("Max")


@pytest.fixture
async def browser(service: Service, max_: Moderator) -> Browser:
    return await signed_in(service, max_)


async def test_a_token_becomes_a_cookie_with_which_comments_are_decided(service: Service, max_: Moderator) -> None:
    said = await service.guest().says("Good game.")
    browser = service.browser()

    answer = await browser.signs_in(token=token_of(max_))

    assert answer.document["moderator"] | {"id": ""} == {
        "id": "",
        "name": "Max",
        "role": "moderator",
        "site": "default",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await browser.approves(said.id))["status"] == "approved"
    [entry] = await max_.audit("approve")
    assert entry["actor"] == "Max"
    again = await browser.get("/console/session")
    assert (again.status, again.document) == (200, answer.document)
    [entry] = await max_.audit("sign_in")
    assert (entry["actor"], entry["detail"]["means"]) == ("Max", "token")


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites_pages(serve: Serve) -> None:
    for public_url, forwarded, name, rest in (
        ("", "http", "moderation-session", {"Path=/", "HttpOnly", "SameSite=Strict"}),
        ("", "https", "__Host-moderation-session", {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"}),
        ("https://c.example", "http", "__Host-moderation-session", {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"}),
        (
            "https://news.example/talk",
            "http",
            "__Secure-moderation-session",
            {"Path=/talk/", "HttpOnly", "SameSite=Strict", "Secure"},
        ),
    ):
        service = await serve(public_url=public_url)
        browser = service.browser()
        browser.headers["X-Forwarded-Proto"] = forwarded
        answer = await browser.signs_in(token=token_of(await service.moderator()))
        cookie, *attributes = answer.headers["Set-Cookie"].split("; ")
        assert (cookie.partition("=")[0], set(attributes)) == (name, rest)
        assert (await browser.get("/v1/moderation/queues")).status == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/moderation/decisions", {"decisions": [{"comment_id": "x", "action": "approve"}]}),
        ("POST", "/v1/moderation/queues/pending/claims", {}),
        ("DELETE", "/v1/moderation/claims", None),
        ("PUT", "/v1/sites/default/policy", {"mode": "pre"}),
        ("POST", "/v1/sites/default/tokens", {"name": "Eve", "role": "admin"}),
        ("DELETE", "/console/session", None),
    ],
)
async def test_a_cookie_alone_changes_nothing(service: Service, method: str, path: str, body: Any) -> None:
    ada = await service.admin()
    browser, other = await signed_in(service, ada), await signed_in(service, ada)

    own, browser.csrf = browser.csrf, None
    (await browser.call(method, path, body)).problem(403, "csrf")
    for wrong in ("", "x", other.csrf, f"{own}x", own.swapcase() if own else "", "é"):
        (await browser.call(method, path, body, headers={"X-CSRF-Token": wrong})).problem(403, "csrf")

    assert (await browser.get("/console/session")).status == 200
    assert len((await ada.get("/v1/sites/default/tokens")).document["items"]) == 1
    browser.csrf = own
    assert (await browser.call(method, path, body)).status < 300


async def test_a_page_of_another_site_is_refused_even_with_the_right_token(browser: Browser, max_: Moderator) -> None:
    for origin in ("cross-site", "same-site"):
        mark = {"Sec-Fetch-Site": origin}
        (await browser.delete("/v1/moderation/claims", headers=mark)).problem(403, "csrf")
        sign_in = await browser.post("/console/session", {"token": token_of(max_)}, headers=mark)
        sign_in.problem(403, "csrf")
    assert (await browser.delete("/v1/moderation/claims", headers={"Sec-Fetch-Site": "same-origin"})).status == 200


async def test_a_form_of_another_page_cannot_sign_a_browser_in(service: Service, max_: Moderator) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
        sent = f'{{"token": "{token_of(max_)}"}}'.encode()
        answer = await service.browser().post("/console/session", data=sent, headers={"Content-Type": kind})
        answer.problem(415, "unsupported-media-type")
        assert "Set-Cookie" not in answer.headers
    preflight = await service.browser().call(
        "OPTIONS",
        "/console/session",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert not [name for name in preflight.headers if name.startswith("Access-Control-")]


async def test_a_session_that_somebody_planted_is_not_the_one_that_is_used(service: Service, max_: Moderator) -> None:
    eve = await service.moderator("Eve")
    planted = await signed_in(service, eve)
    victim = service.browser()
    victim.cookie = planted.cookie

    await victim.signs_in(token=token_of(max_))

    assert victim.cookie != planted.cookie
    (await planted.get("/console/session")).problem(401, "not-signed-in")
    made_up = service.browser()
    made_up.cookie = f"moderation-session=default.{'a' * 32}.{'b' * 43}"
    (await made_up.get("/console/session")).problem(401, "not-signed-in")
    await made_up.signs_in(token=token_of(max_))
    assert "a" * 32 not in made_up.cookie


async def test_signing_out_ends_the_session_and_takes_the_cookie_away(browser: Browser) -> None:
    kept = browser.cookie

    answer = await browser.delete("/console/session")

    assert (answer.status, answer.body) == (204, b"")
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    browser.cookie = kept
    (await browser.get("/console/session")).problem(401, "not-signed-in")
    (await browser.get("/v1/moderation/queues")).problem(401, "not-signed-in")


async def test_who_shows_a_token_needs_no_session_and_has_none_to_end(max_: Moderator) -> None:
    who = await max_.get("/console/session")
    assert (who.status, who.document["csrf"]) == (200, None)
    (await max_.delete("/console/session")).problem(404, "not-found")


async def test_a_token_that_is_sent_counts_before_a_cookie(browser: Browser, service: Service) -> None:
    ida = await service.moderator("Ida")

    browser.headers["Authorization"] = ida.headers["Authorization"]
    assert (await browser.get("/console/session")).document["moderator"]["name"] == "Ida"
    browser.csrf = None
    assert (await browser.delete("/v1/moderation/claims")).status == 200
    browser.headers["Authorization"] = "Bearer mod_wrong"
    (await browser.get("/console/session")).problem(401, "not-signed-in")


@pytest.mark.long
async def test_a_session_is_worth_no_more_than_its_token(serve: Serve) -> None:
    here, there = await serve(), await serve()
    ada, max_ = await here.admin(), await here.moderator("Max")
    browser, elsewhere = await signed_in(here, max_), there.browser()
    elsewhere.cookie, elsewhere.csrf = browser.cookie, browser.csrf
    assert (await elsewhere.get("/v1/moderation/queues")).status == 200
    (await browser.get("/v1/sites/default/policy")).problem(403, "not-allowed")

    holder = (await browser.get("/console/session")).document["moderator"]["id"]
    assert (await ada.delete(f"/v1/sites/default/tokens/{holder}")).status == 204

    (await browser.get("/v1/moderation/queues")).problem(401, "not-signed-in")
    (await browser.delete("/v1/moderation/claims")).problem(401, "not-signed-in")

    async def is_out() -> bool:
        return (await elsewhere.get("/v1/moderation/queues")).status == 401

    await eventually(is_out, "the other process has heard of it")


async def test_a_programs_token_cannot_sign_in(service: Service) -> None:
    program = await service.moderator("Scorer", role="service")
    (await service.browser().signs_in(token=token_of(program))).problem(403, "not-allowed")
    (await service.browser().signs_in(token="mod_nonsense")).problem(401, "not-signed-in")


async def test_a_session_of_one_site_sees_nothing_of_another(service: Service) -> None:
    for site in ("daily", "weekly"):
        await service.new_site(site)
    said = await service.guest("Ann", "weekly").says("For the weekly.")
    for role in ("moderator", "admin"):
        moderator = await service.moderator("Dan", "daily", role)
        browser = await signed_in(service, moderator, "daily")
        for stranger in ("weekly", "default"):
            mark = {"X-Site": stranger}
            for path in ("/v1/moderation/queues", f"/v1/moderation/comments/{said.id}", "/console/session"):
                (await browser.get(path, headers=mark)).problem(401, "not-signed-in")
            (await browser.delete("/v1/moderation/claims", headers=mark)).problem(401, "not-signed-in")
        forged = service.browser("weekly")
        forged.cookie, forged.csrf = browser.cookie.replace("=daily.", "=weekly."), browser.csrf
        (await forged.get("/v1/moderation/queues")).problem(401, "not-signed-in")
        (await browser.get(f"/v1/moderation/comments/{said.id}")).problem(404, "not-found")


async def test_a_browser_need_not_name_its_site(service: Service) -> None:
    await service.new_site("daily")
    said = await service.guest("Ann", "daily").says("For the daily.")
    browser = service.browser()
    dan = await service.moderator("Dan", "daily")

    assert (await browser.signs_in(token=token_of(dan))).document["moderator"]["site"] == "daily"
    assert (await browser.dossier(said.id))["comment"]["id"] == said.id


async def test_an_administrator_of_the_default_site_works_at_every_site(service: Service) -> None:
    await service.new_site("daily")
    said = await service.guest("Ann", "daily").says("For the daily.")
    browser = await signed_in(service, await service.admin())

    assert (await browser.of_site("daily").get("/v1/moderation/queues")).status == 401
    seen = await browser.get(f"/v1/moderation/comments/{said.id}", headers={"X-Site": "daily"})
    assert seen.document["comment"]["id"] == said.id


async def test_a_removed_site_ends_its_sessions(service: Service) -> None:
    await service.new_site("daily")
    browser = await signed_in(service, await service.moderator("Dan", "daily"), "daily")
    await (await service.admin()).delete("/v1/sites/daily")
    await service.new_site("daily")
    (await browser.get("/v1/moderation/queues")).problem(401, "not-signed-in")


async def test_no_page_of_anybodys_may_show_a_moderators_answers(browser: Browser) -> None:
    for path in ("/console/session", "/v1/moderation/queues", "/v1/moderation/comments/nothing", "/v1/sites"):
        headers = (await browser.get(path, headers={"Origin": "https://evil.example"})).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": None},
        {"token": 7},
        {"token": ["mod_x"]},
        {"token": {"$ne": ""}},
        {"token": ""},
        {"token": "x" * 201},
        {"token": "a\x00b"},
        {"token": "x", "site": ["default"]},
        {"token": "x", "admin": True},
    ],
)
async def test_credentials_of_the_wrong_kind_are_explained(service: Service, body: Any) -> None:
    assert (await service.browser().post("/console/session", body)).problem(422, "invalid")["errors"]


async def test_bodies_that_are_none_are_refused(service: Service) -> None:
    browser = service.browser()
    (await browser.post("/console/session", data=b"{")).problem(400, "malformed")
    (await browser.post("/console/session", data=b"[]")).problem(422, "invalid")
    (await browser.post("/console/session", data=b'{"token": "' + b"x" * 100_000 + b'"}')).problem(413, "too-large")
    (await browser.post("/console/session", data=b'{"token": "\\ud800"}')).problem(422, "invalid")


@pytest.mark.parametrize(
    "cookie",
    [
        *("", "x", "..", "default..", "default.a.b", "x" * 4000, "é" * 80),
        f"{'a' * 65}.{'a' * 32}.{'b' * 43}",
        f"-.{'a' * 32}.{'b' * 43}",
        f'"default.{"a" * 32}.{"b" * 43}"',
        f"{{x}}:site.{'a' * 32}.{'b' * 43}",
    ],
)
async def test_a_damaged_cookie_is_nobodys(service: Service, cookie: str) -> None:
    browser = service.browser()
    browser.cookie = f"moderation-session={cookie}; other=1; moderation-session-2"
    (await browser.get("/console/session")).problem(401, "not-signed-in")
    assert (await browser.get("/v1/articles/news/comments")).status == 200


async def test_storage_knows_nothing_that_opens_a_session(browser: Browser, valkey_node: Any) -> None:
    _, handle, secret = browser.cookie.partition("=")[2].split(".")
    with valkey_node.client() as storage:
        for name in storage.scan_iter():
            kept = name + storage.dump(name)
            assert not [part for part in (handle, secret, browser.csrf) if part and part.encode() in kept]


async def test_a_retried_request_of_a_browser_gives_its_secret_again_and_only_to_it(service: Service) -> None:
    ada = await service.admin()
    browser, other = await signed_in(service, ada), await signed_in(service, ada)
    sent, key = {"name": "Ida", "role": "moderator"}, {"Idempotency-Key": "k"}

    first = await browser.post("/v1/sites/default/tokens", sent, headers=key)
    service.house.sessions = Sessions(service.house.records, service.house.access, 720, rotate_ms=0)
    for _ in range(3):
        again = await browser.post("/v1/sites/default/tokens", sent, headers=key)
        assert again.document == first.document
    (await other.post("/v1/sites/default/tokens", sent, headers=key)).problem(422, "idempotency-key-reused")


async def test_a_cookie_is_replaced_while_it_is_used(service: Service, browser: Browser) -> None:
    service.house.sessions = Sessions(service.house.records, service.house.access, 720, rotate_ms=0, grace_ms=60_000)
    seen, told = {browser.cookie}, browser.csrf
    slow = service.browser()
    slow.cookie = browser.cookie

    for _ in range(3):
        assert (await browser.get("/v1/moderation/queues")).status == 200
        assert browser.cookie not in seen
        seen.add(browser.cookie)
    assert re.fullmatch(r"moderation-session=default\.[\w-]{32}\.[\w-]{43}", browser.cookie)
    assert (await browser.get("/console/session")).document["csrf"] == told
    (await slow.get("/v1/moderation/queues")).problem(401, "not-signed-in")


async def test_requests_that_are_sent_at_once_replace_the_cookie_once(service: Service, browser: Browser) -> None:
    service.house.sessions = Sessions(service.house.records, service.house.access, 720, rotate_ms=0, grace_ms=60_000)
    before = {"Cookie": browser.cookie}

    answers = await asyncio.gather(*(browser.get("/v1/moderation/queues", headers=before) for _ in range(20)))

    assert {answer.status for answer in answers} == {200}
    [given] = [answer.headers["Set-Cookie"] for answer in answers if "Set-Cookie" in answer.headers]
    assert browser.cookie == given.partition(";")[0] != before["Cookie"]
    assert (await browser.get("/v1/moderation/queues")).status == 200


async def test_live_events_reach_a_browser(service: Service, browser: Browser) -> None:
    browser.headers["Cookie"] = browser.cookie
    async with browser.listening("/v1/moderation/events") as stream:
        await service.guest().says("Hello.")
        await stream.next()
