"""Authors appeal the rejection of their comments."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.appeal import AppealAnswer, WriteAppeal
from moderation.domain.moderator import Permission


async def appeal(call: Call) -> Reply:
    reader = await call.reader()
    return Reply(202, await call.house.appeals.file(call.site, reader, call.path["id"], call.body["statement"]))


ROUTES = (
    route(
        "POST",
        "/v1/comments/{id}/appeals",
        appeal,
        needs=Permission.PUBLIC,
        summary="Appeal the rejection of one's own comment; a second moderator decides",
        body=WriteAppeal,
        answers={202: AppealAnswer},
    ),
)
