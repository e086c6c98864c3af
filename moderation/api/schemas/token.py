"""API tokens, and the moderators who hold them."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.texts import Prose, time
from moderation.domain.moderator import MOST_QUOTA, Role
from moderation.services.values import Whole


class WriteToken(Schema):
    name = Prose(most=100, required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    quota = Whole(allow_none=True, load_default=None, validate=validate.Range(0, MOST_QUOTA))


class WriteModerator(Schema):
    name = Prose(most=100, required=True)
    role = fields.Enum(Role, by_value=True, load_default=Role.MODERATOR)


class TokenShown(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    site = fields.String(required=True)
    created_at = time(required=True)
    quota = fields.Integer(allow_none=True)


class ModeratorShown(TokenShown):
    """`signs_in_as` is what is typed beside a password, `email` the address at the provider; null without one."""

    signs_in_as = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class Moderators(Schema):
    items = fields.List(fields.Nested(ModeratorShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TokenCreated(TokenShown):
    """`token` is shown this once and stored nowhere."""

    token = fields.String(required=True)


class Tokens(Schema):
    items = fields.List(fields.Nested(TokenShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
