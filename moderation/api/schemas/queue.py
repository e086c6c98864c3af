"""The moderators' queues and claims."""

from marshmallow import Schema, fields, validate

from moderation.api.paging import cursor, limit
from moderation.api.schemas.appeal import AppealShown
from moderation.api.schemas.author import AuthorRecordShown
from moderation.api.schemas.comment import Comment
from moderation.api.schemas.judgement import Judged
from moderation.api.schemas.texts import LONGEST_ID, Moment, Text, time
from moderation.domain.queue import LEASE_SECONDS, LONGEST_LEASE_SECONDS, Queue, Sort
from moderation.domain.report import Reason
from moderation.services.values import Whole

PARTS = ("harm", "confidence", "earlier", "reach", "reports", "age", "limit", "escalated")


class NoticeDeclared(Schema):
    """What a reader declared who says that the comment is illegal; the report's `detail` is the explanation."""

    law = fields.String(required=True, allow_none=True)
    location = fields.String(required=True, allow_none=True)
    category = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class ReportShown(Schema):
    reporter = fields.String(required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)
    detail = fields.String(required=True, allow_none=True)
    at = time(required=True)
    open = fields.Boolean(required=True)
    notice = fields.Nested(NoticeDeclared, required=True, allow_none=True)
    light = fields.Boolean(
        required=True, metadata={"description": "Of a reader who was always wrong: lifts the comment in no queue."}
    )


class PriorityPart(Schema):
    """A factor of an entry's priority and what it comes from: `harm` the attribute, `confidence` its score, `reach`
    whether readers see the comment and how many answered or liked it, `reports` their number, `age` the seconds for
    which somebody has waited and those after which it counts twice as much."""

    part = fields.String(required=True, validate=validate.OneOf(PARTS))
    multiplier = fields.Float(required=True)
    attribute = fields.String(allow_none=True)
    score = fields.Float(allow_none=True)
    visible = fields.Boolean()
    replies = fields.Integer()
    likes = fields.Integer()
    number = fields.Integer()
    seconds = fields.Integer()
    doubling_seconds = fields.Integer()


class EscalationShown(Schema):
    """Who asked for somebody else's decision, and why."""

    moderator = fields.String(required=True)
    at = time(required=True)
    reason = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class QueueEntry(Judged):
    """A comment that waits for a look, with everything that says how much the look is worth."""

    comment = fields.Nested(Comment, required=True)
    queue = fields.Enum(Queue, by_value=True, required=True)
    version = fields.Integer(required=True)
    priority = fields.Integer(required=True, metadata={"description": "The product of its parts, which age raises."})
    priority_parts = fields.List(fields.Nested(PriorityPart), required=True)
    order = fields.Integer(
        required=True,
        metadata={"description": "Its place by priority, the highest first: the same until something happens to it."},
    )
    why = fields.List(fields.String(), required=True)
    reports = fields.List(fields.Nested(ReportShown), required=True)
    appeal = fields.Nested(AppealShown, required=True, allow_none=True)
    escalation = fields.Nested(EscalationShown, required=True, allow_none=True)
    author_record = fields.Nested(AuthorRecordShown, required=True, allow_none=True)
    parent = fields.Nested(Comment, required=True, allow_none=True)
    claimed_by = fields.String(required=True, allow_none=True)
    claimed_until = time(required=True, allow_none=True)


class QueueSizeShown(Schema):
    queue = fields.Enum(Queue, by_value=True, required=True)
    count = fields.Integer(required=True)
    oldest_at = time(required=True, allow_none=True)


class Queues(Schema):
    queues = fields.List(fields.Nested(QueueSizeShown), required=True)


class Narrowing(Schema):
    """What a listing of comments can be narrowed by."""

    article = Text(least=1, most=512, load_default=None)
    author = Text(least=1, most=LONGEST_ID, load_default=None)
    attribute = Text(
        least=1, most=50, load_default=None, metadata={"description": "Whose score counts; without one, the highest."}
    )
    min_score = fields.Float(validate=validate.Range(0, 1), load_default=None)
    max_score = fields.Float(validate=validate.Range(0, 1), load_default=None)
    language = Text(least=2, most=8, load_default=None, metadata={"description": "ISO 639-1, as the text was read."})
    tag = Text(least=1, most=40, load_default=None, metadata={"description": "That one of the site's rules gave."})
    rule = Text(least=1, most=100, load_default=None, metadata={"description": "A rule that was fulfilled, by name."})
    from_ms = Moment(data_key="from", load_default=None)
    to_ms = Moment(data_key="to", load_default=None)


class QueueQuery(Narrowing):
    sort = fields.Enum(Sort, by_value=True, load_default=Sort.PRIORITY)
    limit = limit(default=25, most=100)
    cursor = cursor()


class QueueEntries(Schema):
    items = fields.List(fields.Nested(QueueEntry), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def _lease_seconds() -> fields.Integer:
    return Whole(validate=validate.Range(1, LONGEST_LEASE_SECONDS), load_default=LEASE_SECONDS)


class WriteClaim(Schema):
    limit = Whole(validate=validate.Range(1, 100), load_default=10)
    lease_seconds = _lease_seconds()


class RenewClaims(Schema):
    lease_seconds = _lease_seconds()


class Claimed(Schema):
    items = fields.List(fields.Nested(QueueEntry), required=True)
    lease_expires_at = time(required=True, allow_none=True)


class Renewed(Schema):
    renewed = fields.Integer(required=True)
    lease_expires_at = time(required=True, allow_none=True)


class Released(Schema):
    released = fields.Integer(required=True)
