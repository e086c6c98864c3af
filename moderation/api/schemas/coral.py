"""Coral's external moderation phases: its question and what it understands as an answer."""

from marshmallow import EXCLUDE, Schema, fields, validate

from moderation.api.schemas.texts import Text

LONGEST_BODY = 100_000
_ID = 512


class _Asked(Schema):
    """Later versions of Coral may tell more."""

    class Meta:
        unknown = EXCLUDE


class CoralComment(_Asked):
    body = Text(most=LONGEST_BODY, required=True, allow_none=True)
    parent_id = Text(most=_ID, data_key="parentID", allow_none=True, load_default=None)


class CoralAuthor(_Asked):
    id = Text(most=_ID, load_default="")
    role = Text(most=100, load_default="")


class CoralStory(_Asked):
    id = Text(most=_ID, load_default="")
    url = Text(most=2048, allow_none=True, load_default=None)


class CoralQuestion(_Asked):
    """A comment that is being written (`NEW`) or changed (`EDIT`) at a Coral site."""

    action = Text(most=100, load_default="NEW")
    comment = fields.Nested(CoralComment, required=True)
    author = fields.Nested(CoralAuthor, load_default=lambda: {"id": "", "role": ""})
    story = fields.Nested(CoralStory, load_default=lambda: {"id": "", "url": None})


class CoralQuery(Schema):
    format = fields.String(
        validate=validate.OneOf(["text", "html"]),
        load_default="text",
        metadata={"description": "What the phase is set to send: plain text, or HTML."},
    )


class CoralFlag(Schema):
    action_type = fields.String(data_key="actionType", required=True, validate=validate.Equal("FLAG"))
    reason = fields.String(required=True, validate=validate.OneOf(["COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"]))


class CoralAnswer(Schema):
    """`status` decides; flags alone publish the comment and ask Coral's moderators to look."""

    status = fields.String(validate=validate.OneOf(["APPROVED", "REJECTED", "SYSTEM_WITHHELD"]))
    actions = fields.List(fields.Nested(CoralFlag))


class CoralMistake(Schema):
    error = fields.String(required=True)
