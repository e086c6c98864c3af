"""What a site learns from its moderators."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.learning import (
    Attempt,
    LearningShown,
    SetLearning,
    SuggestThreshold,
    ThresholdSuggested,
)
from moderation.domain.moderator import Permission


async def learning(call: Call) -> Reply:
    return Reply(200, await call.house.teaching.shown(call.site))


async def set_learning(call: Call) -> Reply:
    return Reply(200, await call.house.teaching.settle(call.site, call.body, call.moderator))


async def train(call: Call) -> Reply:
    return Reply(200, await call.house.teaching.train(call.site, call.moderator))


async def roll_back(call: Call) -> Reply:
    return Reply(200, await call.house.teaching.roll_back(call.site, call.moderator))


async def threshold(call: Call) -> Reply:
    body = call.body
    suggested = await call.house.thresholds.suggest(
        call.site, body["attribute"], body["hold_fine_at_most"], call.moderator, apply=body["apply"]
    )
    return Reply(200, suggested)


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/learning",
        learning,
        needs=Permission.ADMINISTER,
        summary="What the site has learned: labels by source, the acting model and its gain, attempts, alarms",
        answers={200: LearningShown},
    ),
    route(
        "PUT",
        "/v1/sites/{site}/learning",
        set_learning,
        needs=Permission.ADMINISTER,
        summary="Switch learning on or off, and name sources that are not listened to",
        body=SetLearning,
        answers={200: LearningShown},
    ),
    route(
        "POST",
        "/v1/sites/{site}/learning/train",
        train,
        needs=Permission.ADMINISTER,
        summary="Try to teach the site a better model now; it acts only if it is surely better",
        answers={200: Attempt},
    ),
    route(
        "POST",
        "/v1/sites/{site}/learning/rollback",
        roll_back,
        needs=Permission.ADMINISTER,
        summary="Let the site's model act that did before, or none",
        answers={200: LearningShown},
    ),
    route(
        "POST",
        "/v1/sites/{site}/policy/thresholds",
        threshold,
        needs=Permission.ADMINISTER,
        summary="The lowest threshold that holds at most so many fine comments, and what it catches",
        body=SuggestThreshold,
        answers={200: ThresholdSuggested},
    ),
)
