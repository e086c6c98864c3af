"""A page on a bad network sends its request again, with the same Idempotency-Key: nothing happens twice."""

import asyncio

from service_client import Service


async def test_the_same_request_again_gets_the_same_answer_and_posts_nothing(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()

    first = await ann.says("Good game.", key="a-1")
    again = await ann.says("Good game.", key="a-1")

    assert again.answer.status == first.answer.status == 201
    assert again.answer.document == first.answer.document
    assert again.answer.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.answer.headers
    assert await service.reader().count() == 1
    assert await max_.queued("unreviewed") == [first.id]
    assert not await max_.audit("post")


async def test_another_request_under_the_same_key_is_refused(service: Service) -> None:
    ann = service.guest("Ann")
    parent = await ann.says("Good game.", key="a-1")

    for text, more in (
        ("Bad game.", {}),
        ("Good game.", {"under": parent}),
        ("Good game.", {"author": {"name": "Anna"}}),
    ):
        (await ann.tries_to_say(text, key="a-1", **more)).problem(422, "idempotency-key-reused")
    assert await service.reader().count() == 1


async def test_two_at_once_with_one_key_post_one_comment(service: Service) -> None:
    ann = service.guest("Ann")

    said = await asyncio.gather(*(ann.says("Good game.", key="a-1") for _ in range(8)))

    assert len({each.id for each in said}) == 1
    assert {each.answer.status for each in said} == {201}
    assert len({each.answer.body for each in said}) == 1
    assert await service.reader().count() == 1
    assert len((await service.reader().thread())["comments"]) == 1


async def test_a_retry_after_an_edit_tells_what_was_answered_first(service: Service) -> None:
    ann = service.guest("Ann")
    first = await ann.says("Good gme.", key="a-1")
    await ann.changes(first, "Good game.")
    await service.guest("Ben").says("It was.", under=first)
    await service.reader().like(first.id)

    again = await ann.says("Good gme.", key="a-1")

    assert again.answer.document == first.answer.document
    assert await service.reader().count() == 2


async def test_a_retry_of_a_held_comment_is_held_again_even_when_it_was_approved_since(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    first = await ann.says("You are a stupid idiot.", key="a-1")
    await max_.approves(first.id)

    again = await ann.says("You are a stupid idiot.", key="a-1")

    assert (again.answer.status, again.comment["status"], again.reasons) == (202, "pending", ["score"])
    assert again.answer.document == first.answer.document
    assert len(await max_.audit("approve")) == 1


async def test_a_retry_after_the_author_was_erased_tells_nothing_of_them(service: Service) -> None:
    maria, ada = await service.member("Maria"), await service.admin()
    first = await maria.says("My name is Maria and I live in Mainz.", key="a-1")
    await ada.delete("/v1/authors/maria")

    again = await maria.tries_to_say("My name is Maria and I live in Mainz.", key="a-1")

    assert b"Mainz" not in again.body
    assert again.status == 201
    assert again.document["comment"]["id"] == first.id
    assert await service.reader().count() == 0
    assert len(await ada.audit("erase_author")) == 1


async def test_what_failed_may_be_tried_again_under_its_key(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.put("/v1/articles/news", {"open": False})
    (await ann.tries_to_say("Good game.", key="a-1")).problem(403, "thread-closed")
    await ada.put("/v1/articles/news", {"open": True})

    assert (await ann.says("Good game.", key="a-1")).visible
    assert await service.reader().count() == 1


async def test_one_readers_key_is_not_another_readers(service: Service) -> None:
    first = await service.guest("Ann").says("Good game.", key="a-1")
    second = await service.guest("Ann").says("Good game.", key="a-1")

    assert first.id != second.id
    assert await service.reader().count() == 2


async def test_a_retry_of_a_decision_gives_the_first_answer(service: Service) -> None:
    said = await service.guest("Ann").says("Good game.")
    max_ = await service.moderator()
    body = {"decisions": [{"comment_id": said.id, "action": "reject"}]}

    first = await max_.post("/v1/moderation/decisions", body, headers={"Idempotency-Key": "d-1"})
    again = await max_.post("/v1/moderation/decisions", body, headers={"Idempotency-Key": "d-1"})

    assert again.document == first.document
    assert again.headers["Idempotent-Replay"] == "true"
    other = {"decisions": [{"comment_id": said.id, "action": "approve"}]}
    refused = await max_.post("/v1/moderation/decisions", other, headers={"Idempotency-Key": "d-1"})
    refused.problem(422, "idempotency-key-reused")
    assert len(await max_.audit("reject", "approve")) == 1


async def test_a_retry_of_a_new_token_shows_the_same_token_to_the_same_administrator(service: Service) -> None:
    ada, eve = await service.admin("Ada"), await service.admin("Eve")
    body, key = {"name": "Max", "role": "moderator"}, {"Idempotency-Key": "t-1"}

    first = await ada.post("/v1/sites/default/tokens", body, headers=key)
    again = await ada.post("/v1/sites/default/tokens", body, headers=key)
    another = await eve.post("/v1/sites/default/tokens", body, headers=key)

    assert again.document == first.document
    assert another.document["token"] != first.document["token"]
    names = [entry["detail"]["name"] for entry in await ada.audit("create_token")]
    assert names == ["Max", "Max", "Eve", "Ada"]
