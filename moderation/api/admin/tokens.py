"""API tokens of a site."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.token import TokenCreated, Tokens, WriteToken
from moderation.domain.clock import rfc3339
from moderation.domain.moderator import Permission


async def tokens(call: Call) -> Reply:
    return Reply(200, {"items": await call.house.tokens.all(call.site), "next_cursor": None})


async def create(call: Call) -> Reply:
    token, secret = await call.house.tokens.create(
        call.site, call.body["role"], call.body["name"], call.moderator, call.body.get("quota")
    )
    document = {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "site": token.site,
        "created_at": rfc3339(token.created_at),
        "quota": token.quota,
        "token": secret,
    }
    return Reply(201, document)


async def revoke(call: Call) -> Reply:
    await call.house.tokens.revoke(call.site, call.path["id"], call.moderator)
    return Reply(204)


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/tokens",
        tokens,
        needs=Permission.ADMINISTER,
        summary="The site's API tokens, without the tokens themselves",
        answers={200: Tokens},
    ),
    route(
        "POST",
        "/v1/sites/{site}/tokens",
        create,
        needs=Permission.ADMINISTER,
        summary="Create an API token; it is shown this once",
        body=WriteToken,
        answers={201: TokenCreated},
        secret=True,
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/tokens/{id}",
        revoke,
        needs=Permission.ADMINISTER,
        summary="Revoke an API token",
        answers={204: None},
    ),
)
