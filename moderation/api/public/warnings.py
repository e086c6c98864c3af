"""Warnings: what a moderator told somebody, who says that they have read it."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.author import Acknowledge, OwnWarning
from moderation.domain.moderator import Permission


async def warning(call: Call) -> Reply:
    return Reply(200, await call.house.own_standing.warning(call.site, await call.reader()))


async def acknowledge(call: Call) -> Reply:
    told = await call.house.own_standing.acknowledge(call.site, await call.reader(), call.body["number"])
    return Reply(200, told)


ROUTES = (
    route(
        "GET",
        "/v1/me/warning",
        warning,
        needs=Permission.PUBLIC,
        summary="The warning that waits for a signed-in reader to acknowledge it",
        answers={200: OwnWarning},
    ),
    route(
        "POST",
        "/v1/me/warning/acknowledgement",
        acknowledge,
        needs=Permission.PUBLIC,
        summary="Say that one has read a warning; one may write again then",
        body=Acknowledge,
        answers={200: OwnWarning},
    ),
)
