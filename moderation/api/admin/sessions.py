"""Who is signed in at a site's console."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.session import Sessions
from moderation.domain.moderator import Permission


async def sessions(call: Call) -> Reply:
    present = None if call.session is None else call.session.session.id
    return Reply(200, {"items": await call.house.sessions.of_site(call.site, present=present), "next_cursor": None})


async def end(call: Call) -> Reply:
    await call.house.sessions.end(call.site, call.path["id"], call.moderator)
    return Reply(204)


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/sessions",
        sessions,
        needs=Permission.ADMINISTER,
        summary="Who is signed in at the console, in which browser, since when",
        answers={200: Sessions},
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/sessions/{id}",
        end,
        needs=Permission.ADMINISTER,
        summary="Sign somebody out of a browser",
        answers={204: None},
    ),
)
