"""The classifier does not answer: comments are taken all the same, marked, and scored when it is back."""

import asyncio

import pytest
from scorers import OneModel
from service_client import Serve, Service

from moderation.domain.comment import Span
from moderation.jobs.rescoring import Rescoring
from moderation.scoring.scorer import ScorerUnavailable, Scoring


class MoodyScorer(OneModel):
    """A classifier that can be away, slow or out of its mind."""

    def __init__(self) -> None:
        self.mood = "well"

    async def score(self, text: str, deadline_s: float, **_asked: object) -> Scoring:
        if self.mood == "away":
            raise ScorerUnavailable("the classifier is on strike")
        if self.mood == "slow":
            await asyncio.sleep(deadline_s)
            raise ScorerUnavailable(f"scoring took longer than {deadline_s * 1000:.0f} ms")
        if self.mood == "mad":
            return Scoring({"TOXICITY": float("nan")}, (), "moody-1")
        score = 0.95 if "idiot" in text else 0.02
        start = max(0, text.find("idiot"))
        return Scoring({"TOXICITY": score}, (Span("TOXICITY", start, start + 5, score),), "moody-1")


@pytest.fixture
def moody() -> MoodyScorer:
    return MoodyScorer()


@pytest.fixture
async def moody_service(serve: Serve, moody: MoodyScorer) -> Service:
    return await serve(scorer=moody, score_timeout_ms=20)


@pytest.mark.parametrize("mood", ["away", "slow", "mad"])
async def test_an_unscored_comment_is_published_and_marked(
    moody_service: Service, moody: MoodyScorer, mood: str
) -> None:
    max_ = await moody_service.moderator()
    moody.mood = mood

    said = await moody_service.guest("Ann").says("You are an idiot.")

    assert said.visible
    lengths = await max_.queue_lengths()
    assert (lengths["unscored"], lengths["unreviewed"]) == (1, 1)
    [entry] = await max_.queue("unscored")
    assert (entry["scores"], entry["model"]) == ({}, None)
    assert entry["why"][0].startswith("The classifier gave no scores: ")
    assert not await max_.audit("post")


async def test_where_the_policy_says_so_an_unscored_comment_waits(moody_service: Service, moody: MoodyScorer) -> None:
    ada = await moody_service.admin()
    await ada.sets_policy(on_classifier_failure="hold")
    moody.mood = "away"

    said = await moody_service.guest("Ann").says("Good game.")

    assert (said.answer.status, said.reasons) == (202, ["unscored"])
    lengths = await ada.queue_lengths()
    assert (lengths["unscored"], lengths["pending"]) == (1, 1)
    assert [entry["detail"]["reasons"] for entry in await ada.audit("post")] == [["unscored"]]


async def test_when_the_classifier_is_back_it_judges_what_it_missed(moody_service: Service, moody: MoodyScorer) -> None:
    max_, reader = await moody_service.moderator(), moody_service.reader()
    moody.mood = "away"
    vile = await moody_service.guest("Ann").says("You are an idiot.")
    fine = await moody_service.guest("Ben").says("Good game.")
    assert await reader.count() == 2

    await Rescoring().turn(moody_service.house, "default")
    assert (await max_.queue_lengths())["unscored"] == 2, "still away"
    moody.mood = "well"
    await Rescoring().turn(moody_service.house, "default")

    assert (await max_.queue_lengths())["unscored"] == 0
    assert await max_.queued("pending") == [vile.id]
    assert [comment["id"] for comment in (await reader.thread())["comments"]] == [fine.id]
    assert await reader.count() == 1
    dossier = await max_.dossier(vile.id)
    assert (dossier["scores"], dossier["model"]) == ({"TOXICITY": 0.95}, "moody-1")
    [entry] = await max_.audit("rescore")
    assert (entry["actor"], entry["change"], entry["detail"]["reasons"]) == ("policy", "P>H|2", ["score"])


async def test_a_held_unscored_comment_that_turns_out_fine_appears(moody_service: Service, moody: MoodyScorer) -> None:
    ada, reader = await moody_service.admin(), moody_service.reader()
    await ada.sets_policy(on_classifier_failure="hold")
    moody.mood = "away"
    said = await moody_service.guest("Ann").says("Good game.")
    assert await reader.count() == 0

    moody.mood = "well"
    await Rescoring().turn(moody_service.house, "default")

    assert [comment["id"] for comment in (await reader.thread())["comments"]] == [said.id]
    assert await ada.queued("pending") == []


async def test_what_a_moderator_decided_meanwhile_stands(moody_service: Service, moody: MoodyScorer) -> None:
    max_, reader = await moody_service.moderator("Max"), moody_service.reader()
    moody.mood = "away"
    said = await moody_service.guest("Ann").says("You are an idiot.")
    await max_.approves(said.id)

    moody.mood = "well"
    await Rescoring().turn(moody_service.house, "default")

    assert await reader.count() == 1
    assert (await max_.dossier(said.id))["comment"]["status"] == "approved"
    assert not await max_.audit("rescore")
    assert [entry["actor"] for entry in await max_.audit("approve")] == ["Max"]


async def test_readiness_says_that_the_classifier_is_not_loaded(moody_service: Service, moody: MoodyScorer) -> None:
    reader = moody_service.reader()
    assert (await reader.get("/readyz")).status == 200

    moody.ready = False

    answer = await reader.get("/readyz")
    assert answer.status == 503
    assert answer.document == {"status": "not ready", "reasons": ["The classifier is not loaded."]}
    assert (await reader.get("/healthz")).document == {"status": "ok"}
