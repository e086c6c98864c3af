"""The browsers in which one is signed in."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.session import Sessions
from moderation.domain.errors import NotAllowed
from moderation.domain.moderator import Permission, Token


def _own(call: Call) -> Token:
    if call.token is None:
        raise NotAllowed("This needs a moderator.")
    return call.token


async def sessions(call: Call) -> Reply:
    token = _own(call)
    present = None if call.session is None else call.session.session.id
    found = await call.house.sessions.of_site(token.site, token_id=token.id, present=present)
    return Reply(200, {"items": found, "next_cursor": None})


async def end(call: Call) -> Reply:
    token = _own(call)
    await call.house.sessions.end(token.site, call.path["id"], call.moderator, token_id=token.id)
    return Reply(204)


ROUTES = (
    route(
        "GET",
        "/console/sessions",
        sessions,
        needs=Permission.REVIEW,
        summary="The browsers in which I am signed in",
        answers={200: Sessions},
    ),
    route(
        "DELETE",
        "/console/sessions/{id}",
        end,
        needs=Permission.REVIEW,
        summary="Sign out of one of my browsers",
        answers={204: None},
    ),
)
