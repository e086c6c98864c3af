"""Readers learn where they stand before they write."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.author import OwnStanding
from moderation.domain.moderator import Permission


async def standing(call: Call) -> Reply:
    return Reply(200, await call.house.own_standing.shown(call.site, await call.reader()))


ROUTES = (
    route(
        "GET",
        "/v1/me/standing",
        standing,
        needs=Permission.PUBLIC,
        summary="What keeps a signed-in reader from commenting, until when, and the warning that waits for them",
        answers={200: OwnStanding},
    ),
)
