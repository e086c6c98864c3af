"""Sites."""

from marshmallow import Schema, fields

from moderation.api.schemas.texts import Text, time


class WriteSite(Schema):
    id = Text(least=1, most=64, required=True)
    title = Text(most=200, load_default="")


class SiteShown(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    created_at = time(required=True)


class Sites(Schema):
    items = fields.List(fields.Nested(SiteShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
