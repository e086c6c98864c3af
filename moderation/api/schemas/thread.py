"""Threads: a page of a discussion, and counts."""

from marshmallow import Schema, fields, validate

from moderation.api.paging import cursor, limit
from moderation.api.schemas.comment import ThreadComment
from moderation.api.schemas.texts import LONGEST_ID, Text
from moderation.domain.thread import ThreadSort

MOST_ARTICLES = 100


class ThreadQuery(Schema):
    sort = fields.Enum(ThreadSort, by_value=True, load_default=ThreadSort.NEWEST)
    limit = limit(default=50, most=100)
    replies = fields.Integer(
        validate=validate.Range(0, 100),
        load_default=10,
        metadata={"description": "Replies to show with each comment."},
    )
    cursor = cursor()
    parent = Text(
        least=1,
        most=LONGEST_ID,
        load_default=None,
        metadata={"description": "Page through the replies to this comment."},
    )


class ArticleShown(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    open = fields.Boolean(required=True)
    count = fields.Integer(required=True)


class ThreadPage(Schema):
    article = fields.Nested(ArticleShown, required=True)
    comments = fields.List(fields.Nested(ThreadComment), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ArticlesQuery(Schema):
    article = fields.List(
        Text(least=1, most=512),
        required=True,
        validate=validate.Length(min=1, max=MOST_ARTICLES),
        metadata={"description": "An article; may be repeated."},
    )


class Counts(Schema):
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
