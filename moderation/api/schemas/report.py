"""Readers' reports."""

from marshmallow import Schema, ValidationError, fields, validate

from moderation.api.paging import cursor, limit
from moderation.api.schemas.texts import Prose, Text, WebAddress, time
from moderation.domain.appeal import AppealState
from moderation.domain.decision import Ground
from moderation.domain.report import NoticeOutcome, NoticeStatus, Reason
from moderation.domain.transparency_database import CATEGORIES, LONGEST_EXPLANATION, LONGEST_GROUND
from moderation.services.values import Switch


def _printed(address: str) -> None:
    if not address.isprintable():
        raise ValidationError("Not a valid email address.")


class WriteReport(Schema):
    reason = fields.Enum(Reason, by_value=True, required=True)
    detail = Text(most=2000, allow_none=True)


class ReportAnswer(Schema):
    id = fields.String(required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)
    status = fields.String(required=True)


class OwnReport(Schema):
    """A report as whoever made it sees it. `outcome` says whether the comment was kept or removed, appeals included;
    `appeal` how an appeal against its removal stands."""

    comment_id = fields.String(required=True)
    article = fields.String(required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)
    detail = fields.String(required=True, allow_none=True)
    reported_at = time(required=True)
    status = fields.Enum(NoticeStatus, by_value=True, required=True)
    outcome = fields.Enum(NoticeOutcome, by_value=True, required=True, allow_none=True)
    decided_at = time(required=True, allow_none=True)
    appeal = fields.Enum(AppealState, by_value=True, required=True, allow_none=True)


class OwnReportsQuery(Schema):
    limit = limit(default=25, most=100)
    cursor = cursor()


class OwnReports(Schema):
    items = fields.List(fields.Nested(OwnReport), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class WriteNotice(Schema):
    """A notice of illegal content, with what article 16 of the Digital Services Act asks for."""

    explanation = Prose(
        most=LONGEST_EXPLANATION, required=True, metadata={"description": "Why the comment is illegal."}
    )
    good_faith = Switch(
        required=True,
        validate=validate.Equal(True, error="Confirm that what you say is accurate and complete, in good faith."),
        metadata={"description": "Must be true: what is said is believed to be accurate and complete."},
    )
    law = Prose(most=LONGEST_GROUND, metadata={"description": "Which law it breaks, where that is known."})
    location = WebAddress(metadata={"description": "The address where it was seen."})
    category = fields.String(validate=validate.OneOf(CATEGORIES))
    name = Prose(most=200)
    email = fields.Email(validate=[validate.Length(max=254), _printed])


class NoticeAnswer(Schema):
    """`notice_id` is a secret of whoever sent the notice: by it they learn what came of it. `outcome` says whether the
    comment was kept or removed, `ground` on what that rests."""

    notice_id = fields.String(required=True)
    comment_id = fields.String(required=True)
    received_at = time(required=True)
    status = fields.Enum(NoticeStatus, by_value=True, required=True)
    outcome = fields.Enum(NoticeOutcome, by_value=True, required=True, allow_none=True)
    ground = fields.Enum(Ground, by_value=True, required=True, allow_none=True)
    decided_at = time(required=True, allow_none=True)
