"""The newsroom's own OpenID Connect provider says who sits at a browser; a token here says what they may."""

import hmac
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from aiohttp import ClientSession
from identity_provider import CLIENT, SECRET, IdentityProvider, Person
from joserfc.jwk import RSAKey
from people import Answer, Browser
from service_client import Serve, Service
from yarl import URL

from moderation.outbound import provider as outbound

MAX = "max@news.example"


@pytest.fixture
async def provider() -> AsyncIterator[IdentityProvider]:
    provider = IdentityProvider()
    await provider.start()
    yield provider
    await provider.stop()


@pytest.fixture
async def service(serve: Serve, provider: IdentityProvider) -> Service:
    return await serve(oidc_issuer=provider.issuer, oidc_client_secret=SECRET)


async def with_address(service: Service, email: str = MAX, site: str = "default", name: str = "Max") -> str:
    """A moderator with an address at the provider: the id of the token."""
    moderator = await service.moderator(name, site)
    token_id = str((await moderator.get("/console/session")).document["moderator"]["id"])
    await service.house.single_sign_on.set_identity(site, token_id, email, "operator")
    return token_id


async def goes_there(browser: Browser, site: str = "") -> str:
    """To the provider, which sends the browser back at once: the address it is sent to."""
    began = await browser.get(f"/console/sign-in{f'?site={site}' if site else ''}")
    assert began.status == 303, began.body
    async with (
        ClientSession() as session,
        session.get(URL(began.headers["Location"], encoded=True), allow_redirects=False) as answer,
    ):
        assert answer.status == 302, await answer.text()
        return urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl()


async def signs_in(browser: Browser, site: str = "") -> Answer:
    return await browser.get(await goes_there(browser, site))


def refused(answer: Answer, slug: str = "not-signed-in") -> None:
    assert answer.status == 303
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["refused"] == [slug]
    assert "moderation-session" not in answer.headers.get("Set-Cookie", "")


async def test_who_the_provider_vouches_for_moderates_here(service: Service) -> None:
    token_id = await with_address(service)
    said = await service.guest().says("Good game.")
    browser = service.browser()

    answer = await signs_in(browser)

    assert (answer.status, answer.headers["Location"]) == (303, "../?site=default")
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]
    document = (await browser.get("/console/session")).document
    assert (document["moderator"]["id"], document["moderator"]["name"]) == (token_id, "Max")
    browser.csrf = document["csrf"]
    assert (await browser.approves(said.id))["status"] == "approved"
    entries = await (await service.admin()).audit("sign_in", "set_identity")
    assert [entry["detail"].get("means") for entry in entries] == ["provider", None]


async def test_what_can_be_signed_in_with_is_told(service: Service, serve: Serve) -> None:
    assert (await service.reader().get("/console/means")).document == {"means": ["token", "password", "provider"]}
    plain = await serve()
    assert (await plain.reader().get("/console/means")).document == {"means": ["token", "password"]}
    (await plain.browser().get("/console/sign-in")).problem(404, "not-found")
    (await plain.browser().get("/console/sign-in/callback?state=x&code=y")).problem(404, "not-found")


@pytest.mark.parametrize(("secret", "in_body"), [(SECRET, True), ("", False)])
async def test_a_client_proves_itself_in_the_way_the_provider_knows(
    serve: Serve, provider: IdentityProvider, secret: str, in_body: bool
) -> None:
    provider.secret, provider.in_body = secret, in_body
    service = await serve(oidc_issuer=provider.issuer, oidc_client_secret=secret)
    await with_address(service)
    assert (await signs_in(service.browser())).headers["Location"] == "../?site=default"


async def test_the_cookie_of_the_way_there_is_kept_from_scripts(serve: Serve, provider: IdentityProvider) -> None:
    service = await serve(oidc_issuer=provider.issuer, public_url="https://c.example/talk")
    answer = await service.browser().get("/console/sign-in")
    cookie, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert cookie.startswith("__Secure-moderation-sign-in=default.")
    assert set(attributes) == {"Path=/talk/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600"}
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["redirect_uri"] == ["https://c.example/talk/console/sign-in/callback"]
    assert asked["nonce"][0] not in cookie


async def test_an_address_belongs_to_one_site(service: Service) -> None:
    for site in ("daily", "weekly"):
        await service.new_site(site)
    await with_address(service, site="daily")

    assert (await signs_in(service.browser(), "daily")).headers["Location"] == "../?site=daily"
    refused(await signs_in(service.browser(), "weekly"))
    refused(await signs_in(service.browser()))
    (await service.browser().get("/console/sign-in?site=nowhere")).problem(404, "unknown-site")


@pytest.mark.parametrize(
    "person",
    [
        Person(email="ida@news.example"),
        Person(email_verified=False),
        Person(email_verified="true"),
        Person(email_verified=None),
        Person(email=""),
        Person(email="max@news.example.evil.example"),
    ],
)
async def test_nobody_else_gets_in(service: Service, provider: IdentityProvider, person: Person) -> None:
    await with_address(service)
    provider.person = person
    refused(await signs_in(service.browser()))


@pytest.mark.parametrize(
    ("described", "led_to"),
    [
        ({"sub": "account-1", "email": MAX, "email_verified": True}, "../?site=default"),
        ({"sub": "account-2", "email": MAX, "email_verified": True}, None),
        ({"email": MAX, "email_verified": True}, None),
        ({"sub": "account-1", "email": MAX}, None),
        ({"sub": "account-1", "email_verified": True}, None),
    ],
)
async def test_a_provider_may_tell_the_address_apart_from_the_proof(
    service: Service, provider: IdentityProvider, described: dict[str, Any], led_to: str | None
) -> None:
    await with_address(service)
    provider.describes = described
    answer = await signs_in(service.browser())
    if led_to is None:
        refused(answer)
    else:
        assert answer.headers["Location"] == led_to


async def test_an_address_that_was_given_to_somebody_else_opens_nothing(
    service: Service, provider: IdentityProvider
) -> None:
    token_id = await with_address(service)
    assert (await signs_in(service.browser())).headers["Location"] == "../?site=default"

    provider.person = Person(sub="account-2", email="MAX@news.example")
    refused(await signs_in(service.browser()))
    await service.house.single_sign_on.set_identity("default", token_id, MAX, "operator")
    assert (await signs_in(service.browser())).headers["Location"] == "../?site=default"


async def test_a_code_is_of_no_use_in_another_browser(service: Service) -> None:
    await with_address(service)
    attacker, victim = service.browser(), service.browser()
    link = await goes_there(attacker)

    refused(await victim.get(link))
    await goes_there(victim)
    refused(await victim.get(link))
    for damaged in (attacker.cookie[:-6] + "AAAAAA", attacker.cookie.replace("=default.", "=nowhere-."), "x=y"):
        refused(await service.browser().get(link, headers={"Cookie": damaged}))
    assert (await attacker.get(link)).headers["Location"] == "../?site=default"


async def test_a_code_opens_one_session_once(service: Service) -> None:
    await with_address(service)
    browser = service.browser()
    link = await goes_there(browser)
    kept = browser.cookie
    assert (await browser.get(link)).headers["Location"] == "../?site=default"
    refused(await service.browser().get(link, headers={"Cookie": kept}))


async def test_who_says_no_at_the_provider_is_led_back(service: Service, provider: IdentityProvider) -> None:
    await with_address(service)
    provider.refuses = True
    refused(await signs_in(service.browser()))
    assert provider.exchanges == 0


async def test_an_answer_of_another_provider_is_refused(service: Service, provider: IdentityProvider) -> None:
    await with_address(service)
    browser = service.browser()
    link = await goes_there(browser)
    mixed = link.replace("iss=http", "iss=https")
    assert mixed != link
    refused(await browser.get(mixed))
    assert provider.exchanges == 0


async def test_the_callback_needs_a_state(service: Service) -> None:
    (await service.browser().get("/console/sign-in/callback?code=x")).problem(422, "invalid")
    refused(await service.browser().get("/console/sign-in/callback?code=x&state=y"))


def with_shared_secret(secret: bytes, claims: dict[str, Any]) -> str:
    """What no library will make: a token whose shared secret is a key that everybody knows."""
    parts = [urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=") for part in ({"alg": "HS256", "kid": "one"}, claims)]
    mark = hmac.digest(secret, b".".join(parts), "sha256")
    return b".".join([*parts, urlsafe_b64encode(mark).rstrip(b"=")]).decode()


STRANGERS = RSAKey.generate_key(2048, {"kid": "one"})
LIES: dict[str, Any] = {
    "another issuer": lambda p, c: p.signed(c | {"iss": "http://127.0.0.1:1"}),
    "another audience": lambda p, c: p.signed(c | {"aud": "somebody"}),
    "no audience": lambda p, c: p.signed({name: value for name, value in c.items() if name != "aud"}),
    "several audiences without azp": lambda p, c: p.signed(c | {"aud": [CLIENT, "somebody"]}),
    "another client's": lambda p, c: p.signed(c | {"azp": "somebody"}),
    "expired": lambda p, c: p.signed(c | {"exp": int(time.time()) - 3600}),
    "without end": lambda p, c: p.signed({name: value for name, value in c.items() if name != "exp"}),
    "another nonce": lambda p, c: p.signed(c | {"nonce": "n"}),
    "no nonce": lambda p, c: p.signed({name: value for name, value in c.items() if name != "nonce"}),
    "no subject": lambda p, c: p.signed({name: value for name, value in c.items() if name != "sub"}),
    "a number for a subject": lambda p, c: p.signed(c | {"sub": 7}),
    "another key": lambda p, c: p.signed(c, STRANGERS),
    "the public key as a secret": lambda p, c: with_shared_secret(p.key.as_pem(private=False), c),
    "no signature": lambda p, c: p.signed(c).rpartition(".")[0] + ".",
    "no algorithm": lambda p, c: "eyJhbGciOiJub25lIn0." + p.signed(c).split(".")[1] + ".",
    "no token": lambda *_: "nothing",
    "null": lambda *_: None,
    "too long": lambda *_: "x" * 100_000,
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_proof_that_does_not_hold_lets_nobody_in(
    service: Service, provider: IdentityProvider, lie: str
) -> None:
    await with_address(service)
    provider.forge = LIES[lie]
    refused(await signs_in(service.browser()))
    assert provider.exchanges == 1


async def test_new_keys_of_the_provider_are_found(
    service: Service, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_address(service)
    assert (await signs_in(service.browser())).headers["Location"] == "../?site=default"
    assert (await signs_in(service.browser())).headers["Location"] == "../?site=default"
    assert provider.key_reads == 1

    provider.turn_keys()
    refused(await signs_in(service.browser()))
    assert provider.key_reads == 1
    monkeypatch.setattr(outbound, "AGAIN_SECONDS", 0.0)
    assert (await signs_in(service.browser())).headers["Location"] == "../?site=default"


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": "https://somebody.example"},
        {"token_endpoint": None},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
        {"padding": "x" * 300_000},
    ],
)
async def test_a_provider_that_is_set_up_wrongly_is_told_from_a_wrong_password(
    service: Service, provider: IdentityProvider, configuration: dict[str, Any]
) -> None:
    provider.configuration = configuration
    refused(await service.browser().get("/console/sign-in"), "provider-away")


async def test_a_provider_that_is_away_harms_nobody_else(service: Service, provider: IdentityProvider) -> None:
    await with_address(service)
    browser = service.browser()
    link = await goes_there(browser)
    await provider.stop()

    refused(await browser.get(link), "provider-away")
    max_ = await service.moderator("Max")
    token = max_.headers["Authorization"].removeprefix("Bearer ")
    assert (await service.browser().signs_in(token=token)).status == 200


async def test_a_revoked_tokens_address_opens_nothing(service: Service) -> None:
    token_id = await with_address(service)
    browser = service.browser()
    await signs_in(browser)
    await service.house.tokens.revoke("default", token_id, "operator")
    (await browser.get("/console/session")).problem(401, "not-signed-in")
    refused(await signs_in(service.browser()))
    await with_address(service)
    assert (await signs_in(service.browser())).headers["Location"] == "../?site=default"
