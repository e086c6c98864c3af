"""The audit log."""

from marshmallow import Schema, fields

from moderation.api.paging import cursor, limit
from moderation.api.schemas.texts import time


class AuditQuery(Schema):
    limit = limit(default=50, most=200)
    cursor = cursor()


class AuditEntryShown(Schema):
    """`link` seals the entry together with the one before it in its chain; `change` is what storage found and did;
    `detail` says what was asked, with before and after where something was set."""

    id = fields.String(required=True)
    at = time(required=True)
    action = fields.String(required=True)
    actor = fields.String(required=True)
    change = fields.String(required=True)
    decision_id = fields.String(required=True, allow_none=True)
    detail = fields.Dict(required=True)
    link = fields.String(required=True)


class AuditEntries(Schema):
    items = fields.List(fields.Nested(AuditEntryShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
