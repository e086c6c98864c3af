"""Moderators' notes."""

from marshmallow import Schema, fields

from moderation.api.schemas.texts import Prose, time
from moderation.domain.note import LONGEST_TEXT


class WriteNote(Schema):
    text = Prose(most=LONGEST_TEXT, required=True)


class NoteShown(Schema):
    id = fields.String(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = time(required=True)


class NotesShown(Schema):
    """Newest first; there are at most a hundred."""

    items = fields.List(fields.Nested(NoteShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
