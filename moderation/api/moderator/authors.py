"""Authors: their record, and what they may do."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.author import AuthorRecordShown, WriteStanding
from moderation.domain.moderator import Permission


async def author(call: Call) -> Reply:
    return Reply(200, await call.house.enforcement.author(call.site, call.path["id"]))


async def set_standing(call: Call) -> Reply:
    wanted = call.body
    record = await call.house.enforcement.set_standing(
        call.site, call.path["id"], wanted["standing"], wanted.get("until"), wanted["reason"], call.moderator
    )
    return Reply(200, record)


ROUTES = (
    route(
        "GET",
        "/v1/moderation/authors/{id}",
        author,
        needs=Permission.REVIEW,
        summary="An author's standing and record",
        answers={200: AuthorRecordShown},
    ),
    route(
        "PUT",
        "/v1/moderation/authors/{id}/standing",
        set_standing,
        needs=Permission.REVIEW,
        summary="Trust, premoderate, suspend, ban or shadow an author",
        body=WriteStanding,
        answers={200: AuthorRecordShown},
    ),
)
