"""Forty comments sell the same thing, three people look as if they belonged to it; one sweep, one act, one undo."""

from typing import Any

from people import Author
from service_client import Service

from moderation.storage.verification import Verification

OFFER = (
    "I made 4300 last month working from home and you can too, everything is at https://cash.example.com/{} friends."
)
WARNING = "Careful, everybody: https://cash.example.com/start only wants your bank details, do not click on it please."


async def sweep(max_: Any, comment_id: str, **more: Any) -> Any:
    answer = await max_.post("/v1/moderation/sweeps", {"comment_id": comment_id, **more})
    assert answer.status == 200, answer.body
    return answer.document


async def spam(service: Service, number: int) -> list[str]:
    said = []
    for n in range(number):
        author = service.guest(f"Earner {n}", address=f"203.0.113.{n}")
        said.append((await author.says(OFFER.format("start") + f" {n}", f"article-{n % 7}")).id)
    return said


async def three_innocents(service: Service, max_: Any) -> dict[str, str]:
    """A regular who warns, somebody behind the same address, and an approved link to the same host."""
    maria = await service.member("Maria")
    for number in range(3):
        await max_.approves((await maria.says(f"A well-informed remark, number {number}.")).id)
    neighbour = service.guest("Neighbour", address="203.0.113.0")
    editor = service.guest("Editor", address="192.0.2.9")
    story = await editor.says(
        "We told the story of this fraud at https://cash.example.com/story, if you have a minute."
    )
    await max_.approves(story.id)
    return {
        "good-record": (await maria.says(WARNING, "article-1")).id,
        "other-text": (await neighbour.says("The referee was blind in the second half, I think.", "article-2")).id,
        "approved": story.id,
    }


async def test_the_wave_is_found_and_the_innocent_stand_out(service: Service) -> None:
    max_ = await service.moderator("Max")
    wave, innocents = await spam(service, 40), await three_innocents(service, max_)
    await service.guest("Ben").says("Has anybody seen the second half? I fell asleep in the middle of it, sorry.")

    found = await sweep(max_, wave[0])

    assert found["items"][0]["comment"]["id"] == wave[0]
    assert found["items"][0]["why"] == ["seed"]
    cluster = {item["comment"]["id"]: item for item in found["items"]}
    assert cluster.keys() == {*wave, *innocents.values()}
    assert {id_ for id_, item in cluster.items() if not item["outlier"]} == set(wave)
    for against, id_ in innocents.items():
        assert against in cluster[id_]["outlier_why"]
    assert cluster[wave[3]]["similarity"] > 0.75
    assert {"near-text", "same-link"} <= set(cluster[wave[3]]["why"])
    assert cluster[innocents["good-record"]]["why"] == ["same-link"]
    assert cluster[innocents["approved"]]["why"] == ["same-host"]
    ranks = [item["similarity"] for item in found["items"] if not item["outlier"]]
    assert min(ranks) > max(cluster[id_]["similarity"] for id_ in innocents.values())


async def test_the_wave_is_rejected_as_one_act_and_comes_back_with_one_undo(service: Service) -> None:
    reader, max_ = service.reader(), await service.moderator("Max")
    wave, innocents = await spam(service, 40), await three_innocents(service, max_)
    before = {number: await reader.count(f"article-{number}") for number in range(7)}
    found = await sweep(max_, wave[0])
    chosen = {item["comment"]["id"]: item["version"] for item in found["items"] if not item["outlier"]}
    rows = [{"comment_id": each, "action": "reject", "expected_version": chosen[each]} for each in chosen]

    act = (await max_.post("/v1/moderation/decisions", {"decisions": rows, "bulk": True})).document

    assert [row["status"] for row in act["results"]] == ["rejected"] * 40
    for id_ in innocents.values():
        assert (await max_.dossier(id_))["comment"]["status"] in ("published", "approved")
    again = await sweep(max_, wave[0])
    assert again["rejected"] == 39
    assert {item["comment"]["id"] for item in again["items"][1:]} == set(innocents.values())
    undone = await max_.undoes_all_of(act["bulk_id"])
    assert (undone["undone"], undone["left"]) == (40, 0)
    assert {number: await reader.count(f"article-{number}") for number in range(7)} == before
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_a_sweep_keeps_to_its_window_and_its_limit(service: Service) -> None:
    max_ = await service.moderator()
    wave = await spam(service, 6)

    limited = await sweep(max_, wave[0], limit=2)
    earlier = await sweep(max_, wave[0], **{"from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"})

    assert (len(limited["items"]), limited["left_out"]) == (3, 3)
    assert [item["comment"]["id"] for item in earlier["items"]] == [wave[0]]
    backwards = {"comment_id": wave[0], "from": "2026-01-02T00:00:00Z", "to": "2020-01-01T00:00:00Z"}
    (await max_.post("/v1/moderation/sweeps", backwards)).problem(422, "invalid")
    oldest = await sweep(max_, wave[0], **{"from": "1970-01-01T00:00:00Z"})
    assert len(oldest["items"]) == 6


async def test_the_authors_other_comments_are_shown_but_not_taken_for_the_same(service: Service) -> None:
    max_, eve = await service.moderator(), await service.member("Eve")
    offer = await eve.says(OFFER.format("start"))
    harmless = await eve.says("The referee was blind in the second half, I think.", "sport")

    found = await sweep(max_, offer.id)

    [item] = found["items"][1:]
    assert (item["comment"]["id"], item["outlier"], item["outlier_why"]) == (harmless.id, True, ["other-text"])
    assert "same-author" in item["why"]


async def test_an_erased_author_is_found_by_no_look(service: Service) -> None:
    max_, ada, eve = await service.moderator(), await service.admin(), await service.member("Eve")
    wave = await spam(service, 2)
    await eve.says(OFFER.format("start"))
    assert len((await sweep(max_, wave[0]))["items"]) == 3

    await ada.delete("/v1/authors/eve")

    kept = [await service.house.records.likenesses.kept("default", partition) for partition in range(16)]
    assert sum(len(each) for each in kept) == 2
    assert {item["comment"]["id"] for item in (await sweep(max_, wave[0]))["items"]} == set(wave)


async def test_what_is_gone_or_elsewhere_cannot_be_swept_from(service: Service) -> None:
    max_, ann = await service.moderator(), service.guest("Ann")
    there = await service.new_site("other")
    oda: Author = service.guest("Oda", there)
    elsewhere = await oda.says(OFFER.format("start"))
    gone = await ann.says(OFFER.format("start"))
    await ann.takes_back(gone)

    for id_ in (gone.id, elsewhere.id, "no id at all"):
        (await max_.post("/v1/moderation/sweeps", {"comment_id": id_})).problem(404, "not-found")
    here = await ann.says(OFFER.format("start") + " Really.")
    assert [item["comment"]["id"] for item in (await sweep(max_, here.id))["items"]] == [here.id]
