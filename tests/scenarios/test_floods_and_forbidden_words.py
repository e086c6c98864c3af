"""Somebody writes too fast, too often the same, or what the site does not want to read."""

import pytest
from service_client import Service


async def test_who_writes_too_fast_is_asked_to_wait(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.sets_policy(comments_per_minute=3)
    for n in range(3):
        assert (await ann.says(f"Remark number {n}.")).visible

    refused = await ann.tries_to_say("And one more.")

    detail = refused.problem(429, "too-many-requests")["detail"]
    assert detail == "You are writing faster than this site allows. Please wait a moment."
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert await service.reader().count() == 3
    assert (await service.guest("Ben").says("I have said nothing yet.")).visible
    assert not await ada.audit("post")


async def test_an_allowance_is_the_addresss_whatever_name_a_guest_takes(service: Service) -> None:
    await (await service.admin()).sets_policy(comments_per_minute=1)
    assert (await service.guest("Ann", address="203.0.113.9").says("Good game.")).visible

    refused = await service.guest("Ben", address="203.0.113.9").tries_to_say("It was.")

    refused.problem(429, "too-many-requests")
    assert (await service.guest("Ann", address="203.0.113.10").says("Good game.")).visible


async def test_neighbours_in_one_ipv6_network_share_an_allowance(service: Service) -> None:
    await (await service.admin()).sets_policy(comments_per_minute=1)
    assert (await service.guest("Ann", address="2001:db8:1:2::1").says("Good game.")).visible

    (await service.guest("Ann", address="2001:db8:1:2:ffff::9").tries_to_say("Again.")).problem(
        429, "too-many-requests"
    )
    assert (await service.guest("Ann", address="2001:db8:1:3::1").says("Good game.")).visible


async def test_signed_in_authors_have_an_allowance_of_their_own(service: Service) -> None:
    await (await service.admin()).sets_policy(comments_per_minute=1)
    at_home, on_the_way = await service.member("Maria"), await service.member("Maria")
    assert (await at_home.says("Good game.")).visible

    (await on_the_way.tries_to_say("Again.")).problem(429, "too-many-requests")
    assert (await (await service.member("Ben")).says("It was.")).visible


async def test_without_a_limit_nobody_waits(service: Service) -> None:
    await (await service.admin()).sets_policy(comments_per_minute=0)
    ann = service.guest("Ann")
    for n in range(40):
        assert (await ann.says(f"Remark number {n} of many.", f"article-{n}")).visible


async def test_the_same_long_text_twice_is_looked_at(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    text = "Everybody should read what I wrote about referees, because nobody else has understood them so well."
    assert (await ann.says(text)).visible

    again = await ann.says(text, "sport")

    assert (again.answer.status, again.reasons) == (202, ["repeat"])
    assert [entry["detail"]["reasons"] for entry in await max_.audit("post")] == [["repeat"]]


async def test_a_banned_word_is_rejected_however_it_is_spelt(service: Service, subtests: pytest.Subtests) -> None:
    for text in (
        "Come to the casino!",
        "c.a.s.i.n.o",
        "CАSINO",
        "caaasino",
        "c4s1n0",
        "ca\u200bsino",
    ):
        with subtests.test(text=text):
            ada, reader = await service.admin(), service.reader()
            await ada.sets_policy(banned_words=["casino"])

            said = await service.guest("Ann").says(text)

            assert (said.answer.status, said.comment["status"], said.reasons) == (202, "rejected", ["banned_word"])
            assert said.comment["body"] == text, "kept as typed"
            assert await reader.count() == 0
            assert set((await ada.queue_lengths()).values()) == {0}
            entry = (await ada.audit("post"))[0]
            assert (entry["change"], entry["detail"]["reasons"]) == ("->R|1", ["banned_word"])


async def test_an_innocent_word_that_contains_a_banned_one_is_published(service: Service) -> None:
    await (await service.admin()).sets_policy(banned_words=["cock", "ass"])

    assert (await service.guest("Ann").says("A cocktail with the assistant coach.")).visible


async def test_a_suspect_word_is_held_with_its_place(service: Service) -> None:
    ada = await service.admin()
    await ada.sets_policy(suspect_words=["bookmaker"])

    said = await service.guest("Ann").says("My bookmaker knew it 👍 before.")

    assert said.reasons == ["suspect_word"]
    [entry] = await ada.queue("pending")
    [opinion] = [each for each in entry["opinions"] if each["reason"] == "suspect_word"]
    [span] = opinion["spans"]
    assert "My bookmaker knew it 👍 before."[span["start"] : span["end"]] == "bookmaker"
    assert [each["detail"]["reasons"] for each in await ada.audit("post")] == [["suspect_word"]]


async def test_where_the_policy_says_so_a_suspect_word_is_published_and_reported(service: Service) -> None:
    ada = await service.admin()
    await ada.sets_policy(suspect_words=["bookmaker"], hold_suspect_words=False)

    said = await service.guest("Ann").says("My bookmaker knew it before.")

    assert said.visible
    assert await ada.queued("reported") == [said.id]
    assert not await ada.audit("post")


async def test_a_text_without_anything_to_read_is_refused(service: Service) -> None:
    ann = service.guest("Ann")
    for text in ("", "   ", "\n\t", "\u200b\u202e", "\u3164"):
        answer = await ann.tries_to_say(text)
        assert answer.problem(422, "invalid")["errors"] == {"body": ["There is no text to read."]}
    assert await service.reader().count() == 0


async def test_a_text_of_the_greatest_length_is_taken_and_a_longer_one_is_not(service: Service) -> None:
    ann = service.guest("Ann")
    words = "Nobody needs so many words. " * 200

    assert (await ann.says(words[:5000])).answer.status in (201, 202)
    refused = await ann.tries_to_say(words[:5001])
    sentence = "The text must have at most 5000 characters; it has 5001."
    assert refused.problem(422, "invalid")["errors"] == {"body": [sentence]}
