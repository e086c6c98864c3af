"""All jobs together, beside a house on a real store."""

import asyncio

import pytest
from scorers import OneModel

from moderation.domain.author import Reader
from moderation.domain.comment import Comment
from moderation.domain.queue import Queue
from moderation.domain.site import DEFAULT_SITE
from moderation.jobs import duties, run_jobs
from moderation.scoring.scorer import ScorerUnavailable, Scoring
from moderation.services.house import House
from moderation.services.submission import Draft
from moderation.settings import Settings
from moderation.storage import keys
from moderation.telemetry.metrics import Metrics


class Classifier(OneModel):
    """Away until it is told otherwise."""

    def __init__(self) -> None:
        self.ready = False

    async def score(self, text: str, deadline_s: float, **_asked: object) -> Scoring:
        if not self.ready or not text or deadline_s <= 0:
            raise ScorerUnavailable("away for the test")
        return Scoring({"TOXICITY": 0.1}, (), "model-1")


async def comment_of(house: House, comment_id: bytes) -> Comment:
    comment = await house.records.comments.read(DEFAULT_SITE, comment_id)
    assert comment is not None
    return comment


async def test_what_is_due_is_done_and_the_leases_are_given_back(valkey_url: str) -> None:
    classifier, metrics = Classifier(), Metrics()
    house = await House.open(Settings(redis_url=valkey_url), classifier)
    try:
        reader = Reader("00" * 8)
        draft = Draft("news/1", "A few words.", author_name="Ann")
        await house.submission.post(DEFAULT_SITE, reader, draft, None)
        queues = house.records.queues
        _, claimed = await queues.claim(DEFAULT_SITE, Queue.UNSCORED, "moderator:1", 1, 50)
        (comment_id,) = claimed
        author = (await comment_of(house, comment_id)).state.author_id
        classifier.ready = True
        async with run_jobs(house, metrics):
            for _ in range(1000):
                record = await house.records.authors.record(DEFAULT_SITE, author)
                unscored = "unscored" in (await comment_of(house, comment_id)).state.queues
                claims = keys.partition(DEFAULT_SITE, comment_id[9]).claims
                held = await house.store.command(claims, "HLEN", claims)
                if record.posted == 1 and not unscored and not held:
                    break
                await asyncio.sleep(0.01)
            else:
                pytest.fail(f"{record}, unscored: {unscored}, claims: {held}")
        revision = (await comment_of(house, comment_id)).revision
        assert revision is not None
        assert revision.judgement.model == "model-1"
        for duty in duties():
            assert await house.records.leases.hold(DEFAULT_SITE, duty.name, "another", 1000)
            labels = {"job": duty.name, "outcome": "done"}
            assert (metrics.registry.get_sample_value("moderation_jobs_total", labels) or 0) >= 1
    finally:
        await house.close()
