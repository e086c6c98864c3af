"""What the pipeline knew and said of a comment, as moderators see it."""

from marshmallow import INCLUDE, Schema, fields


class SpanShown(Schema):
    attribute = fields.String(required=True)
    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    value = fields.Float(required=True)


class OpinionShown(Schema):
    """What one phase of the pipeline said."""

    class Meta:
        unknown = INCLUDE

    phase = fields.String(required=True)
    effect = fields.String(required=True)
    reason = fields.String(required=True)
    sentence = fields.String(required=True)


class Judged(Schema):
    """What the pipeline knew and said of a revision."""

    opinions = fields.List(fields.Nested(OpinionShown), required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    spans = fields.List(fields.Nested(SpanShown), required=True)
    model = fields.String(required=True, allow_none=True)
    reader = fields.String(required=True, allow_none=True)
