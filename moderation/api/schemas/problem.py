"""Problems (RFC 9457)."""

from marshmallow import INCLUDE, Schema, fields, validate

from moderation.api.schemas.texts import time


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
    until = time()
    by = fields.String(validate=validate.OneOf(["moderator", "policy"]))
    message = fields.String(allow_none=True)
