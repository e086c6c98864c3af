"""What readers and commenters are answered."""

from typing import Any
from urllib.parse import quote

import pytest
from yarl import URL


async def test_an_article_nobody_has_commented_on_is_open_and_empty(client: Any) -> None:
    answer = await client.get("/v1/articles/never-seen/comments")
    document = await answer.json()
    assert answer.status == 200
    assert document == {
        "article": {"id": "never-seen", "title": None, "url": None, "open": True, "count": 0},
        "comments": [],
        "next_cursor": None,
    }


async def test_a_comment_is_posted_read_counted_and_linked_to(client: Any, post: Any) -> None:
    posted = await post("hello *there*", article={"title": "News", "url": "https://example.org/news"})
    comment = posted["comment"]
    assert comment["status"] == "published"
    assert posted["edit_token"]
    reply = (await post("and you", parent_id=comment["id"]))["comment"]
    page = await (await client.get("/v1/articles/news/comments")).json()
    assert page["article"] == {
        "id": "news",
        "title": "News",
        "url": "https://example.org/news",
        "open": True,
        "count": 2,
    }
    assert [each["id"] for each in page["comments"]] == [comment["id"]]
    assert [each["id"] for each in page["comments"][0]["replies"]] == [reply["id"]]
    counts = await (await client.get("/v1/counts?article=news&article=other")).json()
    assert counts == {"counts": {"news": 2, "other": 0}}
    link = await (await client.get(f"/v1/comments/{reply['id']}")).json()
    assert link["comment"]["id"] == reply["id"]
    assert [each["id"] for each in link["ancestors"]] == [comment["id"]]


async def test_an_article_may_be_called_by_its_address(client: Any, post: Any) -> None:
    article = "https://example.org/a/b?c=d#e {f} %2F é"
    encoded = quote(article, safe="")
    sent = {"body": "hello", "author": {"name": "Ann"}}
    answer = await client.post(_encoded(f"/v1/articles/{encoded}/comments"), json=sent)
    assert (await answer.json())["comment"]["article"] == article
    page = await (await client.get(_encoded(f"/v1/articles/{encoded}/comments"))).json()
    assert page["article"]["id"] == article
    assert page["article"]["count"] == 1
    counts = await (await client.get(_encoded(f"/v1/counts?article={encoded}"))).json()
    assert counts == {"counts": {article: 1}}


def _encoded(target: str) -> URL:
    """The target as it stands, where the client would otherwise decode what need not be encoded."""
    return URL(target, encoded=True)


async def test_a_held_comment_is_202_with_reasons_for_its_author(client: Any, post: Any) -> None:
    posted = await post("you are vile")
    assert posted["comment"]["status"] == "pending"
    assert posted["reasons"]
    page = await (await client.get("/v1/articles/news/comments")).json()
    assert page["comments"] == []
    assert page["article"]["count"] == 0


async def test_a_nudge_stores_nothing_and_says_why(client: Any) -> None:
    sent = {"body": "you are vile", "author": {"name": "Ann"}, "nudge": True}
    answer = await client.post("/v1/articles/news/comments", json=sent)
    document = await answer.json(content_type=None)
    assert answer.status == 422
    assert document["type"] == "/problems/nudge"
    assert document["attribute"] == "TOXICITY"
    assert document["score"] == pytest.approx(0.97)
    assert "spans" in document


async def test_an_author_changes_and_withdraws_with_the_edit_token(client: Any, post: Any) -> None:
    posted = await post("helo")
    own = {"X-Edit-Token": posted["edit_token"]}
    path = f"/v1/comments/{posted['comment']['id']}"
    refused = await client.patch(path, json={"body": "hacked"})
    assert refused.status == 403
    edited = await client.patch(path, json={"body": "hello"}, headers=own)
    assert (edited.status, (await edited.json())["comment"]["body"]) == (200, "hello")
    mine = await (await client.get("/v1/me/comments", headers=own)).json()
    assert [each["body"] for each in mine["items"]] == ["hello"]
    gone = await client.delete(path, headers=own)
    assert (gone.status, await gone.read()) == (204, b"")
    assert (await (await client.get("/v1/counts?article=news")).json())["counts"] == {"news": 0}


async def test_ones_own_comments_need_a_proof_of_who_asks(client: Any) -> None:
    assert (await client.get("/v1/me/comments")).status == 401


async def test_a_comment_is_reported_and_liked(client: Any, post: Any) -> None:
    path = f"/v1/comments/{(await post('hello'))['comment']['id']}"
    report = await client.post(f"{path}/reports", json={"reason": "spam", "detail": "sells things"})
    assert report.status == 202
    liked = await client.put(f"{path}/reactions/like")
    assert (liked.status, await liked.json()) == (200, {"reactions": {"like": 1}})
    unliked = await client.delete(f"{path}/reactions/like")
    assert await unliked.json() == {"reactions": {"like": 0}}
    assert (await client.put(f"{path}/reactions/love")).status == 404


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "sort=worst", "replies=-1", "page=2", "limit=1&limit=2", "cursor=a%00b"],
)
async def test_a_query_that_is_not_understood_is_422(client: Any, query: str) -> None:
    answer = await client.get(f"/v1/articles/news/comments?{query}")
    assert answer.status == 422
    assert (await answer.json(content_type=None))["errors"]


@pytest.mark.parametrize("query", ["", "article=", "&".join(f"article={n}" for n in range(101))])
async def test_counts_are_for_1_to_100_articles(client: Any, query: str) -> None:
    assert (await client.get(f"/v1/counts?{query}")).status == 422


async def test_sites_do_not_see_each_other(client: Any, house: Any, post: Any) -> None:
    await house.access.create_site("other", "Other", "test")
    posted = await post("hello")
    elsewhere = await (await client.get("/v1/articles/news/comments?site=other")).json()
    assert elsewhere["article"]["count"] == 0
    by_header = await (await client.get("/v1/articles/news/comments", headers={"X-Site": "other"})).json()
    assert by_header["article"]["count"] == 0
    here = await (await client.get("/v1/articles/news/comments")).json()
    assert here["article"]["count"] == 1
    assert (await client.get(f"/v1/comments/{posted['comment']['id']}?site=other")).status == 404
    assert (await client.get("/v1/articles/news/comments?site=nowhere")).status == 404
    both = await client.get("/v1/articles/news/comments?site=other", headers={"X-Site": "default"})
    assert both.status == 400


async def test_a_remembered_page_is_never_given_to_another_site(client: Any, house: Any, post: Any) -> None:
    await house.access.create_site("other", "Other", "test")
    await post("hello")
    for target in ("/v1/articles/news/comments", "/v1/articles/news/comments?s%69te=other"):
        for _ in range(2):
            plain = await (await client.get(_encoded(target))).json()
            named = await (await client.get(_encoded(target), headers={"X-Site": "other"})).json()
            assert named["article"]["count"] == 0
            assert plain["article"]["count"] == (0 if "s%69te" in target else 1)
