"""Somebody writes in a language that no model reads: it has no scores, and moderators see why."""

import pytest
from service_client import Service

from moderation.jobs.rescoring import Rescoring

FRENCH = "Je pense que le gouvernement devrait faire quelque chose pour les gens qui habitent ici depuis longtemps."
WHY = "Written in French, which no model here reads, so it has no scores."


async def test_it_appears_and_moderators_see_why_it_has_no_scores(service: Service) -> None:
    max_ = await service.moderator()

    said = await service.guest("Aline").says(FRENCH)

    assert said.visible
    [entry] = await max_.queue("unreviewed")
    assert (entry["scores"], entry["model"], entry["reader"]) == ({}, None, None)
    assert entry["why"] == [WHY]


async def test_it_does_not_wait_to_be_scored_since_nobody_ever_will(service: Service) -> None:
    max_ = await service.moderator()
    await service.guest("Aline").says(FRENCH)

    assert (await max_.queue_lengths())["unscored"] == 0
    assert not await Rescoring().turn(service.house, "default")


async def test_where_the_site_says_so_it_waits_for_a_moderator(service: Service) -> None:
    ada = await service.admin()
    await ada.sets_policy(on_unsupported_language="hold")

    said = await service.guest("Aline").says(FRENCH)

    assert (said.answer.status, said.reasons) == (202, ["unsupported_language"])
    [entry] = await ada.queue("pending")
    assert entry["why"] == [WHY]


async def test_a_few_words_are_read_in_the_language_of_the_site(service: Service) -> None:
    max_ = await service.moderator()

    assert (await service.guest("Aline").says("Très bien !")).visible
    [entry] = await max_.queue("unreviewed")
    assert entry["scores"]
    assert entry["reader"] == "fast"


async def test_a_site_of_another_language_has_no_scores_made_up_for_it(service: Service) -> None:
    ada = await service.admin()
    await ada.sets_policy(languages=["fr"])

    await service.guest("Aline").says("Très bien !")

    [entry] = await ada.queue("unreviewed")
    assert (entry["scores"], entry["why"]) == ({}, [WHY])


@pytest.mark.parametrize("languages", [[], ["klingon"], "en", ["en", "e"]])
async def test_a_policy_with_languages_that_are_none_is_refused(service: Service, languages: object) -> None:
    ada = await service.admin()

    answer = await ada.put("/v1/sites/default/policy", {"languages": languages})

    assert answer.status == 422
    assert any(name.startswith("languages") for name in answer.document["errors"])
