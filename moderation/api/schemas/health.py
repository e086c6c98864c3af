"""How the process is."""

from marshmallow import Schema, fields


class Alive(Schema):
    status = fields.String(required=True)


class Ready(Schema):
    status = fields.String(required=True)
    reasons = fields.List(fields.String(), required=True)
