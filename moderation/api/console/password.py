"""One's own password."""

from moderation.api.answers import Reply
from moderation.api.middleware.identity import client_address
from moderation.api.routes import Call, route
from moderation.api.schemas.session import ChangePassword, OwnName
from moderation.domain.errors import NotAllowed
from moderation.domain.moderator import Permission


async def own(call: Call) -> Reply:
    if call.token is None:
        raise NotAllowed("This needs a moderator.")
    names = await call.house.passwords.names(call.token.site)
    return Reply(200, {"name": names.get(call.token.id)})


async def change(call: Call) -> Reply:
    if call.token is None:
        raise NotAllowed("This needs a moderator.")
    address = client_address(call.request, call.settings.trusted_proxies)
    keep = None if call.session is None else call.session.session.id
    current, password = call.body["current"], call.body["password"]
    await call.house.passwords.change(call.token, current, password, address, call.moderator, keep)
    return Reply(204)


ROUTES = (
    route(
        "GET",
        "/console/password",
        own,
        needs=Permission.REVIEW,
        summary="What I type beside my password to sign in; null if I have none",
        answers={200: OwnName},
    ),
    route(
        "PUT",
        "/console/password",
        change,
        needs=Permission.REVIEW,
        summary="Change my password; my sessions end, but this one",
        body=ChangePassword,
        answers={204: None},
    ),
)
