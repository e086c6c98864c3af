"""Moderators' decisions."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.problem import Problem
from moderation.api.schemas.texts import LONGEST_ID, Text
from moderation.domain.comment import Status
from moderation.domain.decision import Action

MOST_DECISIONS = 500


class WriteDecision(Schema):
    comment_id = Text(least=1, most=LONGEST_ID, required=True)
    action = fields.Enum(Action, by_value=True, required=True)
    reason = Text(most=200, allow_none=True)
    note = Text(most=2000, allow_none=True)
    expected_version = fields.Integer(strict=True, validate=validate.Range(0, 2**53), allow_none=True)


class WriteDecisions(Schema):
    decisions = fields.List(
        fields.Nested(WriteDecision), required=True, validate=validate.Length(min=1, max=MOST_DECISIONS)
    )


class DecisionResult(Schema):
    """What came of one row: the comment's new state, or the problem."""

    comment_id = fields.String(required=True)
    status = fields.Enum(Status, by_value=True)
    version = fields.Integer()
    decision_id = fields.String()
    problem = fields.Nested(Problem)


class DecisionResults(Schema):
    results = fields.List(fields.Nested(DecisionResult), required=True)


class Undone(Schema):
    comment_id = fields.String(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    version = fields.Integer(required=True)
    decision_id = fields.String(required=True)
