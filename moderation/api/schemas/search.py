"""Search among comments of every status, and everything about one of them."""

from marshmallow import Schema, fields

from moderation.api.paging import cursor, limit
from moderation.api.schemas.appeal import AppealShown
from moderation.api.schemas.author import AuthorRecordShown
from moderation.api.schemas.comment import Comment
from moderation.api.schemas.decision import DecisionShown
from moderation.api.schemas.judgement import Judged
from moderation.api.schemas.queue import EscalationShown, Narrowing, PriorityPart, ReportShown
from moderation.api.schemas.texts import LONGEST_ID, Text, time
from moderation.domain.comment import Status
from moderation.domain.queue import Queue


class SearchQuery(Narrowing):
    words = Text(
        most=200, data_key="q", load_default=None, metadata={"description": "Words that the comment contains."}
    )
    comment = Text(least=1, most=LONGEST_ID, load_default=None, metadata={"description": "One comment, by its id."})
    status = fields.Enum(Status, by_value=True, load_default=None)
    limit = limit(default=25, most=100)
    cursor = cursor()


class FoundComment(Comment, Judged):
    version = fields.Integer(required=True)


class FoundComments(Schema):
    items = fields.List(fields.Nested(FoundComment), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RevisionShown(Judged):
    number = fields.Integer(required=True)
    body = fields.String(required=True)
    at = time(required=True)


class ReporterRecord(Schema):
    """Of a reader's newest reports: how many were answered, and after how many of those the comment was removed."""

    answered = fields.Integer(required=True)
    right = fields.Integer(required=True)


class ReportWeighed(ReportShown):
    """With how often whoever reported was right; null for guests."""

    reporter_record = fields.Nested(ReporterRecord, required=True, allow_none=True)


class Reading(Schema):
    """Of the comments with a similar score that moderators decided here, how many they rejected."""

    decided = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    low = fields.Float(required=True, metadata={"description": "The lowest of those scores."})
    high = fields.Float(required=True, metadata={"description": "The highest of those scores."})


class DecisionMade(DecisionShown):
    undoable = fields.Boolean(
        required=True, metadata={"description": "Whether nothing has changed the comment since that still stands."}
    )


class Dossier(Judged):
    """Everything about a comment: its revisions, every opinion, scores with spans and model, reports, decisions and
    appeals."""

    comment = fields.Nested(Comment, required=True)
    version = fields.Integer(required=True)
    priority = fields.Integer(required=True)
    priority_parts = fields.List(fields.Nested(PriorityPart), required=True)
    queues = fields.List(fields.Enum(Queue, by_value=True), required=True)
    why = fields.List(fields.String(), required=True)
    revisions = fields.List(fields.Nested(RevisionShown), required=True)
    reports = fields.List(fields.Nested(ReportWeighed), required=True)
    decisions = fields.List(fields.Nested(DecisionMade), required=True)
    readings = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(Reading),
        required=True,
        metadata={"description": "By attribute; only where at least ten similar comments were decided."},
    )
    escalation = fields.Nested(EscalationShown, required=True, allow_none=True)
    appeals = fields.List(fields.Nested(AppealShown), required=True)
    author_record = fields.Nested(AuthorRecordShown, required=True)
    claimed_by = fields.String(required=True, allow_none=True)
    claimed_until = time(required=True, allow_none=True)
