"""An administrator gives moderators the means to sign in; a moderator changes a password that somebody else chose."""

import pytest
from people import Browser, Moderator
from service_client import Service

FIRST, SECOND = "seven ferries at dawn", "eight ferries at dusk"


async def id_of(moderator: Moderator) -> str:
    return str((await moderator.get("/console/session")).document["moderator"]["id"])


async def signed_in(service: Service, name: str, password: str) -> Browser:
    browser = service.browser()
    assert (await browser.signs_in(name=name, password=password)).status == 200
    return browser


async def test_an_administrator_gives_a_password_and_takes_it_away(service: Service) -> None:
    ada, path = (
        await service.admin("Ada"),
        f"/v1/sites/default/moderators/{await id_of(await service.moderator('Max'))}",
    )

    given = await ada.put(f"{path}/password", {"password": FIRST})

    assert (given.status, given.document) == (200, {"name": "max"})
    browser = await signed_in(service, "Max", FIRST)
    assert (await ada.delete(f"{path}/password")).status == 204
    (await browser.get("/console/session")).problem(401, "not-signed-in")
    (await service.browser().signs_in(name="Max", password=FIRST)).problem(401, "not-signed-in")
    (await ada.delete(f"{path}/password")).problem(404, "not-found")
    entries = await ada.audit("set_password", "remove_password")
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("remove_password", "Ada"),
        ("set_password", "Ada"),
    ]
    assert FIRST not in str(entries)


async def test_an_administrator_gives_an_address_and_takes_it_away(service: Service) -> None:
    ada, path = (
        await service.admin("Ada"),
        f"/v1/sites/default/moderators/{await id_of(await service.moderator('Max'))}",
    )

    assert (await ada.put(f"{path}/identity", {"email": "Max@News.example"})).document == {"email": "max@news.example"}
    (await ada.put(f"{path}/identity", {"email": "nobody"})).problem(422, "invalid")
    other = f"/v1/sites/default/moderators/{await id_of(ada)}/identity"
    taken = (await ada.put(other, {"email": "max@news.example"})).problem(409, "already-exists")
    assert taken["causes"] == {"email": [{"code": "taken_address"}]}
    assert (await ada.delete(f"{path}/identity")).status == 204
    (await ada.delete(f"{path}/identity")).problem(404, "not-found")


async def test_only_the_sites_own_administrators_do_so(service: Service) -> None:
    await service.new_site("daily")
    dan, max_ = await service.admin("Dan", "daily"), await service.moderator("Max")
    path = f"moderators/{await id_of(max_)}/password"

    (await dan.put(f"/v1/sites/daily/{path}", {"password": FIRST})).problem(404, "not-found")
    (await dan.of_site("default").put(f"/v1/sites/default/{path}", {"password": FIRST})).problem(401, "not-signed-in")
    (await max_.put(f"/v1/sites/default/{path}", {"password": FIRST})).problem(403, "not-allowed")


@pytest.mark.parametrize(
    ("password", "causes"),
    [
        ("short", [{"code": "wrong_length", "least": 12, "most": 1024}]),
        ("abababababababab", [{"code": "too_few_different", "least": 5}]),
        ("max is maximal", [{"code": "holds_the_name"}]),
    ],
)
async def test_a_password_that_is_easily_guessed_is_explained(
    service: Service, password: str, causes: list[dict[str, object]]
) -> None:
    ada, max_ = await service.admin(), await service.moderator("Maxim")
    path = f"/v1/sites/default/moderators/{await id_of(max_)}/password"
    refused = await ada.put(path, {"password": password, "name": "max is"})
    assert refused.problem(422, "invalid")["causes"] == {"password": causes}


async def test_a_moderator_changes_a_password_and_stays_in(service: Service) -> None:
    max_ = await service.moderator("Max")
    (await max_.put("/console/password", {"current": FIRST, "password": SECOND})).problem(404, "not-found")
    await service.house.passwords.set("default", await id_of(max_), "editor", FIRST, "operator")
    desk, phone = await signed_in(service, "editor", FIRST), await signed_in(service, "editor", FIRST)

    wrong = await desk.put("/console/password", {"current": SECOND, "password": SECOND})
    assert wrong.problem(403, "wrong-password")["causes"] == {"current": [{"code": "wrong_password"}]}
    assert (await phone.get("/console/session")).status == 200
    assert (await desk.put("/console/password", {"current": FIRST, "password": SECOND})).status == 204

    assert (await desk.get("/console/session")).status == 200
    (await phone.get("/console/session")).problem(401, "not-signed-in")
    (await phone.signs_in(name="editor", password=FIRST)).problem(401, "not-signed-in")
    await signed_in(service, "editor", SECOND)


async def test_who_found_an_open_desk_cannot_guess_the_password_there(service: Service) -> None:
    await service.house.passwords.set("default", await id_of(await service.moderator("Max")), None, FIRST, "operator")
    desk = await signed_in(service, "Max", FIRST)
    tried = [await desk.put("/console/password", {"current": f"perhaps {n}", "password": SECOND}) for n in range(6)]
    assert [answer.status for answer in tried] == [403] * 5 + [429]
