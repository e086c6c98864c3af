"""A moderator opens a comment and sees where it stands: the thread, what was decided before, how its author fares."""

from typing import Any

import pytest
from people import Author, Moderator, Said
from service_client import Service

from moderation.domain import ids
from moderation.services import precedents as kept
from moderation.storage import authors, surroundings
from moderation.storage.author_feed import AuthorFeed

PITCH = "Our shop has the finest watches in the whole city at half the usual price, come and have a look today{}"


def bodies(comments: list[Any]) -> list[str]:
    return [each["body"] for each in comments]


async def says_each(author: Author, *texts: str, **more: Any) -> list[Said]:
    return [await author.says(text, **more) for text in texts]


async def down_to(author: Author, depth: int) -> list[Said]:
    """Replies to replies, so many deep."""
    chain = [await author.says("Level 0.")]
    for level in range(1, depth + 1):
        chain.append(await author.says(f"Level {level}.", under=chain[-1]))
    return chain


# The thread around it


async def test_what_stands_above_beside_and_below_is_shown_with_what_readers_do_not_see(service: Service) -> None:
    max_, maria = await service.moderator("Max"), await service.member("Maria")
    top = await maria.says("What do you make of the match?")
    _, bad, here, _, _ = await says_each(
        maria, "A fair result.", "A nasty one.", "The one that is read.", "One that waits.", "Well played.", under=top
    )
    answer, insult = await says_each(maria, "I agree.", "You would.", under=here)
    for rejected in (bad, insult):
        await max_.rejects(rejected.id)
    await max_.sets_standing("maria", "premoderated")
    waiting = await maria.says("Still in the queue.", under=here)

    around = (await max_.context(here.id))["thread"]

    assert bodies(around["above"]) == ["What do you make of the match?"]
    assert bodies(around["before"]) == ["A fair result.", "A nasty one."]
    assert bodies(around["after"]) == ["One that waits.", "Well played."]
    assert [each["id"] for each in around["replies"]] == [answer.id, insult.id, waiting.id]
    assert [each["status"] for each in around["replies"]] == ["published", "rejected", "pending"]
    assert [each["status"] for each in around["before"]] == ["published", "rejected"]
    assert not any(around[more] for more in ("more_before", "more_after", "more_replies", "left_out", "lost"))
    assert around["article"]["id"] == "news"
    assert around["replies"][1]["scores"].keys() >= {"TOXICITY"}


async def test_of_a_top_level_comment_the_neighbours_are_those_of_the_same_article(service: Service) -> None:
    max_, maria = await service.moderator(), await service.member("Maria")
    before = await maria.says("Before.")
    await maria.says("A reply to it.", under=before)
    await maria.says("Elsewhere.", "sport")
    here = await maria.says("Here.")
    await maria.says("After.")

    around = (await max_.context(here.id))["thread"]

    assert (bodies(around["before"]), bodies(around["after"])) == (["Before."], ["After."])
    assert (around["above"], around["replies"]) == ([], [])


async def test_of_many_neighbours_the_nearest_are_shown_and_the_others_told_of(service: Service) -> None:
    max_, maria = await service.moderator(), await service.member("Maria")
    said = await says_each(maria, *(f"Number {number}." for number in range(9)))
    await says_each(maria, *(f"Reply {number}." for number in range(6)), under=said[4])

    around = (await max_.context(said[4].id))["thread"]

    assert bodies(around["before"]) == ["Number 1.", "Number 2.", "Number 3."]
    assert bodies(around["after"]) == ["Number 5.", "Number 6.", "Number 7."]
    assert bodies(around["replies"]) == [f"Reply {number}." for number in range(5)]
    assert all(around[more] for more in ("more_before", "more_after", "more_replies"))


async def test_of_a_very_deep_thread_the_top_and_what_is_near_are_shown(service: Service) -> None:
    max_, chain = await service.moderator(), await down_to(await service.member("Maria"), 20)

    around = (await max_.context(chain[20].id))["thread"]

    assert bodies(around["above"]) == ["Level 0.", *(f"Level {level}." for level in range(13, 20))]
    assert around["left_out"] == 12
    assert len(around["above"]) == surroundings.ABOVE


async def test_hidden_comments_are_found_among_those_written_next(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "LOOKED_AT", 3)
    max_, maria = await service.moderator(), await service.member("Maria")
    here = await maria.says("Here.")
    near, *_, far, seen = await says_each(maria, "Near.", "One.", "Two.", "Three.", "Far.", "Seen.", under=here)
    for hidden in (near, far):
        await max_.rejects(hidden.id)

    replies = bodies((await max_.context(here.id))["thread"]["replies"])

    assert replies == ["Near.", "One.", "Two.", "Three.", "Seen."]
    assert seen.id


async def test_a_parent_that_its_author_took_back_is_marked(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    parent = await ann.says("I should not have said that.")
    reply = await ann.says("Why not?", under=parent)
    await ann.takes_back(parent)

    [above] = (await max_.context(reply.id))["thread"]["above"]

    assert (above["id"], above["status"]) == (parent.id, "deleted")


async def test_a_parent_that_storage_has_lost_ends_the_way_up(service: Service) -> None:
    max_, chain = await service.moderator(), await down_to(await service.member("Maria"), 2)
    raw = ids.to_bytes(chain[0].id)
    key = f"{{default:{ids.place_of(raw).partition:02d}}}:s:{ids.place_of(raw).article}"
    await service.house.store.command(key, "HDEL", key, raw)

    around = (await max_.context(chain[2].id))["thread"]

    assert (bodies(around["above"]), around["lost"]) == (["Level 1."], True)


# Precedents


async def test_earlier_comments_like_it_are_shown_with_what_was_decided_and_by_whom(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    shop, other = service.guest("Shop", address="203.0.113.1"), service.guest("Other", address="203.0.113.2")
    spam, praise = await shop.says(PITCH.format(".")), await other.says(PITCH.format(", friends."))
    waiting = await other.says(PITCH.format(" or tomorrow!"), "sport")
    await other.says("The referee was blind in the second half, I think, and so were both of his assistants.")
    await max_.rejects(spam.id, reason="spam", note="The third one today.")
    await mia.approves(praise.id)
    here = await service.guest("Third", address="203.0.113.3").says(PITCH.format("!!!"))

    found = (await max_.context(here.id))["precedents"]

    assert (found["alike"], found["approved"], found["rejected"]) == (3, 1, 1)
    assert found["items"][0]["comment"]["id"] == spam.id
    assert {each["comment"]["id"] for each in found["items"][:2]} == {spam.id, praise.id}
    assert found["items"][2]["comment"]["id"] == waiting.id
    decisions = {each["comment"]["id"]: each["decision"] for each in found["items"]}
    told = decisions[spam.id]
    assert (told["action"], told["moderator"], told["reason"], told["note"]) == (
        "reject", "Max", "spam", "The third one today."
    )  # fmt: skip
    assert decisions[praise.id]["moderator"] == "Mia"
    assert decisions[waiting.id] is None
    assert (found["items"][0]["similarity"], found["items"][0]["why"]) == (1.0, ["same-text"])
    assert all(0.6 < each["similarity"] <= 1 for each in found["items"])


async def test_a_decision_that_was_taken_back_is_no_precedent(service: Service) -> None:
    max_, ann, ben = await service.moderator(), service.guest("Ann"), service.guest("Ben", address="203.0.113.9")
    first, here = await ann.says(PITCH.format(".")), await ben.says(PITCH.format("?"))
    decided = await max_.rejects(first.id)
    assert (await max_.context(here.id))["precedents"]["rejected"] == 1

    await max_.undoes(decided["decision_id"])

    found = (await max_.context(here.id))["precedents"]
    assert (found["alike"], found["rejected"], found["items"][0]["decision"]) == (1, 0, None)


async def test_what_was_written_later_counts_once_it_is_decided(service: Service) -> None:
    max_, ann, ben = await service.moderator(), service.guest("Ann"), service.guest("Ben", address="203.0.113.9")
    here, later = await ann.says(PITCH.format(".")), await ben.says(PITCH.format("?"))
    assert (await max_.context(here.id))["precedents"]["items"] == []

    await max_.rejects(later.id)

    assert [each["comment"]["id"] for each in (await max_.context(here.id))["precedents"]["items"]] == [later.id]


async def test_the_same_link_is_a_precedent_too(service: Service) -> None:
    max_, ann, ben = await service.moderator(), service.guest("Ann"), service.guest("Ben", address="203.0.113.9")
    await ann.says("A story worth reading about the harbour and its ferry: https://news.example/story")
    here = await ben.says("Everybody knows this already, see https://news.example/story for instance.")
    await ben.says("And what of https://other.example/page, has nobody looked at that one so far?")

    [found] = (await max_.context(here.id))["precedents"]["items"]

    assert found["why"] == ["same-link"]


async def test_an_edited_comment_is_a_precedent_for_what_it_says_now(service: Service) -> None:
    max_, ann, ben = await service.moderator(), service.guest("Ann"), service.guest("Ben", address="203.0.113.9")
    first, here = await ann.says(PITCH.format(".")), await ben.says(PITCH.format("?"))
    assert (await max_.context(here.id))["precedents"]["alike"] == 1

    await ann.changes(first, "The referee was blind in the second half, I think, and so were his assistants.")

    assert (await max_.context(here.id))["precedents"]["alike"] == 0


async def test_of_a_flood_a_few_are_read_and_fewer_shown(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "READ", 8)
    max_ = await service.moderator()
    for number in range(12):
        last = await service.guest("Shop", address=f"203.0.113.{number}").says(PITCH.format("."))

    found = (await max_.context(last.id))["precedents"]

    assert (found["alike"], len(found["items"])) == (8, 5)


async def test_another_site_gives_no_precedents_and_no_context(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    elsewhere = await service.new_site("other")
    theirs = await service.guest("Oda", elsewhere).says(PITCH.format("."))
    here = await ann.says(PITCH.format("."))

    assert (await max_.context(here.id))["precedents"]["items"] == []
    for comment_id in (theirs.id, "no-id", here.id[:-2] + "00"):
        (await max_.get(f"/v1/moderation/comments/{comment_id}/context")).problem(404, "not-found")
    (await ann.get(f"/v1/moderation/comments/{here.id}/context")).problem(401, "not-signed-in")


# The author


async def test_the_last_weeks_of_an_author_are_counted(service: Service) -> None:
    max_, maria = await service.moderator(), await service.member("Maria")
    said = await says_each(maria, *(f"Remark {number}." for number in range(4)))
    await max_.approves(said[0].id)
    for bad in said[1:3]:
        await max_.rejects(bad.id)
    await AuthorFeed(service.house.store).catch_up("default")

    author = (await max_.context(said[3].id))["author"]

    assert (author["comments"], author["complete"], author["trend"]) == (4, True, "unknown")
    assert [(week["approved"], week["rejected"]) for week in author["weeks"]] == [(0, 0)] * 7 + [(1, 2)]


async def reported(service: Service, max_: Moderator, comment_id: str) -> tuple[int, int]:
    """How many of the author's comments readers reported, and how many of those stand rejected."""
    await AuthorFeed(service.house.store).catch_up("default")
    found = (await max_.context(comment_id))["author"]["reports"]
    assert (await max_.author("maria"))["reports"] == found
    assert found["complete"]
    return found["reported"], found["upheld"]


async def test_reports_on_an_author_count_as_upheld_while_the_rejection_stands(service: Service) -> None:
    max_, maria, eve = await service.moderator(), await service.member("Maria"), await service.member("Eve")
    bad, fine, gone, quiet = await says_each(maria, *(f"Remark {number}." for number in range(4)))
    await max_.rejects(quiet.id)
    assert await reported(service, max_, bad.id) == (0, 0)

    for said in (bad, fine, gone):
        await eve.report(said.id)
    await max_.report(bad.id, "spam")
    assert await reported(service, max_, bad.id) == (3, 0)

    decision = await max_.rejects(bad.id)
    await max_.approves(fine.id)
    await maria.takes_back(gone)
    assert await reported(service, max_, bad.id) == (3, 1)

    await max_.undoes(decision["decision_id"])
    assert await reported(service, max_, bad.id) == (3, 0)

    await max_.rejects(fine.id)
    assert await reported(service, max_, bad.id) == (3, 1)


async def test_a_report_is_not_upheld_once_an_appeal_is_won(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    maria, eve = await service.member("Maria"), await service.member("Eve")
    said = await maria.says("A remark.")
    await eve.report(said.id)
    await max_.rejects(said.id)
    assert await reported(service, max_, said.id) == (1, 1)
    await maria.appeals(said)
    [appeal] = await mia.open_appeals()

    assert (await mia.hears(appeal["id"], "overturned", note="Harmless.")).status == 200

    assert await reported(service, max_, said.id) == (1, 0)


async def test_of_an_author_of_many_comments_the_newest_are_looked_at(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authors, "LOOKED_AT", 2)
    max_, maria, eve = await service.moderator(), await service.member("Maria"), await service.member("Eve")
    said = await says_each(maria, *(f"Remark {number}." for number in range(3)))
    for each in said:
        await eve.report(each.id)
        await max_.rejects(each.id)
    await AuthorFeed(service.house.store).catch_up("default")

    author = (await max_.context(said[0].id))["author"]

    assert (author["comments"], author["complete"]) == (2, False)
    assert author["reports"] == {"reported": 2, "upheld": 2, "comments": 2, "complete": False}

    monkeypatch.setattr(authors, "LOOKED_AT", 3)
    author = (await max_.context(said[0].id))["author"]

    assert (author["comments"], author["complete"]) == (3, True)
    assert author["reports"] == {"reported": 3, "upheld": 3, "comments": 3, "complete": True}


async def test_an_erased_author_has_no_weeks_and_no_words(service: Service) -> None:
    max_, ada, eve, maria = await _people(service)
    parent = await eve.says(PITCH.format("."))
    reply = await maria.says(PITCH.format("!"), under=parent)
    await AuthorFeed(service.house.store).catch_up("default")
    await max_.context(reply.id)
    await ada.delete("/v1/authors/eve")

    about_reply, about_erased = await max_.context(reply.id), await max_.context(parent.id)

    [above] = about_reply["thread"]["above"]
    assert (above["body"], above["author"]["name"], above["status"]) == ("", "", "deleted")
    assert about_reply["precedents"]["items"] == []
    assert about_erased["author"] is None
    assert about_erased["precedents"]["items"] == []


async def _people(service: Service) -> tuple[Moderator, Moderator, Author, Author]:
    return await service.moderator(), await service.admin(), await service.member("Eve"), await service.member("Maria")
