"""Search among comments of every status, and everything about one of them."""

from marshmallow import INCLUDE, Schema, fields

from moderation.api.paging import cursor, limit
from moderation.api.schemas.comment import Comment
from moderation.api.schemas.texts import LONGEST_ID, Moment, Text
from moderation.domain.comment import Status

_TIME = {"type": "string", "format": "date-time"}


class SearchQuery(Schema):
    q = Text(most=200, load_default=None, metadata={"description": "Words that the comment contains."})
    author = Text(least=1, most=LONGEST_ID, load_default=None)
    article = Text(least=1, most=512, load_default=None)
    status = fields.Enum(Status, by_value=True, load_default=None)
    from_ms = Moment(data_key="from", load_default=None, metadata=_TIME)
    to_ms = Moment(data_key="to", load_default=None, metadata=_TIME)
    limit = limit(default=25, most=100)
    cursor = cursor()


class FoundComment(Comment):
    class Meta:
        unknown = INCLUDE


class FoundComments(Schema):
    items = fields.List(fields.Nested(FoundComment), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class Dossier(Schema):
    """Revisions, opinions of all phases, scores with model version and spans, reports, decisions."""

    class Meta:
        unknown = INCLUDE

    comment = fields.Nested(FoundComment, required=True)
