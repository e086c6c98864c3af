"""Moderators' decisions."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.problem import Problem
from moderation.api.schemas.texts import LONGEST_ID, Text, time
from moderation.domain.appeal import AppealOutcome
from moderation.domain.comment import Status
from moderation.domain.decision import Action, Ground
from moderation.domain.transparency_database import CATEGORIES, LONGEST_GROUND
from moderation.services.values import Switch, Whole

MOST_DECISIONS = 500


class WriteDecision(Schema):
    comment_id = Text(least=1, most=LONGEST_ID, required=True)
    action = fields.Enum(Action, by_value=True, required=True)
    reason = Text(most=200, allow_none=True, metadata={"description": "Its author reads it."})
    note = Text(most=2000, allow_none=True, metadata={"description": "For moderators alone."})
    expected_version = Whole(validate=validate.Range(0, 2**53), allow_none=True)
    ground = fields.Enum(
        Ground, by_value=True, metadata={"description": "Of a rejection: the site's rules (as without it), or the law."}
    )
    rule = Text(
        least=1, most=LONGEST_GROUND, metadata={"description": "One of house_rules, or of legal_grounds if illegal."}
    )
    category = fields.String(validate=validate.OneOf(CATEGORIES))


class Grounds(Schema):
    """What a rejection may name; `statement_ground` is what it rests on if nothing is named."""

    statement_ground = fields.String(required=True)
    house_rules = fields.List(fields.String(), required=True)
    legal_grounds = fields.List(fields.String(), required=True)
    categories = fields.List(fields.String(), required=True)


class WriteDecisions(Schema):
    decisions = fields.List(
        fields.Nested(WriteDecision), required=True, validate=validate.Length(min=1, max=MOST_DECISIONS)
    )
    bulk = Switch(
        load_default=False,
        metadata={"description": "One act: the answer has a `bulk_id` by which all of it is undone at once."},
    )


class DecisionResult(Schema):
    """What came of one row: the comment's new state, or the problem."""

    comment_id = fields.String(required=True)
    status = fields.Enum(Status, by_value=True)
    version = fields.Integer()
    decision_id = fields.String()
    second_reader = fields.Boolean(
        metadata={"description": "It was kept as a first reader's word; another moderator decides."}
    )
    problem = fields.Nested(Problem)


class DecisionResults(Schema):
    bulk_id = fields.String()
    results = fields.List(fields.Nested(DecisionResult), required=True)


class Undone(Schema):
    comment_id = fields.String(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    version = fields.Integer(required=True)
    decision_id = fields.String(required=True)


class BulkUndone(Schema):
    """Each decision of the act: taken back now or before, or the problem, as with a comment that changed since."""

    bulk_id = fields.String(required=True)
    undone = fields.Integer(required=True, metadata={"description": "Decisions of the act that are taken back."})
    left = fields.Integer(required=True, metadata={"description": "Decisions of the act that still stand."})
    results = fields.List(fields.Nested(DecisionResult), required=True)


class BulkRow(Schema):
    """A comment of the act. Without a decision it could not be decided then."""

    comment_id = fields.String(required=True)
    decision_id = fields.String(required=True, allow_none=True)
    action = fields.Enum(Action, by_value=True, required=True, allow_none=True)
    status = fields.Enum(Status, by_value=True, required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    undone_by = fields.String(required=True, allow_none=True)
    undone_at = time(required=True, allow_none=True)


class BulkShown(Schema):
    bulk_id = fields.String(required=True)
    moderator = fields.String(required=True)
    at = time(required=True)
    items = fields.List(fields.Nested(BulkRow), required=True)


class DecisionShown(Schema):
    """A decision in a comment's history: what a moderator ordered, or how an appeal ended."""

    decision_id = fields.String(required=True)
    action = fields.String(required=True, validate=validate.OneOf([*map(str, Action), *map(str, AppealOutcome)]))
    moderator = fields.String(required=True)
    at = time(required=True)
    reason = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    status_before = fields.Enum(Status, by_value=True, required=True)
    status_after = fields.Enum(Status, by_value=True, required=True)
    undone_by = fields.String(required=True, allow_none=True)
    undone_at = time(required=True, allow_none=True)
    ground = fields.Enum(Ground, by_value=True, required=True)
    rule = fields.String(required=True, allow_none=True)
    category = fields.String(required=True, allow_none=True)
    bulk_id = fields.String(required=True, allow_none=True)
