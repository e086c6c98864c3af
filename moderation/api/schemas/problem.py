"""Problems (RFC 9457)."""

from marshmallow import INCLUDE, Schema, fields, validate

from moderation.api.causes import CODES
from moderation.api.schemas.texts import time


class Cause(Schema):
    """What kind of mistake it is, with the bounds that apply, or what is wanted instead."""

    code = fields.String(required=True, validate=validate.OneOf(CODES))
    least = fields.Float()
    most = fields.Float()
    wanted = fields.String()


class Problem(Schema):
    """`type` is stable; some types have members of their own, such as the spans of `/problems/nudge`. A suspended or
    banned author reads `until` when, if there is an end, `by` whom or what, and `message`, what a moderator says about
    it, if anything; `/problems/warned` has a `message` too."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    request_id = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    causes = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(Cause, allow_none=True)),
        metadata={"description": "What `errors` says, for programs: one for each sentence, null where it has no code."},
    )
    until = time()
    by = fields.String(validate=validate.OneOf(["moderator", "policy"]))
    message = fields.String(allow_none=True)
