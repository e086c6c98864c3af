"""The people who moderate a site: each holds a named token."""

from moderation.api.admin.tokens import create, revoke
from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.token import Moderators, TokenCreated, WriteModerator
from moderation.domain.moderator import Permission


async def moderators(call: Call) -> Reply:
    names = await call.house.passwords.names(call.site)
    emails = await call.house.single_sign_on.addresses(call.site)
    items = [
        each | {"signs_in_as": names.get(each["id"]), "email": emails.get(each["id"])}
        for each in await call.house.tokens.moderators(call.site)
    ]
    return Reply(200, {"items": items, "next_cursor": None})


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/moderators",
        moderators,
        needs=Permission.ADMINISTER,
        summary="Who moderates the site, and by what they sign in besides their token",
        answers={200: Moderators},
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
