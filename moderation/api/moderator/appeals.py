"""Appeals: what authors object to, and what comes of it."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.appeal import AppealsQuery, OpenAppeals, OutcomeAnswer, WriteOutcome
from moderation.domain.moderator import Permission


async def appeals(call: Call) -> Reply:
    return Reply(200, await call.house.appeals.listed(call.site, call.query["limit"], call.query["cursor"]))


async def decide(call: Call) -> Reply:
    wanted = call.body
    decided = await call.house.appeals.decide(
        call.site, call.moderator, call.path["id"], wanted["outcome"], wanted.get("note"), wanted.get("message")
    )
    return Reply(200, decided)


ROUTES = (
    route(
        "GET",
        "/v1/moderation/appeals",
        appeals,
        needs=Permission.REVIEW,
        summary="Open appeals, each with the decision that is appealed and its evidence",
        query=AppealsQuery,
        answers={200: OpenAppeals},
    ),
    route(
        "POST",
        "/v1/moderation/appeals/{id}/outcome",
        decide,
        needs=Permission.REVIEW,
        summary="Uphold or overturn a rejection; not for the moderator who made it",
        body=WriteOutcome,
        answers={200: OutcomeAnswer},
    ),
)
