"""Signing in at the console."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from moderation.api.schemas.texts import Text, time
from moderation.domain.moderator import Role
from moderation.domain.session import Means


class SignIn(Schema):
    """Either `token`, or `name` and `password` with the `site` they are of."""

    token = Text(least=1, most=200)
    name = Text(least=1, most=100)
    password = Text(least=1, most=1024)
    site = Text(least=1, most=64)

    @validates_schema
    def either(self, given: dict[str, str], **_: Any) -> None:
        if "token" in given:
            beside = [name for name in ("name", "password", "site") if name in given]
            if beside:
                raise ValidationError({name: ["Must not be there beside a token."] for name in beside})
            return
        missing = [name for name in ("name", "password") if name not in given]
        if missing:
            raise ValidationError({name: ["Is needed, unless there is a token."] for name in missing})


class WritePassword(Schema):
    """`name` is what is typed to sign in; left out, it is the token's own."""

    name = Text(least=1, most=100, load_default=None)
    password = Text(least=1, most=1024, required=True)


class ChangePassword(Schema):
    current = Text(least=1, most=1024, required=True)
    password = Text(least=1, most=1024, required=True)


class WriteIdentity(Schema):
    email = Text(least=1, most=254, required=True)


class TypedName(Schema):
    name = fields.String(required=True)


class OwnName(Schema):
    name = fields.String(required=True, allow_none=True)


class KnownAddress(Schema):
    email = fields.String(required=True)


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


class SessionShown(Schema):
    """`present` marks the one that this request belongs to; `seen_at` is exact to the minute."""

    id = fields.String(required=True)
    moderator = fields.Nested(SignedInModerator, required=True)
    means = fields.Enum(Means, by_value=True, required=True)
    browser = fields.String(required=True)
    started_at = time(required=True)
    seen_at = time(required=True)
    present = fields.Boolean(required=True)


class Sessions(Schema):
    items = fields.List(fields.Nested(SessionShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MeansOffered(Schema):
    means = fields.List(fields.Enum(Means, by_value=True), required=True)


class CameBack(Schema):
    """What a provider says when it sends a browser back; each adds parameters of its own."""

    class Meta:
        unknown = EXCLUDE

    state = Text(least=1, most=512, required=True)
    code = Text(least=1, most=4096, load_default=None)
    iss = Text(least=1, most=2048, load_default=None)
