"""How a site's moderation goes."""

from marshmallow import Schema, fields

from moderation.api.schemas.numbers import maybe, whole
from moderation.api.schemas.texts import Moment, Text, time
from moderation.domain.queue import Queue


class StatisticsQuery(Schema):
    """The last seven days, unless something else is asked for; 92 days at most."""

    from_ms = Moment(data_key="from", load_default=None)
    to_ms = Moment(data_key="to", load_default=None)


class ThresholdsQuery(StatisticsQuery):
    attribute = Text(least=1, most=50, load_default="TOXICITY")


class Step(Schema):
    """An hour or a day. `held` and `refused`: new comments that policy held or rejected."""

    from_ = time(data_key="from", required=True)
    comments = whole()
    held = whole()
    refused = whole()
    approved = whole()
    rejected = whole()
    escalated = whole()


class Tally(Schema):
    """Decisions, and the time to those that stand: half of them came within `median_seconds`, nine of ten within
    `slow_seconds`; counted from the first report for what was reported, from the writing for the rest."""

    decisions = whole()
    approved = whole()
    rejected = whole()
    escalated = whole()
    undone = whole()
    median_seconds = maybe()
    slow_seconds = maybe()


class Agreement(Schema):
    """Of the decisions that stand: `flagged` where a score reaches the site's present threshold for holding, `passed`
    where none does; `share` of those that are as the scores pointed to."""

    decided = whole()
    share = maybe()
    flagged_rejected = whole()
    flagged_approved = whole()
    passed_rejected = whole()
    passed_approved = whole()


class QueueTally(Tally):
    queue = fields.Enum(Queue, by_value=True, required=True)


class ModeratorTally(Tally):
    moderator = fields.String(required=True)
    agreement = fields.Nested(Agreement, required=True)


class StatisticsShown(Schema):
    """`complete_since`: where there were more decisions than are read at once, what came before is not counted."""

    from_ = time(data_key="from", required=True)
    to = time(required=True)
    complete_since = time(required=True, allow_none=True)
    comments = whole()
    held = whole()
    held_share = fields.Float(required=True)
    step_seconds = whole()
    steps = fields.List(fields.Nested(Step), required=True)
    queues = fields.List(fields.Nested(QueueTally), required=True)
    moderators = fields.List(fields.Nested(ModeratorTally), required=True)
    agreement = fields.Nested(Agreement, required=True)


class ThresholdPoint(Schema):
    """Had comments been held from here on: how many of the decided ones (`held`), which share of those was rejected
    (`precision`), which share of the rejected was among them (`recall`), how many were not (`missed`), and how many of
    all comments a day there would have been to look at."""

    threshold = fields.Float(required=True)
    held = whole()
    precision = maybe()
    recall = maybe()
    missed = whole()
    reviewed_a_day = maybe()


class ThresholdsShown(Schema):
    """On the site's own decisions that stand. Moderators rather look at what the scores point to, so decisions are no
    natural mix; `reviewed_a_day` is reckoned from a `sample` of all comments."""

    from_ = time(data_key="from", required=True)
    to = time(required=True)
    attribute = fields.String(required=True)
    hold = maybe()
    reject = maybe()
    comments = whole()
    comments_a_day = fields.Float(required=True)
    sample = whole()
    decided = whole()
    rejected = whole()
    points = fields.List(fields.Nested(ThresholdPoint), required=True)
