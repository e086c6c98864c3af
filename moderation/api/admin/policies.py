"""Policies: what a site holds, rejects and allows."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.policy import PolicyChanges, PolicyKeys, PolicyShown
from moderation.domain.moderator import Permission
from moderation.services.policy_keys import keys_document


async def policy(call: Call) -> Reply:
    return Reply(200, await call.house.policymaking.policy(call.site))


async def policy_keys(_call: Call) -> Reply:
    return Reply(200, keys_document())


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
        "GET",
        "/v1/sites/{site}/policy/keys",
        policy_keys,
        needs=Permission.ADMINISTER,
        summary="What a policy can be set to: every key with its bounds and its default",
        answers={200: PolicyKeys},
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
