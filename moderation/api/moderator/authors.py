"""Authors: their record, and what they may do."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.author import AuthorShownWhole, MeasureUndone, WriteStanding, WriteWarning
from moderation.domain.errors import NotFound
from moderation.domain.moderator import Permission


async def author(call: Call) -> Reply:
    return Reply(200, await call.house.enforcement.author(call.site, call.path["id"]))


async def set_standing(call: Call) -> Reply:
    wanted = call.body
    record = await call.house.enforcement.set_standing(
        call.site,
        call.path["id"],
        wanted["standing"],
        wanted.get("until"),
        wanted["reason"],
        call.moderator,
        wanted["hide_last"],
        wanted.get("message"),
        call.act,
    )
    return Reply(200, record)


async def warn(call: Call) -> Reply:
    said = call.body
    warned = await call.house.enforcement.warn(
        call.site, call.path["id"], said["message"], said.get("reason"), call.moderator, call.act
    )
    return Reply(201, warned)


async def undo(call: Call) -> Reply:
    number = call.path["number"]
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise NotFound(f"Measures have numbers; {number[:64]!r} is none.")
    return Reply(200, await call.house.enforcement.undo(call.site, call.path["id"], int(number), call.moderator))


ROUTES = (
    route(
        "GET",
        "/v1/moderation/authors/{id}",
        author,
        needs=Permission.REVIEW,
        summary="An author's standing and record, and what was done about them",
        answers={200: AuthorShownWhole},
    ),
    route(
        "PUT",
        "/v1/moderation/authors/{id}/standing",
        set_standing,
        needs=Permission.REVIEW,
        creates=True,
        summary="Trust, premoderate, suspend, ban or shadow an author",
        body=WriteStanding,
        answers={200: AuthorShownWhole},
    ),
    route(
        "POST",
        "/v1/moderation/authors/{id}/warnings",
        warn,
        needs=Permission.REVIEW,
        summary="Warn an author, who must acknowledge it before writing again",
        body=WriteWarning,
        answers={201: AuthorShownWhole},
    ),
    route(
        "POST",
        "/v1/moderation/authors/{id}/measures/{number}/undo",
        undo,
        needs=Permission.REVIEW,
        summary="Take back a warning or the newest standing, and the comments hidden along with it",
        answers={200: MeasureUndone},
    ),
)
