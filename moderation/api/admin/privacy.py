"""Requests of a person about their own data: everything stored, and its erasure."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.author import AuthorErased, AuthorExport
from moderation.domain.moderator import Permission


async def export(call: Call) -> Reply:
    return Reply(200, await call.house.privacy.export_author(call.site, call.path["id"]))


async def erase(call: Call) -> Reply:
    return Reply(200, await call.house.privacy.erase_author(call.site, call.path["id"], call.moderator))


ROUTES = (
    route(
        "GET",
        "/v1/authors/{id}/export",
        export,
        needs=Permission.ADMINISTER,
        summary="Everything that is stored about an author",
        answers={200: AuthorExport},
    ),
    route(
        "DELETE",
        "/v1/authors/{id}",
        erase,
        needs=Permission.ADMINISTER,
        summary="Erase an author",
        answers={200: AuthorErased},
    ),
)
