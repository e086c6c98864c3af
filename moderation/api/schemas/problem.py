"""Problems (RFC 9457)."""

from marshmallow import INCLUDE, Schema, fields


class Problem(Schema):
    """`type` is stable; some types have members of their own, such as the spans of `/problems/nudge`."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    request_id = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
