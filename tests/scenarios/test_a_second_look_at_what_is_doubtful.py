"""What the fast reader doubts is read by the careful one where it is there, and moderators see whose word it is."""

from service_client import Serve
from small_careful import a_careful_reader

ALWAYS = (0.0, 1.0)


async def test_the_careful_readers_word_counts_and_is_shown_as_its_own(serve: Serve) -> None:
    reader = a_careful_reader({"blockhead": 4.0}, doubt=ALWAYS)
    service = await serve(careful=reader, careful_ms=10_000)
    max_ = await service.moderator()

    said = await service.guest("Ann").says("What a blockhead.")

    assert not said.visible
    [entry] = await max_.queue("pending")
    assert (entry["reader"], entry["scores"]["TOXICITY"] > 0.9) == ("careful", True)
    assert (await max_.dossier(said.id))["reader"] == "careful"
    assert service.house.second_look.readers == {"en": "small-careful"}


async def test_it_clears_what_only_looks_bad(serve: Serve) -> None:
    reader = a_careful_reader({"idiot": -4.0}, doubt=ALWAYS)
    service = await serve(careful=reader, careful_ms=10_000)
    ada = await service.admin()
    await ada.sets_policy(hold={"TOXICITY": 0.8, "INSULT": 0.8})

    assert (await service.guest("Ann").says("He called me an idiot.")).visible


async def test_without_time_the_fast_readers_word_stands(serve: Serve) -> None:
    reader = a_careful_reader({"blockhead": 4.0}, doubt=ALWAYS)
    service = await serve(careful=reader, careful_share=0.0)
    max_ = await service.moderator()

    assert (await service.guest("Ann").says("What a lovely blockhead.")).visible
    [entry] = await max_.queue("unreviewed")
    assert entry["reader"] == "fast"
