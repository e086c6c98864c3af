"""A moderator looks for comments: by words, author, article, status and time, whatever became of them."""

from urllib.parse import urlencode

from people import Moderator
from service_client import Service

from moderation.storage.author_feed import AuthorFeed


async def _found(moderator: Moderator, **query: str | int) -> list[str]:
    found, cursor = [], {}
    while True:
        answer = await moderator.get(f"/v1/moderation/comments?{urlencode(query | cursor)}")
        assert answer.status == 200, answer.body
        found += [item["id"] for item in answer.document["items"]]
        if answer.document["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.document["next_cursor"]}


async def test_by_words_in_any_spelling(service: Service) -> None:
    max_ = await service.moderator()
    ann = service.guest("Ann")
    blind = await ann.says("The referee was BLIND.")
    await ann.says("The goalkeeper was asleep.")

    assert await _found(max_, q="blind") == [blind.id]
    assert await _found(max_, q="Referee blind") == [blind.id]
    assert await _found(max_, q="linesman") == []
    assert not await max_.audit("search"), "looking decides nothing"


async def test_by_status_author_and_article(service: Service) -> None:
    max_, maria, ann = await service.moderator(), await service.member("Maria"), service.guest("Ann")
    fine = await maria.says("Good game.")
    held = await maria.says("You are a stupid idiot.", "sport")
    gone = await ann.says("Buy my book about referees.")
    await max_.rejects(gone.id)
    await AuthorFeed(service.house.store).catch_up("default")

    assert await _found(max_) == [gone.id, held.id, fine.id]
    assert await _found(max_, status="pending") == [held.id]
    assert await _found(max_, status="rejected") == [gone.id]
    assert await _found(max_, author="maria") == [held.id, fine.id]
    assert await _found(max_, author=gone.comment["author"]["id"]) == [gone.id]
    assert await _found(max_, article="sport") == [held.id]
    assert await _found(max_, author="maria", article="news", status="published", q="game") == [fine.id]
    assert await _found(max_, article="never-seen") == []
    assert await _found(max_, author="nobody") == []
    assert len(await max_.audit("reject")) == 1


async def test_by_time(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    said = [await ann.says(f"Remark number {n}.") for n in range(3)]
    middle = said[1].comment["created_at"]

    assert said[1].id in await _found(max_, **{"from": middle, "to": middle})
    assert said[0].id in await _found(max_, to=middle)
    assert said[2].id in await _found(max_, **{"from": middle})
    assert await _found(max_, to="2020-01-01T00:00:00Z") == []
    assert await _found(max_, **{"from": "2100-01-01T00:00:00Z"}) == []
    refused = await max_.get("/v1/moderation/comments?from=2100-01-01T00:00:00Z&to=2020-01-01T00:00:00Z")
    assert refused.problem(422, "invalid")["errors"] == {"from": ["Must not be after `to`."]}


async def test_page_by_page_while_people_post(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    said = [(await ann.says(f"Remark number {n}.", f"article-{n}")).id for n in range(5)]

    first = (await max_.get("/v1/moderation/comments?limit=2")).document
    await ann.says("Too late for this list.", "article-9")
    rest = await _found(max_, limit=2, cursor=first["next_cursor"])

    assert [item["id"] for item in first["items"]] + rest == said[::-1]


async def test_a_queue_can_be_narrowed_and_sorted(service: Service) -> None:
    max_, maria = await service.moderator(), await service.member("Maria")
    one = await maria.says("You are a stupid idiot.")
    two = await service.guest("Ben").says("I will kill you, you idiot.", "sport")
    three = await maria.says("What an idiot you are.", "sport")
    await AuthorFeed(service.house.store).catch_up("default")

    async def queued(**query: str) -> list[str]:
        return [entry["comment"]["id"] for entry in await max_.queue("pending", **query)]

    assert await queued(sort="oldest") == [one.id, two.id, three.id]
    assert await queued(sort="newest") == [three.id, two.id, one.id]
    assert (await queued(sort="priority"))[0] == two.id
    assert await queued(article="sport", sort="oldest") == [two.id, three.id]
    assert await queued(author="maria", sort="newest") == [three.id, one.id]
    assert await queued(author="maria", article="sport") == [three.id]
    assert len(await max_.audit("post")) == 3


async def test_a_dossier_tells_the_whole_story(service: Service) -> None:
    max_, ann = await service.moderator("Max"), service.guest("Ann")
    said = await ann.says("Good gme.")
    await ann.changes(said, "Good game.")
    await service.reader().report(said.id, "spam", "I have seen this before")
    await max_.approves(said.id, note="No, you have not.")

    dossier = await max_.dossier(said.id)

    assert [revision["body"] for revision in dossier["revisions"]] == ["Good gme.", "Good game."]
    assert all(revision["opinions"] and revision["scores"] and revision["model"] for revision in dossier["revisions"])
    [report] = dossier["reports"]
    assert (report["reason"], report["detail"], report["open"]) == ("spam", "I have seen this before", False)
    [decision] = dossier["decisions"]
    assert (decision["moderator"], decision["action"], decision["note"]) == ("Max", "approve", "No, you have not.")
    assert (decision["status_before"], decision["status_after"]) == ("published", "approved")
    assert dossier["queues"] == []
    [entry] = await max_.audit("approve")
    assert entry["decision_id"] == decision["decision_id"]


async def test_by_its_id_whatever_its_status(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    here, _ = await ann.says("Here."), await ann.says("There.")
    await max_.rejects(here.id)
    elsewhere = await service.guest("Oda", await service.new_site("other")).says("Elsewhere.")

    found = await max_.get(f"/v1/moderation/comments?comment={here.id}")
    assert [each["id"] for each in found.document["items"]] == [here.id]
    assert (await max_.get(f"/v1/moderation/comments?comment={elsewhere.id}")).document["items"] == []
    (await max_.get("/v1/moderation/comments?comment=no-id")).problem(404, "not-found")
