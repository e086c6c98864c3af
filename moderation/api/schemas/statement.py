"""Statements of reasons, in the words of the EU's Transparency Database."""

from marshmallow import Schema, fields

from moderation.api.paging import cursor, limit
from moderation.api.schemas.texts import LONGEST_ID, Moment, Text
from moderation.domain.transparency_database import MOST_AT_ONCE

_DAY = {"format": "date"}


class StatementsQuery(Schema):
    from_ms = Moment(data_key="from", load_default=None, metadata={"description": "Decided from then on."})
    to_ms = Moment(data_key="to", load_default=None, metadata={"description": "Decided before then."})
    comment = Text(least=1, most=LONGEST_ID, load_default=None, metadata={"description": "Of this comment alone."})
    limit = limit(default=MOST_AT_ONCE, most=MOST_AT_ONCE)
    cursor = cursor()


class Statement(Schema):
    """What `POST /api/v1/statement` of the database takes; `puid` is the id of a moderator's decision, where there was
    one."""

    decision_visibility = fields.List(fields.String())
    decision_provision = fields.String()
    decision_account = fields.String()
    end_date_service_restriction = fields.String(metadata=_DAY)
    end_date_account_restriction = fields.String(metadata=_DAY)
    decision_ground = fields.String(required=True)
    illegal_content_legal_ground = fields.String()
    illegal_content_explanation = fields.String()
    incompatible_content_ground = fields.String()
    incompatible_content_explanation = fields.String()
    incompatible_content_illegal = fields.String()
    content_type = fields.List(fields.String(), required=True)
    category = fields.String(required=True)
    territorial_scope = fields.List(fields.String(), required=True)
    content_language = fields.String()
    content_date = fields.String(required=True, metadata=_DAY)
    application_date = fields.String(required=True, metadata=_DAY)
    decision_facts = fields.String(required=True)
    source_type = fields.String(required=True)
    automated_detection = fields.String(required=True)
    automated_decision = fields.String(required=True)
    puid = fields.String(required=True)


class StatementPage(Schema):
    items = fields.List(fields.Nested(Statement), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
