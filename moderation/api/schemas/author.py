"""Authors as moderators see them."""

from marshmallow import INCLUDE, Schema, fields

from moderation.api.schemas.texts import Moment, Text
from moderation.domain.author import Standing


class WriteStanding(Schema):
    standing = fields.Enum(Standing, by_value=True, required=True)
    until = Moment(allow_none=True, metadata={"type": ["string", "null"], "format": "date-time"})
    reason = Text(least=1, most=1000, required=True)


class AuthorRecordShown(Schema):
    """The author, the standing, and what the author's comments came to so far."""

    class Meta:
        unknown = INCLUDE

    id = fields.String(required=True)
    name = fields.String(allow_none=True)
    standing = fields.Enum(Standing, by_value=True, required=True)


class AuthorExport(Schema):
    """Everything that is stored about a person."""

    class Meta:
        unknown = INCLUDE


class AuthorErased(Schema):
    """What was erased."""

    class Meta:
        unknown = INCLUDE
