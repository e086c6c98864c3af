"""Appeals, as their authors file them and as moderators see and decide them."""

from marshmallow import Schema, fields

from moderation.api.paging import cursor, limit
from moderation.api.schemas.comment import Comment, OwnAppeal
from moderation.api.schemas.decision import DecisionShown
from moderation.api.schemas.judgement import Judged
from moderation.api.schemas.texts import Prose, Text, time
from moderation.domain.appeal import AppealOutcome, AppealState
from moderation.domain.comment import Status
from moderation.domain.policy import Hearer


class WriteAppeal(Schema):
    statement = Prose(most=5000, required=True)


class AppealAnswer(Schema):
    appeal = fields.Nested(OwnAppeal, required=True)


class AppealEvidence(Judged):
    """The text that was rejected, with everything the pipeline said of it, as it was when the appeal was filed."""

    body = fields.String(required=True)


class AppealShown(Schema):
    """An appeal for moderators. `against` is who rejected, `policy` where no moderator did. Where `heard_by`, which is
    the policy's `appeals_heard_by`, is `other`, whoever has the id `against_id` cannot decide it; they may approve its
    comment, which overturns their rejection. `decided_by` is who decided it or let its comment through otherwise,
    which `policy` may have done as well, or what ended it (`operator:...`) where it was found open by mistake; null
    where its author withdrew it. `outcome_decision_id` is null where none ended it."""

    id = fields.String(required=True)
    comment_id = fields.String(required=True)
    state = fields.Enum(AppealState, by_value=True, required=True)
    created_at = time(required=True)
    statement = fields.String(required=True)
    against = fields.String(required=True)
    against_id = fields.String(required=True, allow_none=True)
    heard_by = fields.Enum(Hearer, by_value=True, required=True)
    decision = fields.Nested(DecisionShown, required=True, allow_none=True)
    revision = fields.Integer(required=True)
    evidence = fields.Nested(AppealEvidence, required=True, allow_none=True)
    decided_at = time(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    outcome_decision_id = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)


class OpenAppeal(AppealShown):
    """With the comment as it stands now."""

    comment = fields.Nested(Comment, required=True)


class AppealsQuery(Schema):
    limit = limit(default=25, most=100)
    cursor = cursor()


class OpenAppeals(Schema):
    items = fields.List(fields.Nested(OpenAppeal), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class WriteOutcome(Schema):
    """`note` is for moderators, `message` is told to the author."""

    outcome = fields.Enum(AppealOutcome, by_value=True, required=True)
    note = Text(most=2000, allow_none=True)
    message = Text(most=2000, allow_none=True)


class OutcomeAnswer(Schema):
    """The appeal, and the comment's new state; `decision_id` is what undo takes."""

    appeal = fields.Nested(AppealShown, required=True, allow_none=True)
    comment_id = fields.String(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    version = fields.Integer(required=True)
    decision_id = fields.String(required=True)
