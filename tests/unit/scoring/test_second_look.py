"""The careful reader looks where there is doubt, within its means, and nothing waits for it in vain."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from small_careful import a_careful_reader

from moderation.domain.comment import Span
from moderation.scoring.models import CarefulModel
from moderation.scoring.scorer import Scoring
from moderation.scoring.second_look import SecondLook
from moderation.telemetry.metrics import Looked, Metrics

DOUBTFUL = Scoring({"TOXICITY": 0.5, "INSULT": 0.5, "THREAT": 0.1}, (Span("INSULT", 4, 9, 0.4),), "fast-1")
SURE = Scoring({"TOXICITY": 0.99, "INSULT": 0.98, "THREAT": 0.1}, (), "fast-1")
WORDS = {"lovely": -3.0, "idiot": 3.0}


@asynccontextmanager
async def looking(
    load: Callable[[], dict[str, CarefulModel]], *, deadline_s: float = 30.0, share: float = 1.0
) -> AsyncIterator[tuple[SecondLook, Callable[[], dict[str, float]]]]:
    """A second look with these means, and how often it came to what."""
    metrics = Metrics()

    def outcomes() -> dict[str, float]:
        found = {}
        for outcome in Looked:
            number = metrics.registry.get_sample_value("moderation_readings_total", {"outcome": outcome})
            found |= {str(outcome): number} if number else {}
        return found

    look = SecondLook(metrics.readings, deadline_s, share, load)
    await look.start()
    yield look, outcomes
    await look.close()


def one_reader(**means: object) -> Callable[[], dict[str, CarefulModel]]:
    return lambda: {"en": CarefulModel(a_careful_reader(WORDS, **means))}


async def test_what_is_doubtful_gets_a_second_look_and_says_so() -> None:
    async with looking(one_reader()) as (look, outcomes):
        rude = await look.look("en", "you idiot", DOUBTFUL)
        kind = await look.look("en", "a lovely idea", DOUBTFUL)

        assert (rude.reader, kind.reader, rude.model) == ("careful", "careful", "fast-1")
        assert rude.scores["INSULT"] > 0.9
        assert kind.scores["INSULT"] < 0.1
        assert rude.scores["THREAT"] == 0.1
        assert rude.spans[0].value > DOUBTFUL.spans[0].value > kind.spans[0].value
        assert outcomes() == {"careful": 2.0}


async def test_what_is_plain_is_left_alone_unless_it_is_about_who_people_are() -> None:
    async with looking(one_reader(terms=("deaf",))) as (look, outcomes):
        assert await look.look("en", "you idiot", SURE) is SURE
        assert (await look.look("en", "my deaf friend", SURE)).reader == "careful"
        assert outcomes() == {"fast": 1.0, "careful": 1.0}


async def test_another_language_and_long_texts_are_the_fast_readers_alone() -> None:
    async with looking(one_reader()) as (look, outcomes):
        assert await look.look("de", "du idiot", DOUBTFUL) is DOUBTFUL
        assert await look.look("en", "you idiot " * 1000, DOUBTFUL) is DOUBTFUL
        assert outcomes() == {"fast": 2.0}


async def test_another_model_than_it_is_calibrated_with_is_left_alone() -> None:
    async with looking(one_reader()) as (look, outcomes):
        assert await look.look("en", "you idiot", DOUBTFUL, calibrated=False) is DOUBTFUL
        assert outcomes() == {"fast": 1.0}


async def test_over_its_budget_the_fast_readers_word_stands() -> None:
    async with looking(one_reader(), share=0.0) as (look, outcomes):
        assert await look.look("en", "you idiot", DOUBTFUL) is DOUBTFUL
        assert outcomes() == {"over_budget": 1.0}


async def test_a_look_that_would_come_too_late_is_not_begun() -> None:
    async with looking(one_reader(), deadline_s=0.02) as (look, outcomes):
        answers = await asyncio.gather(*(look.look("en", "you idiot", DOUBTFUL) for _ in range(50)))

        assert outcomes()["over_budget"] >= 40
        assert sum(answer.reader == "fast" for answer in answers) >= 40


async def test_a_look_that_comes_too_late_is_not_waited_for() -> None:
    async with looking(one_reader(), deadline_s=0.000001) as (look, outcomes):
        assert await look.look("en", "you idiot", DOUBTFUL) is DOUBTFUL
        assert outcomes() == {"late": 1.0}


async def test_a_reader_that_fails_is_not_in_the_way() -> None:
    async with looking(one_reader(broken=True)) as (look, outcomes):
        assert await look.look("en", "you idiot", DOUBTFUL) is DOUBTFUL
        assert outcomes() == {"failed": 1.0}


async def test_without_a_reader_everything_is_as_the_fast_one_says() -> None:
    async with looking(dict) as (look, outcomes):
        assert await look.look("en", "you idiot", DOUBTFUL) is DOUBTFUL
        assert look.readers == {}
        assert outcomes() == {"fast": 1.0}


async def test_after_closing_the_fast_readers_word_stands() -> None:
    async with looking(one_reader()) as (look, _):
        assert look.readers == {"en": "small-careful"}
        await look.close()
        assert await look.look("en", "you idiot", DOUBTFUL) is DOUBTFUL


@pytest.mark.parametrize("share", [0.05])
async def test_in_the_long_run_it_takes_its_share_and_no_more(share: float) -> None:
    async with looking(one_reader(), share=share) as (look, outcomes):
        first = "you idiot " * 250
        seen = await look.look("en", first, DOUBTFUL)
        for number in range(3000):
            await look.look("en", f"{first} {number}", DOUBTFUL)
            if "over_budget" in outcomes():
                break

        assert outcomes()["over_budget"] == 1.0
        again = await look.look("en", first, DOUBTFUL)
        assert again is seen, "what it said already costs nothing"
        assert outcomes()["over_budget"] == 1.0
