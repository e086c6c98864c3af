"""Storage goes away for a moment: readers are served what was known last and told so, writers are told to come back."""

import aiohttp
import pytest
from people import Browser, Caller
from service_client import Service
from valkey_nodes import ValkeyNode
from waiting import eventually

from moderation.scoring.scorer import Scorer
from moderation.services import caching
from moderation.settings import Settings

COMMENTS = "/v1/articles/news/comments"


async def test_known_pages_are_served_and_marked_while_storage_is_away(
    plain_valkey: ValkeyNode, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "LONGEST_SECONDS", 0.2)  # so that nobody waits ten seconds for a page to be looked up
    service = await Service.start(Settings(redis_url=plain_valkey.url, storage_timeout_ms=500), scorer)
    try:
        async with aiohttp.ClientSession(service.url) as session:
            draft = {"body": "It stands.", "author": {"name": "Ann"}}
            async with session.post(COMMENTS, json=draft) as posted:
                assert posted.status == 201
            async with session.get(COMMENTS) as page:
                before = await page.json()
                assert "Warning" not in page.headers

            plain_valkey.pause()

            async def marked() -> bool:
                async with session.get(COMMENTS) as page:
                    assert page.status == 200
                    assert await page.json() == before
                    return page.headers.get("Warning", "").startswith("110 ")

            await eventually(marked, "a page that is marked", seconds=20)
            async with session.get("/v1/articles/nobody-read-this/comments") as unknown:
                assert (unknown.status, unknown.headers["Retry-After"].isdigit()) == (503, True)
            async with session.post(COMMENTS, json=draft) as refused:
                assert (refused.status, refused.headers["Retry-After"].isdigit()) == (503, True)
            async with session.get("/readyz") as ready:
                assert ready.status == 503

            plain_valkey.resume()

            async def again() -> bool:
                async with session.post(COMMENTS, json=draft | {"body": "It goes on."}) as posted:
                    return posted.status in (201, 202)

            await eventually(again, "a post that is taken", seconds=20)
            async with session.get(COMMENTS) as page:
                assert "Warning" not in page.headers
                assert len((await page.json())["comments"]) == 2
    finally:
        await service.stop()


async def test_the_context_of_a_comment_is_there_again_once_storage_is(
    plain_valkey: ValkeyNode, scorer: Scorer
) -> None:
    service = await Service.start(Settings(redis_url=plain_valkey.url, storage_timeout_ms=500), scorer)
    try:
        max_, ann, ben = await service.moderator(), service.guest("Ann"), service.guest("Ben", address="203.0.113.9")
        said = "Our shop has the finest watches in the whole city at half the usual price, come and look"
        first, here = await ann.says(said), await ben.says(f"{said}!")
        path = f"/v1/moderation/comments/{here.id}/context"
        assert (await max_.context(here.id))["precedents"]["alike"] == 1

        plain_valkey.pause()
        away = await max_.get(path)
        assert (away.status, away.headers["Retry-After"].isdigit()) == (503, True)
        plain_valkey.resume()

        async def again() -> bool:
            return (await max_.get(path)).status == 200

        await eventually(again, "an answer", seconds=20)
        [found] = (await max_.context(here.id))["precedents"]["items"]
        assert found["comment"]["id"] == first.id
    finally:
        await service.stop()


@pytest.mark.parametrize("through", ["a browser", "a program"])
async def test_a_moderators_live_stream_ends_and_goes_on_where_it_was(
    plain_valkey: ValkeyNode, scorer: Scorer, through: str
) -> None:
    service = await Service.start(_soon_silent(plain_valkey), scorer)
    try:
        desk: Caller = await service.moderator()
        ann = service.guest("Ann")
        if through == "a browser":
            desk = await _signed_in(service, desk)
        await ann.says("Before.")
        async with desk.listening("/v1/moderation/events") as stream:
            last = (await stream.next("queues")).id
            await stream.heartbeat()
            plain_valkey.pause()
            await stream.ends()
        away = await desk.get("/v1/moderation/events")
        assert (away.status, away.headers["Retry-After"].isdigit()) == (503, True)
        plain_valkey.resume()

        async def again() -> bool:
            return (await ann.tries_to_say("Meanwhile.")).status == 201

        await eventually(again, "a comment that is taken", seconds=20)
        async with desk.listening("/v1/moderation/events", after=last) as stream:
            assert (await stream.next("queues")).document["queues"][2]["count"] == 2
            await stream.next("entered")
    finally:
        await service.stop()


async def test_live_streams_of_programs_end_when_storage_is_killed(plain_valkey: ValkeyNode, scorer: Scorer) -> None:
    service = await Service.start(_soon_silent(plain_valkey), scorer)
    try:
        ada = await service.admin()
        await service.new_site("weekly")
        ada.headers["X-Site"] = "weekly"  # an administrator of the first site listens to another one
        max_ = await service.moderator()
        async with (
            ada.listening("/v1/moderation/events") as elsewhere,
            max_.listening("/v1/moderation/events") as here,
        ):
            for stream in (elsewhere, here):
                await stream.next("queues")
                await stream.heartbeat()
            plain_valkey.kill()
            await elsewhere.ends()
            await here.ends()
        assert (await max_.get("/v1/moderation/events")).status == 503
    finally:
        await service.stop()


def _soon_silent(valkey: ValkeyNode) -> Settings:
    return Settings(redis_url=valkey.url, storage_timeout_ms=500, sse_heartbeat_seconds=0.2)


async def _signed_in(service: Service, holder: Caller) -> Browser:
    desk = service.browser()
    await desk.signs_in(token=holder.headers["Authorization"].removeprefix("Bearer "))
    desk.headers["Cookie"] = desk.cookie
    return desk
