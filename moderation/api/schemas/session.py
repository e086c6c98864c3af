"""Signing in at the console."""

from marshmallow import Schema, fields

from moderation.api.schemas.texts import Text
from moderation.domain.moderator import Role


class SignIn(Schema):
    token = Text(least=1, most=200, required=True)


class SignedInModerator(Schema):
    """`id` is the token's; `site` where it belongs."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    site = fields.String(required=True)


class SignedIn(Schema):
    """`csrf` goes into `X-CSRF-Token` of everything but reads; null for a caller who shows a token instead."""

    moderator = fields.Nested(SignedInModerator, required=True)
    csrf = fields.String(required=True, allow_none=True)
