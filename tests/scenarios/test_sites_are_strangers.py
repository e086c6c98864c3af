"""Two publishers share the service: whatever belongs to one is unknown to the other."""

from typing import Any

import pytest
from people import Author, Moderator
from service_client import PUBLISHER_SECRET, Service, a_token


class Publisher:
    """A site with one of everything."""

    site: str
    ann: Author
    maria: Author
    max: Moderator
    ada: Moderator
    said: Any
    signed: Any
    decision: str

    @classmethod
    async def opens(cls, service: Service, site: str) -> "Publisher":
        self = cls()
        self.site = await service.new_site(site)
        self.ann, self.maria = service.guest("Ann", site), await service.member("Maria", site=site)
        self.max, self.ada = await service.moderator(site=site), await service.admin(site=site)
        self.said, self.signed = await self.ann.says("Good game."), await self.maria.says("It was.")
        self.decision = (await self.max.approves(self.said.id))["decision_id"]
        return self


@pytest.fixture
async def daily(service: Service) -> Publisher:
    return await Publisher.opens(service, "daily")


@pytest.fixture
async def weekly(service: Service) -> Publisher:
    return await Publisher.opens(service, "weekly")


async def test_the_same_article_is_another_thread_at_another_site(service: Service, daily: Publisher) -> None:
    elsewhere = service.reader()

    assert (await elsewhere.thread())["comments"] == []
    assert await elsewhere.count() == 0
    assert await elsewhere.of_site("daily").count() == 2
    by_query = await elsewhere.get("/v1/articles/news/comments?site=daily")
    assert by_query.document["article"]["count"] == 2
    assert len(await daily.max.audit("approve")) == 1


async def test_a_comments_id_is_unknown_at_another_site(daily: Publisher, weekly: Publisher) -> None:
    path = f"/v1/comments/{daily.said.id}"
    stranger, moderator = weekly.maria, weekly.max

    (await stranger.get(path)).problem(404, "not-found")
    (await stranger.like(daily.said.id)).problem(404, "not-found")
    (await stranger.report(daily.said.id)).problem(404, "not-found")
    (await stranger.patch(path, {"body": "Hacked."})).problem(404, "not-found")
    (await stranger.delete(path)).problem(404, "not-found")
    (await stranger.tries_to_say("Indeed.", under=daily.said.id)).problem(422, "invalid")
    (await moderator.get(f"/v1/moderation/comments/{daily.said.id}")).problem(404, "not-found")
    assert (await moderator.rejects(daily.said.id))["problem"]["status"] == 404
    page = await weekly.ann.get(f"/v1/articles/news/comments?parent={daily.said.id}")
    assert page.status == 404 or page.document["comments"] == []

    assert (await daily.max.dossier(daily.said.id))["comment"]["status"] == "approved"
    assert (await daily.max.dossier(daily.said.id))["reports"] == []
    assert not await daily.max.audit("reject")
    assert not await weekly.max.audit("reject")


async def test_a_decisions_id_is_unknown_at_another_site(daily: Publisher, weekly: Publisher) -> None:
    (await weekly.max.undoes(daily.decision)).problem(404, "not-found")

    assert (await daily.max.dossier(daily.said.id))["comment"]["status"] == "approved"
    assert not await daily.max.audit("undo")


async def test_an_api_token_opens_its_own_site_only(service: Service, daily: Publisher, weekly: Publisher) -> None:
    for stranger in (weekly.max, weekly.ada):
        for site in ("daily", "default"):
            tried = stranger.of_site(site)
            (await tried.get("/v1/moderation/queues")).problem(401, "not-signed-in")
            (await tried.get("/v1/moderation/audit")).problem(401, "not-signed-in")
            (await tried.get(f"/v1/sites/{site}/policy")).problem(401, "not-signed-in")
            (await tried.post("/v1/moderation/queues/unreviewed/claims", {})).problem(401, "not-signed-in")
    (await weekly.ada.get("/v1/sites")).problem(401, "not-signed-in")
    (await weekly.ada.get("/v1/sites/daily/policy")).problem(403, "not-allowed")
    (await weekly.ada.of_site("default").get("/v1/sites/daily/policy")).problem(401, "not-signed-in")
    (await weekly.ada.delete("/v1/authors/maria", headers={"X-Site": "daily"})).problem(401, "not-signed-in")


async def test_an_administrator_of_the_default_site_runs_every_site(service: Service, daily: Publisher) -> None:
    operator, visitor = await service.admin("Olga"), await service.moderator("Otto")

    assert (await operator.of_site("daily").get("/v1/moderation/queues")).status == 200
    assert (await operator.get("/v1/sites/daily/policy")).status == 200
    listed = (await operator.get("/v1/sites")).document["items"]
    assert {site["id"] for site in listed} == {"default", "daily"}
    (await visitor.of_site("daily").get("/v1/moderation/queues")).problem(401, "not-signed-in")
    (await visitor.get("/v1/sites")).problem(403, "not-allowed")


async def test_an_edit_token_proves_nothing_elsewhere(daily: Publisher, weekly: Publisher) -> None:
    proof = daily.said.proof

    (await weekly.ann.get("/v1/me/comments", headers=proof)).problem(401, "not-signed-in")
    (await weekly.ann.delete(f"/v1/comments/{weekly.said.id}", headers=proof)).problem(403, "not-allowed")
    (await weekly.ann.delete(f"/v1/comments/{daily.said.id}", headers=proof)).problem(404, "not-found")


async def test_a_publishers_token_counts_at_its_own_site_only(
    service: Service, daily: Publisher, weekly: Publisher
) -> None:
    await weekly.ada.sets_policy(jwt_secret="a secret that only the weekly knows")
    assert (await daily.maria.says("Still here.")).visible

    at_weekly = service.bearer(a_token(key=PUBLISHER_SECRET), "weekly")
    (await at_weekly.tries_to_say("Hello.")).problem(401, "not-signed-in")
    without_any = service.bearer(a_token(key=PUBLISHER_SECRET))
    (await without_any.tries_to_say("Hello.")).problem(401, "not-signed-in")


async def test_a_cursor_of_one_site_shows_nothing_of_it_to_another(
    service: Service, daily: Publisher, weekly: Publisher
) -> None:
    reader = service.reader("daily")
    cursor = (await reader.thread(limit=1))["next_cursor"]
    queue_cursor = (await daily.max.get("/v1/moderation/comments?limit=1")).document["next_cursor"]

    page = await service.reader("weekly").thread(cursor=cursor)
    found = (await weekly.max.get(f"/v1/moderation/comments?cursor={queue_cursor}")).document

    of_daily = {daily.said.id, daily.signed.id}
    assert not of_daily & {comment["id"] for comment in page["comments"]}
    assert not of_daily & {item["id"] for item in found["items"]}


async def test_authors_of_the_same_id_are_two_people(daily: Publisher, weekly: Publisher) -> None:
    await daily.max.sets_standing("maria", "banned")

    (await daily.maria.tries_to_say("Hello again.")).problem(403, "banned")
    assert (await weekly.maria.says("Hello again.")).visible
    assert len(await weekly.maria.own_comments()) == 2
    assert len(await daily.max.audit("set_standing")) == 1
    assert not await weekly.max.audit("set_standing")


async def test_the_same_guest_from_the_same_address_has_another_id_elsewhere(service: Service) -> None:
    for site in ("daily", "weekly"):
        await service.new_site(site)
    here = await service.guest("Ann", "daily", address="198.51.100.77").says("Hello.")
    there = await service.guest("Ann", "weekly", address="198.51.100.77").says("Hello.")

    assert here.comment["author"]["id"] != there.comment["author"]["id"]


async def test_an_idempotency_key_belongs_to_its_site(service: Service) -> None:
    for site in ("daily", "weekly"):
        await service.new_site(site)
    here = await service.guest("Ann", "daily", address="198.51.100.77").says("Hello.", key="k-1")
    there = await service.guest("Ann", "weekly", address="198.51.100.77").says("Hello.", key="k-1")

    assert here.id != there.id


async def test_live_events_stay_at_their_site(service: Service, daily: Publisher, weekly: Publisher) -> None:
    async with service.reader("weekly").listening("/v1/articles/news/events") as stream:
        await stream.next()
        await daily.ann.says("For the daily only.")
        said = await weekly.ann.says("For the weekly.")
        assert (await stream.next("comment")).document["id"] == said.id


async def test_a_site_that_is_removed_is_unknown_with_everything_in_it(service: Service, daily: Publisher) -> None:
    operator = await service.admin("Olga")

    assert (await operator.delete("/v1/sites/daily")).status == 204

    (await service.reader("daily").get("/v1/articles/news/comments")).problem(404, "unknown-site")
    (await daily.max.get("/v1/moderation/queues")).problem(404, "unknown-site")
    [entry] = await operator.audit("delete_site")
    assert (entry["actor"], entry["detail"]["site"]) == ("Olga", "daily")
    await operator.post("/v1/sites", {"id": "daily", "title": "The Daily"})
    assert (await service.reader("daily").thread())["comments"] == []
