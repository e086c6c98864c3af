"""What is read when a moderator opens a comment: its thread, its precedents, how its author fares."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.author import ReportsOnAuthor
from moderation.api.schemas.comment import Comment
from moderation.api.schemas.decision import DecisionShown
from moderation.api.schemas.texts import time
from moderation.api.schemas.thread import ArticleShown
from moderation.services.trends import Trend

GROUNDS = ("same-text", "near-text", "same-link")


def _scores() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Float(), required=True)


class Neighbour(Comment):
    """A comment of the thread with its text, whatever its status."""

    scores = _scores()


class ThreadAround(Schema):
    """`above` from the top of the thread down to the parent, with `left_out` comments between the first of them and the
    others; `lost` if the way up ends at a comment of which nothing is stored. `before` and `after` are the nearest
    siblings, `replies` the first of them, all oldest first. Comments that readers do not see are among them if they
    are of the 500 of the partition written next, before or after."""

    article = fields.Nested(ArticleShown, required=True)
    above = fields.List(fields.Nested(Neighbour), required=True)
    left_out = fields.Integer(required=True)
    lost = fields.Boolean(required=True)
    before = fields.List(fields.Nested(Neighbour), required=True)
    more_before = fields.Boolean(required=True)
    after = fields.List(fields.Nested(Neighbour), required=True)
    more_after = fields.Boolean(required=True)
    replies = fields.List(fields.Nested(Neighbour), required=True)
    more_replies = fields.Boolean(required=True)


class Precedent(Schema):
    """`decision` is the moderator's by which the comment stands as it does; null where there is none."""

    comment = fields.Nested(Comment, required=True)
    similarity = fields.Float(required=True, metadata={"description": "1 for the same words, 0 for unrelated ones."})
    why = fields.List(fields.String(validate=validate.OneOf(GROUNDS)), required=True)
    scores = _scores()
    decision = fields.Nested(DecisionShown, required=True, allow_none=True)


class Precedents(Schema):
    """Comments that read like this one or link to the same address: earlier ones, and later ones that are decided
    already. `alike` counts the most alike, at most 40, and of those what stands approved and rejected; `items` are the
    first five of them, decided ones first. Comments from before `kept_since` are not found by their looks."""

    kept_since = time(required=True)
    alike = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    items = fields.List(fields.Nested(Precedent), required=True)


class AuthorsWeek(Schema):
    """Seven days from `from`: how many of the comments written in them stand approved, how many rejected."""

    from_ = time(data_key="from", required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)


class AuthorsWeeks(Schema):
    """The last eight weeks, oldest first; the last one ends now. `trend` compares the share of rejected comments in the
    newer four weeks with that of the older four: `better` or `worse` where they are 1.28 standard errors apart or more,
    `unknown` with fewer than four decided comments in either. Of more than 300 comments the newest 300 count, and
    `complete` is false."""

    trend = fields.Enum(Trend, by_value=True, required=True)
    comments = fields.Integer(required=True)
    complete = fields.Boolean(required=True)
    weeks = fields.List(fields.Nested(AuthorsWeek), required=True)
    reports = fields.Nested(ReportsOnAuthor, required=True)


class CommentContext(Schema):
    """`author` is null where the author was erased."""

    thread = fields.Nested(ThreadAround, required=True)
    precedents = fields.Nested(Precedents, required=True)
    author = fields.Nested(AuthorsWeeks, required=True, allow_none=True)
