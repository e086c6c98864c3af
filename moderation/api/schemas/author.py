"""Authors as moderators see them."""

from marshmallow import INCLUDE, Schema, fields

from moderation.api.schemas.comment import Comment, OwnAppeal
from moderation.api.schemas.texts import Moment, Text, time
from moderation.domain.author import Standing


class WriteStanding(Schema):
    standing = fields.Enum(Standing, by_value=True, required=True)
    until = Moment(allow_none=True, metadata={"type": "string", "format": "date-time"})
    reason = Text(least=1, most=1000, required=True)


class AuthorRecordShown(Schema):
    """The author, the standing, and what the author's comments came to so far."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    standing = fields.Enum(Standing, by_value=True, required=True)
    until = time(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    posted = fields.Integer(required=True)
    visible = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    first_at = time(required=True, allow_none=True)


class ExportedComment(Comment):
    """A comment with what was judged of it, the bodies of its earlier revisions, and its appeals."""

    class Meta:
        unknown = INCLUDE

    earlier = fields.List(fields.String(), required=True)
    appeals = fields.List(fields.Nested(OwnAppeal), required=True)


class NoteAbout(Schema):
    """What a moderator noted, without who."""

    text = fields.String(required=True)
    at = time(required=True)


class MadeReport(Schema):
    """A report that the person made of somebody's comment."""

    class Meta:
        unknown = INCLUDE

    comment_id = fields.String(required=True)
    reason = fields.String(required=True)


class AuthorExport(Schema):
    """Everything that is stored about a person."""

    author = fields.Nested(AuthorRecordShown, required=True)
    comments = fields.List(fields.Nested(ExportedComment), required=True)
    reports = fields.List(fields.Nested(MadeReport), required=True)
    notes = fields.List(fields.Nested(NoteAbout), required=True)


class AuthorErased(Schema):
    """How many comments lost their text and their author."""

    erased = fields.Integer(required=True)
