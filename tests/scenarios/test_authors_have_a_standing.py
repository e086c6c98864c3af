"""Moderators decide how an author is treated from now on: trusted, looked at first, suspended, banned, shadowed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from people import Author, Moderator
from service_client import Service

from moderation.storage.author_feed import AuthorFeed
from moderation.storage.verification import Verification

VILE = "You are a stupid idiot."


async def _change(moderator: Moderator) -> tuple[str, str, str]:
    """Who changed a standing last, from what, to what."""
    entry = (await moderator.audit("set_standing"))[0]
    return entry["actor"], entry["detail"]["before"], entry["detail"]["after"]


async def test_a_banned_author_is_told_so_and_nothing_is_stored(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    said = await maria.says("Good game.")

    record = await max_.sets_standing("maria", "banned")

    assert (record["standing"], record["until"]) == ("banned", None)
    refused = await maria.tries_to_say("And another thing.")
    assert refused.problem(403, "banned")["detail"] == "You may not comment here."
    (await maria.changes(said, "Bad game.")).problem(403, "banned")
    assert await service.reader().count() == 1, "what was said before the ban stays"
    assert await _change(max_) == ("Max", "new", "banned")


async def test_a_suspended_author_is_told_until_when(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    await max_.sets_standing("maria", "suspended", until=until)

    refused = (await maria.tries_to_say("And another thing.")).problem(403, "suspended")
    assert refused["until"] == until
    assert refused["detail"] == f"You may not comment here until {until}."
    entry = (await max_.audit("set_standing"))[0]
    assert (entry["detail"]["after"], entry["detail"]["until"]) == ("suspended", until)


async def test_a_suspension_in_the_past_is_refused(service: Service) -> None:
    max_ = await service.moderator()

    answer = await max_.put(
        "/v1/moderation/authors/maria/standing",
        {"standing": "suspended", "until": "2020-01-01T00:00:00Z", "reason": "late"},
    )

    assert answer.problem(422, "invalid")["errors"] == {"until": ["Must be in the future."]}
    assert answer.problem(422, "invalid")["causes"] == {"until": [{"code": "past"}]}
    assert not await max_.audit("set_standing")


async def test_a_shadowed_author_notices_nothing_and_nobody_else_sees_the_comment(service: Service) -> None:
    maria, reader, max_ = await service.member("Maria"), service.reader(), await service.moderator("Max")
    await max_.sets_standing("maria", "shadowed")

    said = await maria.says("Good game.")

    assert said.visible
    assert said.comment["status"] == "published"
    assert "reasons" not in said.answer.document
    [mine] = await maria.own_comments()
    assert (mine["status"], mine["reasons"]) == ("published", [])
    assert (await reader.thread())["comments"] == []
    assert await reader.count() == 0
    (await reader.get(f"/v1/comments/{said.id}")).problem(404, "not-found")
    assert (await max_.dossier(said.id))["comment"]["status"] == "rejected"
    [kept] = await max_.audit("post")
    assert (kept["actor"], kept["detail"]["reasons"]) == ("policy", ["shadowed_author"])
    assert await _change(max_) == ("Max", "new", "shadowed")


async def test_a_shadowed_author_can_change_and_take_back_like_anybody_else(service: Service) -> None:
    maria, reader, max_ = await service.member("Maria"), service.reader(), await service.moderator()
    await max_.sets_standing("maria", "shadowed")
    said = await maria.says("Good gme.")

    changed = await maria.changes(said, "Good game.")

    assert changed.status == 200
    assert changed.document["comment"]["status"] == "published"
    assert changed.document["comment"]["body"] == "Good game."
    assert [(mine["status"], mine["body"]) for mine in await maria.own_comments()] == [("published", "Good game.")]
    assert await reader.count() == 0
    assert (await maria.takes_back(said)).status == 204
    assert [entry["change"] for entry in await max_.audit("edit", "delete")] == ["R>D|3", "R>R|2"]


async def test_a_premoderated_author_waits_and_is_not_told_why(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    await max_.sets_standing("maria", "premoderated")

    said = await maria.says("Good game.")

    assert (said.answer.status, said.reasons) == (202, ["premoderation"])
    [entry] = await max_.queue("pending")
    assert entry["author_record"]["standing"] == "premoderated"
    assert [opinion["reason"] for opinion in entry["opinions"] if opinion["effect"] == "hold"] == [
        "premoderated_author"
    ]
    assert await _change(max_) == ("Max", "new", "premoderated")


async def test_a_trusted_author_is_not_held_for_what_a_machine_doubts(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    assert not (await maria.says(VILE)).visible
    await max_.sets_standing("maria", "trusted")

    said = await maria.says("You are a stupid, stupid idiot.")

    assert said.visible
    assert await service.reader().count() == 1
    assert "score" in [opinion["reason"] for opinion in (await max_.dossier(said.id))["opinions"]]
    assert await _change(max_) == ("Max", "new", "trusted")


async def test_trust_does_not_open_banned_words(service: Service) -> None:
    maria, ada = await service.member("Maria"), await service.admin()
    await ada.sets_policy(banned_words=["casino"])
    await ada.sets_standing("maria", "trusted")

    said = await maria.says("Come to my casino.")

    assert (said.answer.status, said.comment["status"], said.reasons) == (202, "rejected", ["banned_word"])
    assert [entry["detail"]["reasons"] for entry in await ada.audit("post")] == [["banned_word"]]


async def test_a_guest_can_be_banned_by_the_id_that_moderators_see(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    said = await ann.says("Good game.")
    author_id = said.comment["author"]["id"]

    await max_.sets_standing(author_id, "banned")

    (await ann.tries_to_say("And another thing.")).problem(403, "banned")
    record = (await max_.get(f"/v1/moderation/authors/{author_id}")).document
    assert (record["standing"], record["reason"]) == ("banned", "because of this story")
    assert (await max_.audit("set_standing"))[0]["detail"]["author"] == author_id


async def test_a_lifted_ban_lets_the_author_write_again(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    await max_.sets_standing("maria", "banned")
    (await maria.tries_to_say("Good game.")).problem(403, "banned")

    await max_.sets_standing("maria", "new")

    assert (await maria.says("Good game.")).visible
    assert await _change(max_) == ("Max", "banned", "new")


async def test_authors_read_where_they_stand_before_they_write(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    async def told() -> tuple[str, str | None] | None:
        answer = await maria.get("/v1/me/standing")
        assert answer.status == 200, answer.body
        restriction = answer.document["restriction"]
        return None if restriction is None else (restriction["standing"], restriction["until"])

    assert await told() is None
    for standing, end in (("premoderated", until), ("suspended", until), ("banned", None), ("banned", until)):
        await max_.sets_standing("maria", standing, until=end)
        assert await told() == (standing, end)
    assert (await maria.tries_to_say("And another thing.")).problem(403, "banned")["until"] == until
    for standing in ("shadowed", "trusted", "new"):
        await max_.sets_standing("maria", standing, until=until)
        assert await told() is None, "nobody learns that they are shadowed"
    number = (await max_.warns("maria", "Please stay polite.")).document["measures"][0]["number"]
    answer = (await maria.get("/v1/me/standing")).document
    assert answer == {"restriction": None, "warning": {"number": number, "message": "Please stay polite."}}
    (await service.guest("Ann").get("/v1/me/standing")).problem(401, "not-signed-in")


async def restriction(author: Author) -> Any:
    """What the author reads about it."""
    answer = await author.get("/v1/me/standing")
    assert answer.status == 200, answer.body
    return answer.document["restriction"]


async def test_authors_read_what_a_moderator_wrote_for_them_and_not_what_is_for_the_log(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    await max_.sets_standing("maria", "premoderated", reason="The usual suspect.", message="Please cite your sources.")
    second = await max_.sets_standing("maria", "suspended", reason="A nuisance.")

    assert await restriction(maria) == {"standing": "suspended", "until": None, "by": "moderator", "message": None}
    [suspension, premoderation] = (await max_.author("maria"))["measures"]
    assert (suspension["message"], premoderation["message"]) == (None, "Please cite your sources.")
    assert premoderation["reason"] == "The usual suspect."

    await max_.takes_back_measure("maria", second["measures"][0]["number"])

    answer = await maria.get("/v1/me/standing")
    assert answer.document["restriction"]["message"] == "Please cite your sources."
    assert b"suspect" not in answer.body
    await max_.takes_back_measure("maria", premoderation["number"])
    assert await restriction(maria) is None
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_guests_read_what_a_moderator_wrote_for_them_where_their_comment_is_refused(service: Service) -> None:
    here, elsewhere = "203.0.113.5", "203.0.113.6"
    ann, max_ = service.guest("Ann", address=here), await service.moderator("Max")
    said = await ann.says("Good game.")
    wanted = {"reason": "A nuisance.", "message": "Please cite your sources."}
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    await max_.sets_standing(said.comment["author"]["id"], "suspended", until=until, **wanted)

    for refused in (
        await ann.tries_to_say("And another thing."),
        await ann.tries_to_say("And another thing.", under=said),
        await ann.changes(said, "Bad game."),
    ):
        told = refused.problem(403, "suspended")
        assert (told["until"], told["by"], told["message"]) == (until, "moderator", "Please cite your sources.")
        assert b"nuisance" not in refused.body
    for other in (service.guest("Ann", address=elsewhere), service.guest("Bea", address=here)):
        answer = await other.tries_to_say("And another thing.", under=said)
        assert answer.status == 201, "somebody else may write"
        assert b"sources" not in answer.body
    forged = await service.guest("Ann", address=here).patch(f"/v1/comments/{said.id}", {"body": "Bad game."})
    assert b"sources" not in forged.body, "nobody reads it by somebody else's comment"
    forged.problem(403, "not-allowed")


async def test_a_guest_is_refused_without_a_message_where_nobody_wrote_one(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator("Max")
    author_id = (await ann.says("Good game.")).comment["author"]["id"]
    first = await max_.sets_standing(author_id, "banned", message="Until you know better.")
    await max_.sets_standing(author_id, "suspended", reason="A nuisance.")

    refused = (await ann.tries_to_say("And another thing.")).problem(403, "suspended")

    assert (refused["by"], refused["message"], "until" in refused) == ("moderator", None, False)
    assert first["measures"][0]["message"] == "Until you know better.", "what is over is told no more"
    await max_.sets_standing(author_id, "shadowed", reason="A nuisance.")
    answer = await ann.tries_to_say("And another thing.")
    assert (answer.status, answer.document["comment"]["status"]) == (201, "published")
    assert answer.document.keys() == {"comment", "edit_token"}, "who is shadowed notices nothing"


async def test_what_is_hidden_along_with_a_standing_tells_its_author_what_the_standing_tells(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    said = await maria.says("Buy my watches.")
    await AuthorFeed(service.house.store).catch_up("default")

    await max_.sets_standing("maria", "banned", reason="Joe again.", message="This is no market.", hide_last=1)

    mine = await maria.own_comment(said)
    assert (mine.document["status"], mine.document["decision"]["reason"]) == ("rejected", "This is no market.")
    assert b"Joe again" not in mine.body
    [decision] = (await max_.dossier(said.id))["decisions"]
    assert (decision["reason"], decision["note"]) == ("This is no market.", "Joe again.")


async def test_nobody_reads_anything_about_a_standing_that_authors_are_not_told_of(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    said = await maria.says("Buy my watches.")
    await AuthorFeed(service.house.store).catch_up("default")
    for standing in ("shadowed", "trusted", "new"):
        wanted = {"standing": standing, "reason": "Joe again.", "message": "Nobody reads you any more."}
        refused = await max_.put("/v1/moderation/authors/maria/standing", wanted)
        assert refused.problem(422, "invalid")["causes"] == {"message": [{"code": "read_by_nobody"}]}

    await max_.sets_standing("maria", "shadowed", reason="Joe again.", hide_last=1)

    assert b"Joe again" not in (await maria.own_comment(said)).body
    assert await restriction(maria) is None


async def test_whom_the_policy_restricted_reads_that_it_was_the_policy(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    await (await service.admin()).sets_policy(strikes_suspend=1, strikes_suspend_days=3)

    await max_.warns("maria", "Please stay polite.")

    told = await restriction(maria)
    assert (told["standing"], told["by"], told["message"]) == ("suspended", "policy", None)
    refused = (await maria.tries_to_say("And another thing.")).problem(403, "suspended")
    assert (refused["until"], refused["by"], refused["message"]) == (told["until"], "policy", None)
