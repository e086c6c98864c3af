"""Moderators see by what they sign in; administrators see it of everybody."""

from service_client import Service

PASSWORD = "a fine long sentence"


async def test_one_knows_what_to_type_beside_the_password(service: Service) -> None:
    ada, max_ = await service.admin("Ada"), await service.moderator("Max")
    assert (await max_.get("/console/password")).document == {"name": None}
    listed = (await ada.get("/v1/sites/default/moderators")).document["items"]
    (token,) = [each["id"] for each in listed if each["name"] == "Max"]

    await ada.put(f"/v1/sites/default/moderators/{token}/password", {"name": "MAX ", "password": PASSWORD})

    assert (await max_.get("/console/password")).document == {"name": "max"}
    assert (await ada.get("/console/password")).document == {"name": None}


async def test_administrators_see_who_has_a_password_or_an_address(service: Service) -> None:
    ada, max_ = await service.admin("Ada"), await service.moderator("Max")
    moderators = "/v1/sites/default/moderators"
    before = {each["name"]: each for each in (await ada.get(moderators)).document["items"]}
    assert {(each["signs_in_as"], each["email"]) for each in before.values()} == {(None, None)}

    await ada.put(f"{moderators}/{before['Max']['id']}/password", {"password": PASSWORD})
    await ada.put(f"{moderators}/{before['Ada']['id']}/identity", {"email": "Ada@News.Example"})

    found = {each["name"]: each for each in (await ada.get(moderators)).document["items"]}
    assert (found["Max"]["signs_in_as"], found["Max"]["email"]) == ("max", None)
    assert found["Ada"]["signs_in_as"] is None
    assert (await max_.get(moderators)).status == 403


async def test_what_a_moderator_is_called_is_one_line_that_turns_nothing_around(service: Service) -> None:
    ada = await service.admin("Ada")
    sent = {"name": " Max\n\x1b[2J\u202eMüller ", "role": "moderator"}

    made = (await ada.post("/v1/sites/default/tokens", sent)).document

    assert made["name"] == "Max [2J Müller"
    assert (await service.bearer(made["token"]).get("/console/session")).document["moderator"]["name"] == made["name"]
    (await ada.post("/v1/sites/default/tokens", sent | {"name": "\u3164"})).problem(422, "invalid")
