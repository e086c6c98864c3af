"""Search among all comments, and everything about one."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.context import CommentContext
from moderation.api.schemas.search import Dossier, FoundComments, SearchQuery
from moderation.domain.moderator import Permission
from moderation.services.sought import Sought


async def search(call: Call) -> Reply:
    asked = call.query
    limit, cursor = asked.pop("limit"), asked.pop("cursor")
    return Reply(200, await call.house.listing.search(call.site, Sought(**asked), limit, cursor))


async def dossier(call: Call) -> Reply:
    found = await call.house.review.dossier(call.site, call.path["id"])
    readings = await call.house.readings.of(call.site, found["model"], found["scores"])
    return Reply(200, found | {"readings": readings})


async def context(call: Call) -> Reply:
    return Reply(200, await call.house.context.of(call.site, call.path["id"]))


ROUTES = (
    route(
        "GET",
        "/v1/moderation/comments",
        search,
        needs=Permission.REVIEW,
        summary="Search comments of every status",
        query=SearchQuery,
        answers={200: FoundComments},
    ),
    route(
        "GET",
        "/v1/moderation/comments/{id}",
        dossier,
        needs=Permission.REVIEW,
        summary="Everything about a comment: revisions, opinions, scores, reports, decisions",
        answers={200: Dossier},
    ),
    route(
        "GET",
        "/v1/moderation/comments/{id}/context",
        context,
        needs=Permission.REVIEW,
        summary="The thread around a comment, earlier ones like it with what was decided, its author's last weeks",
        answers={200: CommentContext},
    ),
)
