"""Writing, reading, changing and withdrawing one's own comments."""

from marshmallow import Schema

from moderation.api.answers import Reply
from moderation.api.middleware.idempotency import REPLAYED, key_of
from moderation.api.paging import cursor, limit
from moderation.api.routes import Call, route
from moderation.api.schemas.comment import (
    CommentAnswer,
    EditComment,
    OwnComment,
    OwnComments,
    Permalink,
    WriteComment,
)
from moderation.appkeys import METRICS
from moderation.domain.moderator import Permission
from moderation.services.drafts import Draft
from moderation.services.outcomes import Submitted


class OwnCommentsQuery(Schema):
    limit = limit(default=25, most=100)
    cursor = cursor()


async def post(call: Call) -> Reply:
    article = call.body.get("article", {})
    draft = Draft(
        article=call.path["article"],
        body=call.body["body"],
        parent_id=call.body.get("parent_id"),
        author_name=call.body.get("author", {}).get("name"),
        nudge=call.body.get("nudge", False),
        title=article.get("title"),
        url=article.get("url"),
    )
    submitted = await call.house.submission.post(call.site, await call.reader(), draft, key_of(call.request))
    status = 201 if submitted.visible else 202
    if submitted.replayed:
        return Reply(status, submitted.document, {REPLAYED: "true"})
    _count(call, submitted)
    return Reply(status, submitted.document)


async def edit(call: Call) -> Reply:
    submitted = await call.house.submission.edit(call.site, await call.reader(), call.path["id"], call.body["body"])
    return Reply(200, submitted.document)


async def delete(call: Call) -> Reply:
    await call.house.submission.delete(call.site, await call.reader(), call.path["id"])
    return Reply(204)


async def permalink(call: Call) -> Reply:
    return Reply(200, await call.house.discussion.permalink(call.site, call.path["id"]))


async def mine(call: Call) -> Reply:
    reader = await call.reader()
    query = call.query
    return Reply(200, await call.house.own_comments.listed(call.site, reader, query["limit"], query["cursor"]))


async def one_of_mine(call: Call) -> Reply:
    return Reply(200, await call.house.own_comments.one(call.site, await call.reader(), call.path["id"]))


def _count(call: Call, submitted: Submitted) -> None:
    comment = submitted.document["comment"]
    call.request.app[METRICS].comments.labels(comment["status"]).inc()


ROUTES = (
    route(
        "POST",
        "/v1/articles/{article}/comments",
        post,
        needs=Permission.PUBLIC,
        summary="Write a comment: 201 when it is visible, 202 when it is held or rejected",
        body=WriteComment,
        answers={201: CommentAnswer, 202: CommentAnswer},
        own_retries=True,
    ),
    route(
        "GET",
        "/v1/comments/{id}",
        permalink,
        needs=Permission.PUBLIC,
        summary="A comment and those it answers",
        answers={200: Permalink},
    ),
    route(
        "PATCH",
        "/v1/comments/{id}",
        edit,
        needs=Permission.PUBLIC,
        summary="Change one's own comment inside the edit window; it is judged again",
        body=EditComment,
        answers={200: CommentAnswer},
    ),
    route(
        "DELETE",
        "/v1/comments/{id}",
        delete,
        needs=Permission.PUBLIC,
        summary="Withdraw one's own comment inside the edit window",
        answers={204: None},
    ),
    route(
        "GET",
        "/v1/me/comments",
        mine,
        needs=Permission.PUBLIC,
        summary="One's own comments with their status and the reasons",
        query=OwnCommentsQuery,
        answers={200: OwnComments},
    ),
    route(
        "GET",
        "/v1/me/comments/{id}",
        one_of_mine,
        needs=Permission.PUBLIC,
        summary="One's own comment with its status, the reasons, and until when it may be appealed",
        answers={200: OwnComment},
    ),
)
