"""An article page: a reader writes a comment, and everybody sees it and the new count."""

from service_client import Service


async def test_an_article_nobody_has_commented_on_has_an_open_and_empty_thread(service: Service) -> None:
    reader = service.reader()

    page = await reader.thread("brand-new")

    assert page == {
        "article": {"id": "brand-new", "title": None, "url": None, "open": True, "count": 0},
        "comments": [],
        "next_cursor": None,
    }
    assert await reader.count("brand-new") == 0
    assert not await (await service.moderator()).audit("post")


async def test_a_comment_is_seen_at_once_and_counted(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator()
    assert await reader.count() == 0

    said = await service.guest("Ann").says(
        "The *referee* was blind.", article={"title": "Cup final", "url": "https://news.example/cup"}
    )

    assert said.visible
    assert said.comment["status"] == "published"
    assert said.comment["html"] == '<p dir="auto">The <em>referee</em> was blind.</p>'
    page = await reader.thread()
    assert page["article"] == {
        "id": "news",
        "title": "Cup final",
        "url": "https://news.example/cup",
        "open": True,
        "count": 1,
    }
    [shown] = page["comments"]
    assert {name: shown[name] for name in said.comment} == said.comment
    assert await reader.count() == 1
    assert await max_.queued("unreviewed") == [said.id]
    assert not await max_.audit("post"), "the log is for what keeps comments from readers, and for decisions"


async def test_replies_stand_below_what_they_answer_and_count_too(service: Service) -> None:
    ann, ben, reader = service.guest("Ann"), service.guest("Ben"), service.reader()
    question = await ann.says("Who won the game?")
    reply = await ben.says("Nobody, it was a draw.", under=question)
    thanks = await ann.says("Thank you, that helps.", under=reply)

    page = await reader.thread()

    assert [comment["id"] for comment in page["comments"]] == [question.id]
    assert [comment["id"] for comment in page["comments"][0]["replies"]] == [reply.id]
    assert [comment["id"] for comment in page["comments"][0]["replies"][0]["replies"]] == [thanks.id]
    assert (question.comment["depth"], reply.comment["depth"], thanks.comment["depth"]) == (0, 1, 2)
    assert page["comments"][0]["reply_count"] == 1
    assert page["article"]["count"] == await reader.count() == 3
    assert not await (await service.moderator()).audit("post")


async def test_a_link_to_a_comment_shows_what_it_answers(service: Service) -> None:
    ann = service.guest("Ann")
    first = await ann.says("Who won the game?")
    second = await ann.says("I mean the cup final.", under=first)
    third = await ann.says("Of last year, that is.", under=second)

    answer = await service.reader().get(f"/v1/comments/{third.id}")

    assert answer.status == 200
    assert answer.document["comment"]["id"] == third.id
    assert [comment["id"] for comment in answer.document["ancestors"]] == [first.id, second.id]


async def test_readers_like_a_comment_once_each(service: Service) -> None:
    said = await service.guest("Ann").says("The referee was blind.")
    one, another = service.reader(), service.reader()

    assert (await one.like(said.id)).document == {"reactions": {"like": 1}}
    assert (await one.like(said.id)).document == {"reactions": {"like": 1}}
    assert (await another.like(said.id)).document == {"reactions": {"like": 2}}
    assert (await one.thread())["comments"][0]["reactions"] == {"like": 2}
    taken_back = await one.delete(f"/v1/comments/{said.id}/reactions/like")

    assert (taken_back.status, taken_back.document) == (200, {"reactions": {"like": 1}})
    assert (await one.thread())["comments"][0]["reactions"] == {"like": 1}
    assert not await (await service.moderator()).audit("react"), "likes are no business of the audit log"


async def test_a_reader_learns_nothing_that_only_moderators_may_know(service: Service) -> None:
    maria = await service.member("Maria")
    said = await maria.says("Good *game*, both of you.")
    max_ = await service.moderator()
    await max_.sets_standing("maria", "trusted")

    page = (await service.reader().get("/v1/articles/news/comments")).body.decode()

    for word in ("score", "TOXICITY", "standing", "trusted", "address", "198.51.100", "opinion", "priority", "email"):
        assert word not in page
    known = await max_.dossier(said.id)
    assert known["scores"]["TOXICITY"] < 0.5
    assert [entry["detail"]["after"] for entry in await max_.audit("set_standing")] == ["trusted"]
