"""Who moderates every day signs in with a name and a password; who guesses gets slower and slower."""

import asyncio
from typing import Any

import pytest
from people import Browser, Moderator
from service_client import Service

PASSWORD = "seven ferries at dawn"


async def with_password(
    service: Service, name: str = "Max", site: str = "default", role: str = "moderator"
) -> tuple[Moderator, str]:
    """A moderator who can sign in so, and the id of the token behind it."""
    moderator = await service.moderator(name, site, role)
    token_id = str((await moderator.get("/console/session")).document["moderator"]["id"])
    await service.house.passwords.set(site, token_id, None, PASSWORD, "operator")
    return moderator, token_id


async def guesses(browser: Browser, name: str, number: int) -> list[int]:
    tried = [await browser.signs_in(name=name, password=f"perhaps it is {n}") for n in range(number)]
    return [answer.status for answer in tried]


async def test_a_name_and_a_password_open_the_console(service: Service) -> None:
    max_, token_id = await with_password(service)
    said = await service.guest().says("Good game.")
    browser = service.browser()

    answer = await browser.signs_in(name="Max", password=PASSWORD)

    assert answer.document["moderator"] == {"id": token_id, "name": "Max", "role": "moderator", "site": "default"}
    assert (await browser.approves(said.id))["status"] == "approved"
    [entry] = await max_.audit("approve")
    assert entry["actor"] == "Max"
    [entry] = await max_.audit("sign_in")
    assert entry["detail"]["means"] == "password"
    assert [entry["action"] for entry in await max_.audit("set_password")] == ["set_password"]


@pytest.mark.parametrize("typed", ["max", " MAX ", "Ｍａｘ"])
async def test_a_name_is_typed_in_any_case_and_width(service: Service, typed: str) -> None:
    await with_password(service)
    assert (await service.browser().signs_in(name=typed, password=PASSWORD)).status == 200


async def test_what_does_not_fit_is_told_alike_whatever_was_wrong(service: Service) -> None:
    await with_password(service)
    told = set()
    for name, password in (("Max", PASSWORD + "!"), ("Max", PASSWORD.upper()), ("Nobody", PASSWORD), ("Max", " ")):
        answer = await service.browser().signs_in(name=name, password=password)
        told.add(answer.problem(401, "not-signed-in")["detail"])
        assert "Set-Cookie" not in answer.headers
    assert len(told) == 1


async def test_a_password_belongs_to_its_site(service: Service) -> None:
    for site in ("daily", "weekly"):
        await service.new_site(site)
    await with_password(service, "Dan", "daily")

    for site in ("weekly", "default"):
        (await service.browser().signs_in(site=site, name="Dan", password=PASSWORD)).problem(401, "not-signed-in")
    (await service.browser().signs_in(site="nowhere", name="Dan", password=PASSWORD)).problem(404, "unknown-site")
    (await service.browser().signs_in(site="../x", name="Dan", password=PASSWORD)).problem(404, "unknown-site")
    by_body = await service.browser().signs_in(site="daily", name="Dan", password=PASSWORD)
    by_header = await service.browser("daily").signs_in(name="Dan", password=PASSWORD)
    assert by_body.document["moderator"] == by_header.document["moderator"]


async def test_who_guesses_at_a_name_is_slowed_from_wherever_they_come(service: Service) -> None:
    await with_password(service)

    tried = [
        await service.browser(address=f"192.0.2.{n}").signs_in(name="Max", password=f"perhaps it is {n}")
        for n in range(7)
    ]

    assert [answer.status for answer in tried] == [401] * 5 + [429] * 2
    assert 1 <= int(tried[-1].headers["Retry-After"]) <= 60
    right = await service.browser(address="192.0.2.99").signs_in(name="Max", password=PASSWORD)
    right.problem(429, "too-many-requests")


async def test_guessers_do_not_keep_the_holder_out(service: Service) -> None:
    await with_password(service)
    desk = service.browser(address="198.51.100.200")
    assert (await desk.signs_in(name="Max", password=PASSWORD)).status == 200

    assert 429 in await guesses(service.browser(address="192.0.2.7"), "Max", 7)

    assert (await desk.signs_in(name="Max", password=PASSWORD)).status == 200
    assert (await guesses(desk, "Max", 6))[-1] == 429


async def test_who_guesses_at_many_names_is_slowed_by_their_address(service: Service) -> None:
    browser = service.browser(address="2001:db8::1")
    tried = [browser.signs_in(name=f"name {n}", password="whatever it is") for n in range(30)]
    statuses = [
        answer.status for chunk in range(0, 30, 10) for answer in await asyncio.gather(*tried[chunk : chunk + 10])
    ]
    assert 20 <= statuses.count(401) < 25
    assert set(statuses) == {401, 429}
    neighbour = service.browser(address="2001:db8::2")
    (await neighbour.signs_in(name="another", password="whatever it is")).problem(429, "too-many-requests")
    assert (await service.browser().signs_in(name="another", password="whatever it is")).status == 401


async def test_mistyping_is_forgiven_once_the_password_was_right(service: Service) -> None:
    await with_password(service)
    browser = service.browser()
    for _ in range(2):
        assert await guesses(browser, "Max", 4) == [401] * 4
        assert (await browser.signs_in(name="Max", password=PASSWORD)).status == 200


async def test_readers_are_served_while_many_sign_in_at_once(service: Service) -> None:
    await with_password(service)
    crowd = [service.browser(address=f"192.0.2.{n}").signs_in(name=f"n{n}", password="x" * 1024) for n in range(40)]
    answers, read = await asyncio.gather(asyncio.gather(*crowd), service.reader().get("/v1/articles/news/comments"))
    assert {answer.status for answer in answers} == {401, 429}
    assert read.status == 200


async def test_a_new_password_ends_the_sessions_and_the_old_password(service: Service) -> None:
    _, token_id = await with_password(service)
    browser = service.browser()
    await browser.signs_in(name="Max", password=PASSWORD)

    await service.house.passwords.set("default", token_id, "Maximilian", "eight ferries at dusk", "operator")

    (await browser.get("/console/session")).problem(401, "not-signed-in")
    (await browser.signs_in(name="Max", password=PASSWORD)).problem(401, "not-signed-in")
    (await browser.signs_in(name="Maximilian", password=PASSWORD)).problem(401, "not-signed-in")
    assert (await browser.signs_in(name="Maximilian", password="eight ferries at dusk")).status == 200


async def test_a_revoked_tokens_password_opens_nothing_and_frees_the_name(service: Service) -> None:
    ada = await service.admin()
    _, token_id = await with_password(service)
    assert (await ada.delete(f"/v1/sites/default/moderators/{token_id}")).status == 204

    (await service.browser().signs_in(name="Max", password=PASSWORD)).problem(401, "not-signed-in")
    await with_password(service)
    assert (await service.browser().signs_in(name="Max", password=PASSWORD)).status == 200


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Max"},
        {"password": PASSWORD},
        {"name": "Max", "password": 7},
        {"name": ["Max"], "password": PASSWORD},
        {"name": "Max", "password": ""},
        {"name": "Max", "password": "x" * 1025},
        {"name": "x" * 101, "password": PASSWORD},
        {"name": "Max", "password": PASSWORD, "site": None},
        {"name": "Max", "password": PASSWORD, "token": "mod_x"},
    ],
)
async def test_half_credentials_are_explained(service: Service, body: Any) -> None:
    assert (await service.browser().post("/console/session", body)).problem(422, "invalid")["errors"]


async def test_storage_does_not_know_the_password(service: Service, valkey_node: Any) -> None:
    await with_password(service)
    await service.browser().signs_in(name="Max", password=PASSWORD)
    with valkey_node.client() as storage:
        kept = storage.hget("{default:site}:passwords", "max")
        assert b"$argon2id$" in kept
        for name in storage.scan_iter():
            assert PASSWORD.encode() not in storage.dump(name)
