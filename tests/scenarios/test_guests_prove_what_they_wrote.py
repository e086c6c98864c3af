"""A guest has a name and no token: what they can prove, and how far a borrowed name gets."""

from service_client import Service


async def test_a_guest_proves_authorship_with_the_edit_token(service: Service) -> None:
    ann = service.guest("Ann")
    said = await ann.says("The referee was blnd.")

    assert (await ann.changes(said, "The referee was blind.")).status == 200
    mine = (await ann.get("/v1/me/comments", headers=said.proof)).document

    assert [comment["body"] for comment in mine["items"]] == ["The referee was blind."]
    assert mine["items"][0]["appeal"] is None
    (await ann.get("/v1/me/comments")).problem(401, "not-signed-in")
    assert not await (await service.moderator()).audit("edit")


async def test_an_edit_token_proves_one_comment_and_no_other(service: Service) -> None:
    ann = service.guest("Ann")
    first, second = await ann.says("The referee was blind."), await ann.says("And so was the linesman.")

    refused = await ann.delete(f"/v1/comments/{second.id}", headers=first.proof)

    refused.problem(403, "not-allowed")
    forged = {"X-Edit-Token": second.id + first.proof["X-Edit-Token"][36:]}
    (await ann.delete(f"/v1/comments/{second.id}", headers=forged)).problem(403, "not-allowed")
    assert await service.reader().count() == 2
    assert not await (await service.moderator()).audit("delete")


async def test_a_guest_with_the_name_of_a_signed_in_author_is_shown_as_a_guest(service: Service) -> None:
    maria, impostor = await service.member("Maria", sub="user-17"), service.guest("Maria")
    real, imitated = await maria.says("I wrote the article."), await impostor.says("I wrote the article, honestly.")

    by_id = {comment["id"]: comment["author"] for comment in (await service.reader().thread())["comments"]}

    assert by_id[real.id] == {"id": "user-17", "name": "Maria", "badges": []}
    assert by_id[imitated.id]["name"] == "Maria"
    assert by_id[imitated.id]["id"].startswith("guest:")
    assert by_id[imitated.id]["badges"] == ["guest"]
    assert not await (await service.moderator()).audit("post")


async def test_a_guest_cannot_ask_to_be_a_signed_in_author(service: Service) -> None:
    maria = await service.member("Maria", sub="user-17")
    await maria.says("I wrote the article.")
    impostor = service.guest("Maria")

    for more in (
        {"author": {"name": "Maria", "id": "user-17"}},
        {"author": {"name": "Maria", "badges": ["staff"]}},
        {"author_id": "user-17"},
        {"sub": "user-17"},
    ):
        answer = await impostor.tries_to_say("I wrote it.", **more)
        assert "Unknown field." in str(answer.problem(422, "invalid")["errors"])
    assert await service.reader().count() == 1


async def test_a_guest_cannot_change_what_a_signed_in_author_wrote(service: Service) -> None:
    maria, impostor = await service.member("Maria"), service.guest("Maria")
    said, own = await maria.says("I wrote the article."), await impostor.says("I did.")

    for proof in (own.proof, {"X-Edit-Token": f"{said.id}.{own.proof['X-Edit-Token'][37:]}"}):
        (await impostor.patch(f"/v1/comments/{said.id}", {"body": "I lied."}, headers=proof)).problem(
            403, "not-allowed"
        )
    assert "edit_token" not in said.answer.document, "who can sign in needs no second proof"
    assert (await maria.patch(f"/v1/comments/{own.id}", {"body": "He lied."})).problem(403, "not-allowed")


async def test_the_same_name_from_another_address_is_another_guest(service: Service) -> None:
    here, there = service.guest("Ann", address="198.51.100.1"), service.guest("Ann", address="203.0.113.9")

    first, again, other = await here.says("One."), await here.says("Two."), await there.says("Three.")

    ids = [said.comment["author"]["id"] for said in (first, again, other)]
    assert ids[0] == ids[1]
    assert ids[2] != ids[0]


async def test_a_name_is_shown_without_what_could_disguise_it(service: Service) -> None:
    said = await service.guest("  Ad\u200bmin\u202e\t of\n the   house ").says("Hello everybody.")

    assert said.comment["author"]["name"] == "Ad min of the house"


async def test_a_guest_needs_a_name(service: Service) -> None:
    for author in ({"author": {}}, {"author": {"name": ""}}, {"author": {"name": "\u200b \u202e"}}, {"author": None}):
        answer = await service.guest("Ann").tries_to_say("Hello everybody.", **author)
        assert answer.problem(422, "invalid")["errors"]
    nameless = service.reader()
    answer = await nameless.post("/v1/articles/news/comments", {"body": "Hello everybody."})
    assert list(answer.problem(422, "invalid")["errors"]) == ["author.name"]
    assert await service.reader().count() == 0


async def test_where_guests_are_not_allowed_they_are_asked_to_sign_in(service: Service) -> None:
    ada = await service.admin()
    await ada.sets_policy(guests=False)

    answer = await service.guest("Ann").tries_to_say("Hello everybody.")

    answer.problem(401, "sign-in-required")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert (await (await service.member("Maria")).says("Hello everybody.")).visible
    entry = (await ada.audit("set_policy"))[-1]
    assert (entry["detail"]["before"], entry["detail"]["after"]) == ({}, {"guests": False})
