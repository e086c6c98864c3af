"""Sweeps: one comment of a wave leads to the others."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.sweep import Sweep, WriteSweep
from moderation.domain.moderator import Permission


async def sweep(call: Call) -> Reply:
    asked = call.body
    found = await call.house.sweeping.sweep(
        call.site, asked["comment_id"], asked["from_ms"], asked["to_ms"], asked["limit"]
    )
    return Reply(200, found)


ROUTES = (
    route(
        "POST",
        "/v1/moderation/sweeps",
        sweep,
        needs=Permission.REVIEW,
        summary="Find a comment's look-alikes: text, links, author, address; with why, and with outliers marked",
        body=WriteSweep,
        answers={200: Sweep},
    ),
)
