"""Transparency reports."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.numbers import maybe, whole
from moderation.api.schemas.texts import time
from moderation.services.transparency_forms import LANGUAGES


def _counts() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class TransparencyPage(Schema):
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))


class RestrictionCounts(Schema):
    total = whole()
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
    count = whole()


class NoticeCounts(Schema):
    """Of illegal content. `removed` is under the site's rules; `open` was not decided when the period ended."""

    received = whole()
    removed_as_illegal = whole()
    removed = whole()
    kept = whole()
    open = whole()
    by_category = _counts()
    median_hours = maybe()


class ReportCounts(Schema):
    received = whole()
    by_reason = _counts()


class DecisionCounts(Schema):
    """Of moderators; what was taken back counts as `undone` alone."""

    approve = whole()
    reject = whole()
    escalate = whole()
    undone = whole()


class AppealCounts(Schema):
    """An appeal that nobody heard is `overturned` by what let its comment through, and `withdrawn` where the comment
    was taken back, changed by its author or erased. `median_hours` are of what was upheld or overturned."""

    received = whole()
    upheld = whole()
    overturned = whole()
    withdrawn = whole()
    open = whole()
    median_hours = maybe()


class AutomationCounts(Schema):
    """What the policy did by itself, and the shares of it in which a person decided otherwise."""

    held = whole()
    held_then_approved = whole()
    held_then_rejected = whole()
    rejected = whole()
    rejected_then_restored = whole()
    held_in_error = maybe()
    rejected_in_error = maybe()


class TransparencyReport(Schema):
    site = fields.String(required=True)
    title = fields.String(required=True)
    year = whole()
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
