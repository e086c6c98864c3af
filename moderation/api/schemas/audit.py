"""The audit log."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from moderation.api.paging import cursor, limit
from moderation.api.schemas.texts import LONGEST_ID, Moment, Text, time
from moderation.services.auditing import Wanted


class AuditSought(Schema):
    """Which entries; nothing given means all of them."""

    action = fields.List(
        Text(least=1, most=100),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "What was done, such as reject, undo, set_policy, set_standing."},
    )
    actor = Text(
        least=1, most=LONGEST_ID, load_default=None, metadata={"description": "A moderator's name or id, or policy."}
    )
    comment = Text(least=1, most=LONGEST_ID, load_default=None)
    author = Text(least=1, most=LONGEST_ID, load_default=None, metadata={"description": "Whose standing changed."})
    article = Text(least=1, most=512, load_default=None, metadata={"description": "Whose description changed."})
    q = Text(most=200, load_default=None, metadata={"description": "Words that stand anywhere in the entry."})
    from_ms = Moment(data_key="from", load_default=None)
    to_ms = Moment(data_key="to", load_default=None)


class AuditQuery(AuditSought):
    limit = limit(default=50, most=200)
    cursor = cursor()


class ChangedShown(Schema):
    """One setting; null where it was, or is, the default."""

    name = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class AuditEntryShown(Schema):
    """`link` seals the entry together with the one before it in its chain; `change` is what storage found and did;
    `detail` says what was asked, `changed` what of a setting differs."""

    id = fields.String(required=True)
    at = time(required=True)
    action = fields.String(required=True)
    actor = fields.String(required=True)
    change = fields.String(required=True)
    decision_id = fields.String(required=True, allow_none=True)
    detail = fields.Dict(required=True)
    changed = fields.List(fields.Nested(ChangedShown), required=True)
    link = fields.String(required=True)


class AuditEntries(Schema):
    items = fields.List(fields.Nested(AuditEntryShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def wanted_of(asked: Mapping[str, Any]) -> Wanted:
    """What a loaded AuditSought asks for."""
    return Wanted(
        actions=frozenset(asked["action"]),
        actor=asked["actor"],
        comment=asked["comment"],
        author=asked["author"],
        article=asked["article"],
        words=asked["q"],
        from_ms=asked["from_ms"],
        to_ms=asked["to_ms"],
    )
