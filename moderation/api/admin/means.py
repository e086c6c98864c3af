"""By what means the holder of a moderator's token may sign in at the console, besides the token itself."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.session import KnownAddress, TypedName, WriteIdentity, WritePassword
from moderation.domain.moderator import Permission


async def set_password(call: Call) -> Reply:
    name, password = call.body["name"], call.body["password"]
    typed = await call.house.passwords.set(call.site, call.path["id"], name, password, call.moderator)
    return Reply(200, {"name": typed})


async def remove_password(call: Call) -> Reply:
    await call.house.passwords.remove(call.site, call.path["id"], call.moderator)
    return Reply(204)


async def set_identity(call: Call) -> Reply:
    sign_on = call.house.single_sign_on
    known = await sign_on.set_identity(call.site, call.path["id"], call.body["email"], call.moderator)
    return Reply(200, {"email": known})


async def remove_identity(call: Call) -> Reply:
    await call.house.single_sign_on.remove_identity(call.site, call.path["id"], call.moderator)
    return Reply(204)


ROUTES = (
    route(
        "PUT",
        "/v1/sites/{site}/moderators/{id}/password",
        set_password,
        needs=Permission.ADMINISTER,
        summary="Give a moderator a password; their sessions end",
        body=WritePassword,
        answers={200: TypedName},
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/moderators/{id}/password",
        remove_password,
        needs=Permission.ADMINISTER,
        summary="Take a moderator's password away; their sessions end",
        answers={204: None},
    ),
    route(
        "PUT",
        "/v1/sites/{site}/moderators/{id}/identity",
        set_identity,
        needs=Permission.ADMINISTER,
        summary="Let whoever has an e-mail address at the provider sign in as a moderator; their sessions end",
        body=WriteIdentity,
        answers={200: KnownAddress},
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/moderators/{id}/identity",
        remove_identity,
        needs=Permission.ADMINISTER,
        summary="Take a moderator's address at the provider away; their sessions end",
        answers={204: None},
    ),
)
