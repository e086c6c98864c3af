"""Many readers at once: answers can be kept by proxies for a moment, and asked for again at almost no cost."""

from urllib.parse import urlencode

import pytest
from service_client import Service

SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=10"


@pytest.mark.parametrize("path", ["/v1/articles/news/comments", "/v1/counts?article=news"])
async def test_an_unchanged_page_is_not_sent_again(service: Service, path: str) -> None:
    ann, reader = service.guest("Ann"), service.reader()
    await ann.says("Good game.")
    first = await reader.get(path)
    assert first.headers["Cache-Control"] == SHARED
    etag = first.headers["ETag"]

    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        same = await reader.get(path, headers={"If-None-Match": given})
        assert (same.status, same.body) == (304, b"")
        assert same.headers["ETag"] == etag
        assert same.headers["Cache-Control"] == SHARED

    await ann.says("Good game, both of you.")
    changed = await reader.get(path, headers={"If-None-Match": etag})
    assert changed.status == 200
    assert changed.headers["ETag"] != etag


async def test_head_tells_what_get_would_without_the_page(service: Service) -> None:
    reader = service.reader()
    await service.guest("Ann").says("Good game.")
    got = await reader.get("/v1/articles/news/comments")

    head = await reader.call("HEAD", "/v1/articles/news/comments")

    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Cache-Control", "Content-Type", "Content-Length"):
        assert head.headers[name] == got.headers[name]


async def test_what_concerns_one_person_is_kept_by_nobody(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator()
    said = await maria.says("Good game.")

    for answer in (
        said.answer,
        await maria.get("/v1/me/comments"),
        await maria.get(f"/v1/comments/{said.id}"),
        await max_.get("/v1/moderation/queues"),
        await maria.get("/nowhere"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"


async def test_counts_of_a_hundred_articles_come_at_once(service: Service) -> None:
    await service.guest("Ann").says("Good game.", "article-7")
    articles = [f"article-{n}" for n in range(100)]

    answer = await service.reader().get(f"/v1/counts?{urlencode([('article', name) for name in articles])}")

    assert answer.status == 200
    assert answer.document == {"counts": {name: int(name == "article-7") for name in articles}}


async def test_counts_of_a_hundred_articles_that_are_called_by_their_addresses(service: Service) -> None:
    articles = [
        f"https://www.the-news.example/2026/11/23/politics/what-happened-in-the-city-{n}.html" for n in range(100)
    ]
    await service.guest("Ann").says("Good game.", articles[99])

    answer = await service.reader().get(f"/v1/counts?{urlencode([('article', name) for name in articles])}")

    assert answer.status == 200, answer.body
    assert answer.document == {"counts": {name: int(name == articles[99]) for name in articles}}


async def test_counts_of_101_articles_are_too_many(service: Service) -> None:
    query = urlencode([("article", f"article-{n}") for n in range(101)])

    answer = await service.reader().get(f"/v1/counts?{query}")

    assert answer.problem(422, "invalid")["errors"] == {"article": ["Length must be between 1 and 100."]}


async def test_every_change_is_in_the_next_answer(service: Service) -> None:
    ann, reader, max_ = service.guest("Ann"), service.reader(), await service.moderator()
    for turn in range(3):
        said = await ann.says(f"Remark number {turn}.")
        assert await reader.count() == 1
        assert [comment["id"] for comment in (await reader.thread())["comments"]] == [said.id]
        await max_.rejects(said.id)
        assert await reader.count() == 0
        assert (await reader.thread())["comments"] == []
    assert len(await max_.audit("reject")) == 3


async def test_pages_of_a_sites_own_origins_only_may_call(service: Service) -> None:
    ada, reader = await service.admin(), service.reader()
    ours, theirs = {"Origin": "https://news.example"}, {"Origin": "https://evil.example"}
    anybody = await reader.get("/v1/counts?article=news", headers=theirs)
    assert anybody.headers["Access-Control-Allow-Origin"] == "*"
    await service.new_site("daily")
    daily = await service.admin(site="daily")

    await daily.sets_policy(origins=["https://news.example"])

    for path in ("/v1/articles/news/comments", "/v1/counts?article=news", "/v1/me/comments"):
        allowed = await reader.of_site("daily").get(path, headers=ours)
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://news.example"
        assert "Origin" in allowed.headers["Vary"]
        refused = await reader.of_site("daily").get(path, headers=theirs)
        assert "Access-Control-Allow-Origin" not in refused.headers
    elsewhere = await reader.get("/v1/counts?article=news", headers=theirs)
    assert elsewhere.headers["Access-Control-Allow-Origin"] == "*", "another site's policy is its own"
    [entry] = await daily.audit("set_policy")
    assert entry["detail"]["after"] == {"origins": ["https://news.example"]}
    assert not await ada.audit("set_policy")


async def test_a_browser_that_asks_before_it_calls_is_answered(service: Service) -> None:
    await service.new_site("daily")
    await (await service.admin(site="daily")).sets_policy(origins=["https://news.example"])
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}

    path = "/v1/articles/news/comments?site=daily"
    ours = await service.reader().call("OPTIONS", path, headers={"Origin": "https://news.example", **asking})
    theirs = await service.reader().call("OPTIONS", path, headers={"Origin": "https://evil.example", **asking})

    assert ours.status == theirs.status == 204
    assert ours.headers["Access-Control-Allow-Origin"] == "https://news.example"
    assert "POST" in ours.headers["Access-Control-Allow-Methods"]
    assert "Idempotency-Key" in ours.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in theirs.headers


async def test_moderators_addresses_are_for_no_other_pages(service: Service) -> None:
    max_ = await service.moderator()

    answer = await max_.get("/v1/moderation/queues", headers={"Origin": "https://evil.example"})

    assert answer.status == 200
    assert not [name for name in answer.headers if name.startswith("Access-Control")]
