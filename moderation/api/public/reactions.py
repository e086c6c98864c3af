"""Readers like comments."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.comment import ReactionAnswer
from moderation.domain.moderator import Permission


async def like(call: Call) -> Reply:
    return Reply(200, await call.house.reporting.react(call.site, await call.reader(), call.path["id"], like=True))


async def unlike(call: Call) -> Reply:
    return Reply(200, await call.house.reporting.react(call.site, await call.reader(), call.path["id"], like=False))


ROUTES = (
    route(
        "PUT",
        "/v1/comments/{id}/reactions/like",
        like,
        needs=Permission.PUBLIC,
        summary="Like a comment",
        answers={200: ReactionAnswer},
    ),
    route(
        "DELETE",
        "/v1/comments/{id}/reactions/like",
        unlike,
        needs=Permission.PUBLIC,
        summary="Take a like back",
        answers={200: ReactionAnswer},
    ),
)
