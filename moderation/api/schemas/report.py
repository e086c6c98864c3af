"""Readers' reports."""

from marshmallow import Schema, fields

from moderation.api.schemas.texts import Text
from moderation.domain.report import Reason


class WriteReport(Schema):
    reason = fields.Enum(Reason, by_value=True, required=True)
    detail = Text(most=2000, allow_none=True)


class ReportAnswer(Schema):
    id = fields.String(required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)
    status = fields.String(required=True)
