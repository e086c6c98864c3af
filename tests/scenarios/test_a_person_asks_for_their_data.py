"""Somebody wants to know what is kept about them, or wants to be forgotten."""

from service_client import Service

from moderation.storage.author_feed import AuthorFeed


async def test_an_export_has_every_comment_with_its_history(service: Service) -> None:
    maria, ada = await service.member("Maria"), await service.admin()
    edited = await maria.says("Good gme.")
    await maria.changes(edited, "Good game.")
    held = await maria.says("You are a stupid idiot.", "sport")
    await service.guest("Ben").says("Somebody else's comment.")

    export = (await ada.get("/v1/authors/maria/export")).document

    assert export["author"]["id"] == "maria"
    assert [comment["id"] for comment in export["comments"]] == [held.id, edited.id]
    assert export["comments"][1]["body"] == "Good game."
    assert export["comments"][1]["earlier"] == ["Good gme."]
    assert export["comments"][0]["status"] == "pending"
    assert export["comments"][0]["scores"]["TOXICITY"] > 0.8
    assert "Somebody else" not in str(export)


async def test_an_erased_author_is_nowhere_to_be_found(service: Service) -> None:
    maria, ada, reader = await service.member("Maria Muster"), await service.admin("Ada"), service.reader()
    maria = await service.member("Maria Muster", sub="maria")
    said = await maria.says("My name is Maria and I live in Mainz.")
    await maria.changes(said, "I am Maria and I live in Mainz, still.")
    reply = await service.guest("Ben").says("Welcome.", under=said)
    lonely = await maria.says("Does anybody else live in Mainz?", "cities")
    await ada.sets_standing("maria", "trusted")
    await AuthorFeed(service.house.store).catch_up("default")

    answer = await ada.delete("/v1/authors/maria")

    assert (answer.status, answer.document) == (200, {"erased": 2})
    page = await reader.thread()
    [tombstone] = page["comments"]
    assert (tombstone["author"], tombstone["body"], tombstone["status"]) == (None, None, "deleted")
    assert [comment["id"] for comment in tombstone["replies"]] == [reply.id]
    assert page["article"]["count"] == await reader.count() == 1
    assert (await reader.thread("cities"))["comments"] == []
    dossier = await ada.get(f"/v1/moderation/comments/{said.id}")
    export = await ada.get("/v1/authors/maria/export")
    queues = [await ada.get(f"/v1/moderation/queues/{name}") for name in ("unreviewed", "pending", "reported")]
    found = await ada.get("/v1/moderation/comments?q=Mainz")
    for kept in (dossier, export, found, *queues):
        assert b"Mainz" not in kept.body
        assert b"Muster" not in kept.body
    assert export.document["comments"] == []
    assert export.document["author"]["standing"] == "new"
    (await reader.get(f"/v1/comments/{lonely.id}")).problem(404, "not-found")
    assert await maria.own_comments() == []
    [entry] = await ada.audit("erase_author")
    assert entry["actor"] == "Ada"
    assert [each["actor"] for each in await ada.audit("erase")] == ["Ada", "Ada"]


async def test_what_a_guest_wrote_a_moment_ago_is_exported_and_erased_as_well(service: Service) -> None:
    ann, ada = service.guest("Ann"), await service.admin()
    said = [await ann.says(f"I live in Mainz, at number {number}.") for number in range(8)]
    author = said[0].comment["author"]["id"]

    export = (await ada.get(f"/v1/authors/{author}/export")).document
    last = await ann.says("And my neighbour lives in Mainz as well.")
    answer = await ada.delete(f"/v1/authors/{author}")

    assert len(export["comments"]) == 8
    assert answer.document == {"erased": 9}
    (await service.reader().get(f"/v1/comments/{last.id}")).problem(404, "not-found")
    assert b"Mainz" not in (await ada.get("/v1/moderation/comments?q=Mainz")).body


async def test_nobody_can_change_what_was_erased(service: Service) -> None:
    ann, maria, ada = service.guest("Ann"), await service.member("Maria"), await service.admin()
    guests, members = await ann.says("I live in Mainz."), await maria.says("So do I.")
    await AuthorFeed(service.house.store).catch_up("default")
    await ada.delete(f"/v1/authors/{guests.comment['author']['id']}")
    await ada.delete("/v1/authors/maria")

    (await ann.changes(guests, "I am back.")).problem(404, "not-found")
    (await maria.changes(members, "I am back.")).problem(404, "not-found")
    assert "problem" in await ada.approves(members.id)
    assert await service.reader().count() == 0
    assert len(await ada.audit("erase_author")) == 2


async def test_erasing_twice_changes_nothing_more(service: Service) -> None:
    maria, ada = await service.member("Maria"), await service.admin()
    await maria.says("I live in Mainz.")
    assert (await ada.delete("/v1/authors/maria")).document == {"erased": 1}

    assert (await ada.delete("/v1/authors/maria")).document == {"erased": 0}
    assert len(await ada.audit("erase")) == 1
