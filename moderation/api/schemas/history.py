"""What was done, as a list."""

from marshmallow import Schema, fields, validate

from moderation.api.paging import cursor, limit
from moderation.api.schemas.comment import Comment
from moderation.api.schemas.texts import LONGEST_ID, Text, time


class HistoryQuery(Schema):
    moderator = Text(least=1, most=LONGEST_ID, load_default=None, metadata={"description": "The id of one of them."})
    limit = limit(default=20, most=50)
    cursor = cursor()


class AuthorNamed(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class ActShown(Schema):
    """One act. `moderator` is who did it, or `policy` for a standing that the site's settings gave because of strikes.
    `actions` is what was decided, or what the author's standing became; `decision_id`, `bulk_id`, or the
    author's id with `number` is what takes it back. `comment` is null where the act is about many, or it is gone."""

    kind = fields.String(required=True, validate=validate.OneOf(["decision", "bulk", "standing", "warning"]))
    at = time(required=True)
    moderator = fields.String(required=True)
    actions = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)
    comment = fields.Nested(Comment, required=True, allow_none=True)
    author = fields.Nested(AuthorNamed, required=True, allow_none=True)
    comments = fields.Integer(required=True, metadata={"description": "How many comments it decided."})
    decision_id = fields.String(required=True, allow_none=True)
    bulk_id = fields.String(required=True, allow_none=True)
    number = fields.Integer(required=True, allow_none=True)
    undone_at = time(required=True, allow_none=True)
    undone_by = fields.String(required=True, allow_none=True)
    undoable = fields.Boolean(required=True)


class Acts(Schema):
    items = fields.List(fields.Nested(ActShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
