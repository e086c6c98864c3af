"""Where a site wants it, two moderators read what the classifier is unsure of; the second one decides."""

from people import Moderator, Said
from service_client import Service

MILD = "What a blockhead."


async def _a_site_with_two(service: Service) -> tuple[Said, Moderator, Moderator]:
    """A borderline comment that is held, and two who may decide it."""
    ada, max_, mia = await service.admin(), await service.moderator("Max"), await service.moderator("Mia")
    score = (await ada.dossier((await service.guest("Zoe").says(MILD)).id))["scores"]["TOXICITY"]
    await ada.sets_policy(hold={"TOXICITY": round(score - 0.02, 4)}, second_reader_margin=0.05)
    return await service.guest("Ann").says("What a blockhead!"), max_, mia


async def test_the_first_readers_word_waits_for_the_second(service: Service) -> None:
    said, max_, mia = await _a_site_with_two(service)
    assert not said.visible

    first = await max_.rejects(said.id, reason="insult", note="I would not print it.")

    assert (first["status"], first["second_reader"]) == ("pending", True)
    assert said.id in await mia.queued("pending")
    [seen] = (await mia.dossier(said.id))["decisions"]
    assert (seen["action"], seen["moderator"], seen["reason"], seen["note"]) == ("escalate", "Max", None, None)

    second = await mia.approves(said.id)

    assert second["status"] == "approved"
    assert "second_reader" not in second
    assert await service.reader().count() == 2
    told = (await max_.audit("escalate"))[0]
    assert told["detail"]["first_reading"] == {
        "action": "reject",
        "reason": "insult",
        "note": "I would not print it.",
    }


async def test_nobody_is_their_own_second_reader(service: Service) -> None:
    said, max_, mia = await _a_site_with_two(service)
    await max_.rejects(said.id)

    again = await max_.rejects(said.id)

    assert again["problem"]["type"] == "/problems/second-reader"
    assert said.id not in [entry["comment"]["id"] for entry in await max_.claims("pending")]
    assert [entry["comment"]["id"] for entry in await mia.claims("pending")] == [said.id]


async def test_a_first_word_taken_back_leaves_the_comment_to_anybody(service: Service) -> None:
    said, max_, _ = await _a_site_with_two(service)
    first = await max_.rejects(said.id)

    assert (await max_.undoes(first["decision_id"])).status == 200

    assert [entry["comment"]["id"] for entry in await max_.claims("pending")] == [said.id]
    assert (await max_.rejects(said.id))["second_reader"]


async def test_what_its_author_changed_is_read_anew(service: Service) -> None:
    said, max_, _ = await _a_site_with_two(service)
    await max_.rejects(said.id)

    changed = await service.guest("Ann").changes(said, "What a blockhead!!")

    assert changed.status in (200, 202)
    assert (await max_.rejects(said.id))["second_reader"], "a first word about the new text"


async def test_what_is_not_borderline_needs_one_and_so_do_acts_of_many(service: Service) -> None:
    said, max_, mia = await _a_site_with_two(service)
    vile = await service.guest("Ben").says("You are a stupid idiot.")

    assert (await max_.rejects(vile.id))["status"] == "rejected"
    [row] = (await mia.decides_at_once("reject", said.id))["results"]
    assert row["status"] == "rejected"


async def test_a_site_that_does_not_want_it_decides_at_once(service: Service) -> None:
    said, max_, _ = await _a_site_with_two(service)
    await (await service.admin()).sets_policy(second_reader_margin=None)

    assert (await max_.rejects(said.id))["status"] == "rejected"
