"""The people who moderate a site: each holds a named token."""

from moderation.api.admin.tokens import create, revoke
from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.token import TokenCreated, Tokens, WriteModerator
from moderation.domain.moderator import Permission


async def moderators(call: Call) -> Reply:
    return Reply(200, {"items": await call.house.access.moderators(call.site), "next_cursor": None})


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/moderators",
        moderators,
        needs=Permission.ADMINISTER,
        summary="Who moderates the site",
        answers={200: Tokens},
    ),
    route(
        "POST",
        "/v1/sites/{site}/moderators",
        create,
        needs=Permission.ADMINISTER,
        summary="Add a moderator; the answer carries the moderator's token, this once",
        body=WriteModerator,
        answers={201: TokenCreated},
        secret=True,
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/moderators/{id}",
        revoke,
        needs=Permission.ADMINISTER,
        summary="Remove a moderator",
        answers={204: None},
    ),
)
