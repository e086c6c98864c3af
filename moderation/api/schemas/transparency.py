"""Transparency reports."""

from marshmallow import Schema, fields

from moderation.api.schemas.texts import time


def _counts() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


def _whole() -> fields.Integer:
    return fields.Integer(required=True)


class RestrictionCounts(Schema):
    total = _whole()
    by_measure = _counts()
    by_category = _counts()
    by_ground = _counts()
    by_source = _counts()
    by_detection = _counts()
    by_decision = _counts()


class RestrictionCount(Schema):
    measure = fields.String(required=True)
    category = fields.String(required=True)
    ground = fields.String(required=True)
    source = fields.String(required=True)
    detection = fields.String(required=True)
    decision = fields.String(required=True)
    count = _whole()


class NoticeCounts(Schema):
    """Of illegal content. `removed` is under the site's rules; `open` was not decided when the period ended."""

    received = _whole()
    removed_as_illegal = _whole()
    removed = _whole()
    kept = _whole()
    open = _whole()
    by_category = _counts()
    median_hours = fields.Float(required=True, allow_none=True)


class ReportCounts(Schema):
    received = _whole()
    by_reason = _counts()


class DecisionCounts(Schema):
    """Of moderators; what was taken back counts as `undone` alone."""

    approve = _whole()
    reject = _whole()
    escalate = _whole()
    undone = _whole()


class AppealCounts(Schema):
    received = _whole()
    upheld = _whole()
    overturned = _whole()
    open = _whole()
    median_hours = fields.Float(required=True, allow_none=True)


class AutomationCounts(Schema):
    """What the policy did by itself, and the shares of it in which a person decided otherwise."""

    held = _whole()
    held_then_approved = _whole()
    held_then_rejected = _whole()
    rejected = _whole()
    rejected_then_restored = _whole()
    held_in_error = fields.Float(required=True, allow_none=True)
    rejected_in_error = fields.Float(required=True, allow_none=True)


class TransparencyReport(Schema):
    site = fields.String(required=True)
    title = fields.String(required=True)
    year = _whole()
    from_ = time(required=True, data_key="from")
    to = time(required=True)
    complete = fields.Boolean(required=True)
    counted_at = time(required=True)
    restrictions = fields.Nested(RestrictionCounts, required=True)
    table = fields.List(fields.Nested(RestrictionCount), required=True)
    notices = fields.Nested(NoticeCounts, required=True)
    reports = fields.Nested(ReportCounts, required=True)
    decisions = fields.Nested(DecisionCounts, required=True)
    appeals = fields.Nested(AppealCounts, required=True)
    automation = fields.Nested(AutomationCounts, required=True)


class Counting(Schema):
    """It takes longer than anybody should wait: ask again after `Retry-After`."""

    status = fields.String(required=True)
