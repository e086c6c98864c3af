"""Policies: what a site holds, rejects and allows."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.policy import PolicyChanges, PolicyShown
from moderation.domain.moderator import Permission


async def policy(call: Call) -> Reply:
    return Reply(200, await call.house.policymaking.policy(call.site))


async def set_policy(call: Call) -> Reply:
    return Reply(200, await call.house.policymaking.set_policy(call.site, call.body, call.moderator))


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/policy",
        policy,
        needs=Permission.ADMINISTER,
        summary="The site's policy",
        answers={200: PolicyShown},
    ),
    route(
        "PUT",
        "/v1/sites/{site}/policy",
        set_policy,
        needs=Permission.ADMINISTER,
        summary="Change the site's policy; what is left out stays",
        body=PolicyChanges,
        answers={200: PolicyShown},
    ),
)
