"""A moderator works on one kind of entry, in one order, and sees why the first one is first."""

from itertools import chain
from math import prod
from typing import Any
from urllib.parse import urlencode

import pytest
from people import Moderator
from service_client import Service

from moderation.services import listing

THREAT, INSULT, MILD = "I will kill you, you idiot.", "You are a stupid idiot.", "Good game."


async def pages(max_: Moderator, path: str, **query: Any) -> list[list[str]]:
    """Ids, page by page."""
    found: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await max_.get(f"{path}?{urlencode(query | cursor)}")
        assert answer.status == 200, answer.body
        found.append([item.get("comment", item)["id"] for item in answer.document["items"]])
        if answer.document["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.document["next_cursor"]}


async def queued(max_: Moderator, queue: str = "pending", **query: Any) -> list[str]:
    return list(chain.from_iterable(await pages(max_, f"/v1/moderation/queues/{queue}", **query)))


async def found(max_: Moderator, **query: Any) -> list[str]:
    return list(chain.from_iterable(await pages(max_, "/v1/moderation/comments", **query)))


async def test_by_an_attribute_and_its_score(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    threat, insult = await ann.says(THREAT), await ann.says(INSULT, "sport")
    mild = await ann.says(MILD)
    scores = {entry["comment"]["id"]: entry["scores"] for entry in await max_.queue("pending")}
    edge = scores[threat.id]["THREAT"]
    assert scores[insult.id]["THREAT"] < edge

    assert await queued(max_, attribute="THREAT", min_score=edge) == [threat.id]
    assert await queued(max_, attribute="THREAT", max_score=edge - 0.0001) == [insult.id]
    assert await queued(max_, attribute="NOBODY_KNOWS_IT") == []
    assert await queued(max_, min_score=0.5, sort="oldest") == [threat.id, insult.id]
    assert await found(max_, attribute="THREAT", min_score=edge) == [threat.id]
    assert await found(max_, max_score=0.5) == [mild.id]
    assert await found(max_, q="idiot", attribute="THREAT", max_score=edge - 0.0001) == [insult.id]


async def test_by_language_and_by_time(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    english = await ann.says("Good game, everybody, and a good evening to all of you who came along.")
    german = await ann.says("Ein gutes Spiel, und allen, die gekommen sind, einen schönen Abend noch.", "sport")
    at = german.comment["created_at"]

    assert await queued(max_, "unreviewed", language="en") == [english.id]
    assert await queued(max_, "unreviewed", language="de") == [german.id]
    assert await found(max_, language="de") == [german.id]
    for sort in ("oldest", "newest", "priority"):
        assert await queued(max_, "unreviewed", sort=sort, **{"from": at, "to": at}) == [german.id]
        assert await queued(max_, "unreviewed", sort=sort, to="2020-01-01T00:00:00Z") == []


@pytest.mark.parametrize("sort", ["oldest", "newest", "priority"])
async def test_a_narrowed_queue_is_paged_without_loss(
    service: Service, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(listing, "LOOKED_AT", 4)
    monkeypatch.setattr(listing, "_AT_ONCE", 2)
    max_ = await service.moderator()
    said = [(await service.guest(f"Guest {n}").says(THREAT if n % 3 == 0 else INSULT, f"a{n}")).id for n in range(12)]
    edge = min(entry["scores"]["THREAT"] for entry in await max_.queue("pending") if THREAT in entry["comment"]["body"])

    seen = await pages(max_, "/v1/moderation/queues/pending", sort=sort, attribute="THREAT", min_score=edge, limit=2)
    every = list(chain.from_iterable(seen))

    assert sorted(every) == sorted(said[0::3])
    assert len(seen) > 2, "pages may be short, and the next one goes on"
    if sort != "priority":
        assert every == sorted(said[0::3], reverse=sort == "newest")


async def test_what_cannot_be_looked_for_is_explained(service: Service) -> None:
    max_ = await service.moderator()
    for query, field in (
        ("min_score=1.5", "min_score"),
        ("min_score=nan", "min_score"),
        ("min_score=0.9&max_score=0.1", "min_score"),
        ("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from"),
        ("language=x", "language"),
        ("colour=red", "colour"),
    ):
        for path in ("/v1/moderation/queues/pending", "/v1/moderation/comments"):
            answer = await max_.get(f"{path}?{query}")
            assert list(answer.problem(422, "invalid")["errors"]) == [field]


async def test_the_parts_of_a_priority_say_why_it_is_first(service: Service) -> None:
    max_ = await service.moderator()
    threat = await service.guest("Ann").says(THREAT)
    mild = await service.guest("Ben").says(MILD)
    for _ in range(2):
        await service.reader().report(mild.id, "offensive")
    await max_.decides("escalate", (await service.guest("Cy").says(INSULT)).id)

    held, escalated = sorted(await max_.queue("pending"), key=lambda entry: entry["comment"]["id"])
    [reported] = await max_.queue("reported")

    for entry in (held, escalated, reported):
        factors = {part["part"]: part for part in entry["priority_parts"]}
        assert round(prod(part["multiplier"] for part in factors.values())) == entry["priority"]
        assert factors["confidence"]["score"] == entry["scores"][factors["harm"]["attribute"]]
        assert factors["age"]["seconds"] >= 0
        assert list(factors)[:5] == ["harm", "confidence", "reach", "reports", "age"]
    assert held["comment"]["id"] == threat.id
    assert len(held["priority_parts"]) == 5
    assert escalated["priority_parts"][-1] == {"part": "escalated", "multiplier": 1_000_000}
    assert (escalated["order"] > held["order"], escalated["priority"] > held["priority"]) == (True, True)
    assert held["priority_parts"][2] == {"part": "reach", "multiplier": 1, "visible": False, "replies": 0, "likes": 0}
    reach, reports = reported["priority_parts"][2:4]
    assert reach == {"part": "reach", "multiplier": 2, "visible": True, "replies": 0, "likes": 0}
    assert (reports["number"], reports["multiplier"]) == (2, 1 + 7 * 2 / 6)
    assert (await max_.dossier(mild.id))["priority_parts"][3] == reports


async def test_what_many_can_read_and_have_answered_comes_before_the_same_words_unread(service: Service) -> None:
    max_, ann, reader = await service.moderator(), service.guest("Ann"), service.reader()
    unread = await ann.says("The council has lost its mind again, and the mayor with it.")
    read = await service.guest("Ben").says("The council has lost its mind again, and the mayor with it!", "sport")
    for number in range(3):
        await service.guest(f"Guest {number}").says("I heard that too.", "sport", under=read)
    await reader.like(read.id)
    for said in (unread, read):
        await reader.report(said.id)

    first, second = await max_.queue("reported")

    assert [first["comment"]["id"], second["comment"]["id"]] == [read.id, unread.id]
    factor = {part["part"]: part for part in first["priority_parts"]}["reach"]
    assert (factor["replies"], factor["likes"]) == (3, 1)
    assert 2 < factor["multiplier"] < 4


async def test_by_what_the_sites_rules_said(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.sets_policy(
        rules='rule "Sea" when text.body contains ["ferry", "harbour"] then tag "Sea"\n'
        'try rule "Short" when text.words < 4 then hold'
    )
    ferry, game = await ann.says("The ferry was late again today."), await ann.says("Good game.")
    both = await ann.says("Another ferry.", "sport")

    assert await queued(ada, "unreviewed", tag="sea", sort="oldest") == [ferry.id, both.id]
    assert await queued(ada, "unreviewed", rule="Short", sort="oldest") == [game.id, both.id]
    assert await found(ada, tag="sea", rule="short") == [both.id]
    assert await found(ada, tag="mountains") == []


async def test_a_page_of_one_queue_is_not_continued_in_another_order_or_queue(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    for number in range(3):
        await ann.says(f"Good game, number {number}.")
    begun = (await max_.get("/v1/moderation/queues/unreviewed?sort=oldest&limit=1")).document["next_cursor"]

    for other in ("unreviewed?sort=priority", "pending?sort=oldest", "unreviewed?author=maria"):
        (await max_.get(f"/v1/moderation/queues/{other}&cursor={begun}")).problem(400, "malformed")
    assert (await max_.get(f"/v1/moderation/queues/unreviewed?sort=oldest&cursor={begun}")).status == 200
