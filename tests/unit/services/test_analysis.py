"""The one door to scores."""

from collections.abc import AsyncIterator

import pytest

from moderation.domain.errors import UnknownSite
from moderation.domain.learning import Learned
from moderation.scoring.scorer import LanguageNotDetected, LanguageNotSupported, Scorer, Scoring
from moderation.services.house import House
from moderation.settings import Settings

FRENCH = "Je pense que le gouvernement devrait faire quelque chose pour les gens qui habitent ici."
SIX = {"TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT"}


@pytest.fixture
async def house(valkey_url: str, scorer: Scorer) -> AsyncIterator[House]:
    house = await House.open(Settings(redis_url=valkey_url), scorer)
    yield house
    await house.close()


async def test_a_text_is_read_in_the_language_it_is_found_to_be_in(house: House) -> None:
    found = await house.analysis.read("default", "You are a complete idiot, and so is your whole family.", 5.0)

    assert (found.language, found.detected, found.sentences) == ("en", ("en",), ())
    assert found.scoring.scores["INSULT"] > 0.5
    assert found.scoring.reader == "fast"


async def test_nothing_is_detected_where_the_language_is_given(house: House) -> None:
    found = await house.analysis.read("default", FRENCH, 5.0, languages=["en-GB"])

    assert (found.language, found.detected) == ("en", ())


async def test_what_no_model_reads_is_refused_and_not_guessed_at(house: House) -> None:
    with pytest.raises(LanguageNotSupported) as detected:
        await house.analysis.read("default", FRENCH, 5.0)
    with pytest.raises(LanguageNotSupported) as requested:
        await house.analysis.read("default", "Hello", 5.0, languages=["fr"])

    assert (detected.value.detected, detected.value.requested) == (("fr",), ())
    assert (requested.value.detected, requested.value.requested) == ((), ("fr",))


async def test_a_text_without_letters_is_in_no_language_but_a_comment_has_one(house: House) -> None:
    with pytest.raises(LanguageNotDetected):
        await house.analysis.read("default", "👍 100 !!", 5.0)

    assert (await house.analysis.read_comment("default", "👍 100 !!", 5.0)).language == "en"


async def test_each_sentence_has_scores_of_its_own(house: House) -> None:
    text = "Thank you for the article. You are a stupid idiot!"

    found = await house.analysis.read("default", text, 5.0, sentences=True)

    assert [text[each.start : each.end] for each in found.sentences] == [
        "Thank you for the article.",
        "You are a stupid idiot!",
    ]
    calm, rude = (each.scores["INSULT"] for each in found.sentences)
    assert (calm < 0.2, rude > 0.8) == (True, True)


async def test_a_single_sentence_has_the_scores_of_the_whole(house: House) -> None:
    found = await house.analysis.read("default", " You are a stupid idiot! ", 5.0, sentences=True)

    (only,) = found.sentences
    assert (only.start, only.end, only.scores) == (1, 24, found.scoring.scores)


async def test_only_attributes_with_evidence_are_offered(house: House) -> None:
    assert await house.analysis.offered("default", "en") >= SIX
    assert await house.analysis.offered("default", "en-US") == await house.analysis.offered("default", "en")
    assert await house.analysis.offered("default", "fr") == frozenset()
    with pytest.raises(UnknownSite):
        await house.analysis.offered("nowhere", "en")


class SiteModel:
    """Knows one site's moderators."""

    async def score(self, site_id: str, text: str, scoring: Scoring) -> float | None:
        return 0.75 if site_id == "default" and "moderators" in text and scoring.scores else None


async def test_what_was_learned_on_site_is_one_more_score(house: House) -> None:
    house.analysis.learn_from(SiteModel())

    sarcastic = await house.analysis.read("default", "What wonderful moderators we have here.", 5.0)
    plain = await house.analysis.read("default", "What a wonderful day we have here.", 5.0)

    assert sarcastic.scoring.scores["LIKELY_TO_REJECT"] == 0.75
    assert "LIKELY_TO_REJECT" not in plain.scoring.scores


async def test_likely_to_reject_is_offered_once_the_sites_own_model_acts(house: House) -> None:
    assert "LIKELY_TO_REJECT" not in await house.analysis.offered("default", "en")

    await house.records.learning.save("default", 0, Learned().promoting("00", 0, {}), b"{}")
    house.access.forget("default")

    await house.access.site("default")
    assert "LIKELY_TO_REJECT" in await house.analysis.offered("default", "en")
    assert await house.analysis.offered("default", "fr") == frozenset()
