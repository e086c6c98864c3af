"""Who is signed in where can be seen, and ended: by its owner, by an administrator, by the operator."""

from typing import Any

from people import Browser, Moderator
from service_client import Service


async def signed_in(service: Service, moderator: Moderator, browser_name: str = "Firefox") -> Browser:
    browser = service.browser(moderator.site)
    browser.headers["User-Agent"] = browser_name
    token = moderator.headers["Authorization"].removeprefix("Bearer ")
    assert (await browser.signs_in(token=token)).status == 200
    return browser


async def own_sessions(browser: Browser) -> list[Any]:
    return list((await browser.get("/console/sessions")).document["items"])


async def test_a_moderator_sees_and_ends_the_browsers_they_are_signed_in_at(service: Service) -> None:
    max_, ida = await service.moderator("Max"), await service.moderator("Ida")
    desk, phone = await signed_in(service, max_, "Firefox at the desk"), await signed_in(service, max_, "x" * 300)
    await signed_in(service, ida)

    listed = {each["browser"]: each for each in await own_sessions(desk)}

    assert set(listed) == {"Firefox at the desk", "x" * 200}
    assert [each["present"] for each in listed.values() if each["present"]] == [True]
    assert listed["Firefox at the desk"]["present"]
    assert {(each["moderator"]["name"], each["means"]) for each in listed.values()} == {("Max", "token")}
    assert (await desk.delete(f"/console/sessions/{listed['x' * 200]['id']}")).status == 204
    (await phone.get("/v1/moderation/queues")).problem(401, "not-signed-in")
    assert len(await own_sessions(desk)) == 1


async def test_nobody_ends_the_session_of_somebody_else(service: Service) -> None:
    await service.new_site("daily")
    max_, ida = await service.moderator("Max"), await service.moderator("Ida")
    dan = await service.admin("Dan", "daily")
    desk, other, daily = await signed_in(service, max_), await signed_in(service, ida), await signed_in(service, dan)
    [theirs] = await own_sessions(desk)

    for path in (f"/console/sessions/{theirs['id']}", "/console/sessions/x", "/console/sessions/%7Bx%7D"):
        (await other.delete(path)).problem(404, "not-found")
    (await other.delete(f"/v1/sites/default/sessions/{theirs['id']}")).problem(403, "not-allowed")
    (await daily.delete(f"/v1/sites/daily/sessions/{theirs['id']}")).problem(404, "not-found")
    (await daily.get("/v1/sites/default/sessions")).problem(403, "not-allowed")
    assert [each["moderator"]["name"] for each in await own_sessions(daily)] == ["Dan"]
    assert (await desk.get("/v1/moderation/queues")).status == 200


async def test_an_administrator_sees_and_ends_every_session_of_the_site(service: Service) -> None:
    ada, max_ = await service.admin("Ada"), await service.moderator("Max")
    await signed_in(service, ada)
    desk = await signed_in(service, max_)

    listed = (await ada.get("/v1/sites/default/sessions")).document["items"]
    assert {each["moderator"]["name"] for each in listed} == {"Ada", "Max"}
    [theirs] = [each["id"] for each in listed if each["moderator"]["name"] == "Max"]
    assert (await ada.delete(f"/v1/sites/default/sessions/{theirs}")).status == 204

    (await desk.get("/console/session")).problem(401, "not-signed-in")
    (await ada.delete(f"/v1/sites/default/sessions/{theirs}")).problem(404, "not-found")
    [entry] = await ada.audit("end_session")
    assert (entry["actor"], entry["detail"]["session"]) == ("Ada", theirs)


async def test_sessions_of_a_revoked_token_are_not_listed(service: Service) -> None:
    ada, max_ = await service.admin("Ada"), await service.moderator("Max")
    await signed_in(service, max_)
    [session] = (await ada.get("/v1/sites/default/sessions")).document["items"]
    await ada.delete(f"/v1/sites/default/tokens/{session['moderator']['id']}")
    assert (await ada.get("/v1/sites/default/sessions")).document["items"] == []


async def test_a_live_stream_ends_with_the_session_that_opened_it(service: Service) -> None:
    browser = await signed_in(service, await service.moderator("Max"))
    browser.headers["Cookie"] = browser.cookie
    async with browser.listening("/v1/moderation/events") as stream:
        await stream.next("queues")
        await stream.heartbeat()
        assert (await browser.delete("/console/session")).status == 204
        await stream.ends()


async def test_a_live_stream_ends_with_the_token_that_opened_it(service: Service) -> None:
    ada, max_ = await service.admin("Ada"), await service.moderator("Max")
    holder = (await max_.get("/console/session")).document["moderator"]["id"]
    async with max_.listening("/v1/moderation/events") as stream, ada.listening("/v1/moderation/events") as other:
        await stream.next("queues")
        await ada.delete(f"/v1/sites/default/tokens/{holder}")
        await stream.ends()
        await other.next("queues")
        await service.guest().says("Good game.")
        await other.next("entered")
