"""Moderators write down what the next one should know: about an author, and for the next shift."""

import asyncio

from service_client import Service

ABOUT_MARIA = "/v1/moderation/authors/maria/notes"
SHIFT = "/v1/moderation/notes"


async def test_a_note_about_an_author_is_there_for_the_next_moderator(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")

    written = await max_.post(ABOUT_MARIA, {"text": "  Quotes insults in order to refute them. \n"})
    await mia.post(ABOUT_MARIA, {"text": "Warned by phone."})

    assert written.status == 201
    assert written.document["text"] == "Quotes insults in order to refute them."
    notes = (await mia.get(ABOUT_MARIA)).document["items"]
    assert [(note["by"], note["text"][:6]) for note in notes] == [("Mia", "Warned"), ("Max", "Quotes")]
    assert (await mia.get("/v1/moderation/authors/ben/notes")).document == {"items": [], "next_cursor": None}


async def test_the_next_shift_reads_what_the_last_one_left(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")

    await max_.post(SHIFT, {"text": "The casino wave comes back every hour."})

    [note] = (await mia.get(SHIFT)).document["items"]
    assert (note["by"], note["text"]) == ("Max", "The casino wave comes back every hour.")
    assert (await mia.get(ABOUT_MARIA)).document["items"] == []


async def test_a_note_is_deleted_by_its_writer_or_an_administrator(service: Service) -> None:
    max_, mia, ada = await service.moderator("Max"), await service.moderator("Mia"), await service.admin("Ada")
    first = (await max_.post(ABOUT_MARIA, {"text": "One."})).document["id"]
    second = (await max_.post(ABOUT_MARIA, {"text": "Two."})).document["id"]

    (await mia.delete(f"{ABOUT_MARIA}/{first}")).problem(403, "not-allowed")
    assert (await max_.delete(f"{ABOUT_MARIA}/{first}")).status == 204
    assert (await ada.delete(f"{ABOUT_MARIA}/{second}")).status == 204

    assert (await mia.get(ABOUT_MARIA)).document["items"] == []
    (await max_.delete(f"{ABOUT_MARIA}/{first}")).problem(404, "not-found")
    assert [entry["actor"] for entry in await max_.audit("delete_note")] == ["Ada", "Max"]


async def test_two_who_write_at_once_lose_nothing(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")

    answers = await asyncio.gather(
        *(one.post(SHIFT, {"text": f"Note {number}."}) for number in range(3) for one in (max_, mia))
    )

    taken = [answer.document["text"] for answer in answers if answer.status == 201]
    assert taken
    assert all(answer.status in (201, 409) for answer in answers)
    assert sorted(note["text"] for note in (await max_.get(SHIFT)).document["items"]) == sorted(taken)


async def test_there_are_a_hundred_notes_at_most(service: Service) -> None:
    max_ = await service.moderator()
    for number in range(100):
        assert (await max_.post(ABOUT_MARIA, {"text": f"Note {number}."})).status == 201

    refused = (await max_.post(ABOUT_MARIA, {"text": "One too many."})).problem(409, "conflict")

    assert "delete one" in refused["detail"]
    assert len((await max_.get(ABOUT_MARIA)).document["items"]) == 100


async def test_what_is_no_note_is_refused(service: Service) -> None:
    max_ = await service.moderator()
    for text in ("", " \n ", "x" * 2001, 7, None, "a\x00b"):
        assert "text" in (await max_.post(ABOUT_MARIA, {"text": text})).problem(422, "invalid")["errors"]
    assert (await max_.get(ABOUT_MARIA)).document["items"] == []


async def test_an_authors_notes_go_with_the_author_and_into_what_they_may_ask_for(service: Service) -> None:
    maria, max_, ada = await service.member("Maria"), await service.moderator("Max"), await service.admin("Ada")
    await maria.says("Good game.")
    await max_.post(ABOUT_MARIA, {"text": "Lives in Mainz."})
    await max_.post(SHIFT, {"text": "All quiet."})

    export = (await ada.get("/v1/authors/maria/export")).document
    assert [note["text"] for note in export["notes"]] == ["Lives in Mainz."]
    assert "Max" not in str(export["notes"]), "who wrote it is not the author's business"

    await ada.delete("/v1/authors/maria")

    assert (await max_.get(ABOUT_MARIA)).document["items"] == []
    assert (await ada.get("/v1/authors/maria/export")).document["notes"] == []
    assert "Mainz" not in str(await max_.audit("write_note", "delete_note"))
    assert len((await max_.get(SHIFT)).document["items"]) == 1


async def test_a_deleted_site_takes_its_notes_along(service: Service) -> None:
    ada = await service.admin()
    for _ in range(2):
        assert (await ada.post("/v1/sites", {"id": "paper", "title": "Paper"})).status == 201
        paper = ada.of_site("paper")
        assert (await paper.get(ABOUT_MARIA)).document["items"] == []
        assert (await paper.get(SHIFT)).document["items"] == []
        await paper.post(ABOUT_MARIA, {"text": "Never commented here."})
        await paper.post(SHIFT, {"text": "All quiet."})
        assert (await ada.delete("/v1/sites/paper")).status == 204
