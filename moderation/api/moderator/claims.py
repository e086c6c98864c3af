"""Claims: a moderator takes entries for a while, so that nobody else decides them at the same time."""

from moderation.api.answers import Reply
from moderation.api.moderator.queues import queue_named
from moderation.api.routes import Call, route
from moderation.api.schemas.queue import Claimed, Released, RenewClaims, Renewed, WriteClaim
from moderation.domain.moderator import Permission


async def claim(call: Call) -> Reply:
    queue = queue_named(call.path["queue"])
    wanted = call.body
    taken = await call.house.review.claim(call.site, call.moderator, queue, wanted["limit"], wanted["lease_seconds"])
    return Reply(201, taken)


async def renew(call: Call) -> Reply:
    return Reply(200, await call.house.review.renew(call.site, call.moderator, call.body["lease_seconds"]))


async def release(call: Call) -> Reply:
    return Reply(200, await call.house.review.release(call.site, call.moderator))


ROUTES = (
    route(
        "POST",
        "/v1/moderation/queues/{queue}/claims",
        claim,
        needs=Permission.REVIEW,
        summary="Claim the next entries of a queue for a while",
        body=WriteClaim,
        answers={201: Claimed},
    ),
    route(
        "PATCH",
        "/v1/moderation/claims",
        renew,
        needs=Permission.REVIEW,
        summary="Keep my claims for longer",
        body=RenewClaims,
        answers={200: Renewed},
    ),
    route(
        "DELETE",
        "/v1/moderation/claims",
        release,
        needs=Permission.REVIEW,
        summary="Release my claims",
        answers={200: Released},
    ),
)
