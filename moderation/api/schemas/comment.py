"""Comments as readers see and write them."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.texts import LONGEST_ID, Text, WebAddress, time
from moderation.domain.appeal import AppealState
from moderation.domain.comment import Status
from moderation.domain.decision import Ground
from moderation.services.values import Switch


class AuthorShown(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    badges = fields.List(fields.String(), required=True)


class Reactions(Schema):
    like = fields.Integer(required=True)


class Comment(Schema):
    """A tombstone has the same shape: no body, no html, no author, and status `deleted`."""

    id = fields.String(required=True)
    article = fields.String(required=True)
    parent_id = fields.String(required=True, allow_none=True)
    depth = fields.Integer(required=True)
    author = fields.Nested(AuthorShown, required=True, allow_none=True)
    body = fields.String(required=True, allow_none=True)
    html = fields.String(required=True, allow_none=True)
    status = fields.Enum(Status, by_value=True, required=True)
    created_at = time(required=True)
    edited_at = time(required=True, allow_none=True)
    reply_count = fields.Integer(required=True)
    reactions = fields.Nested(Reactions, required=True)
    pinned = fields.Boolean(required=True)


class ThreadComment(Comment):
    """A comment in its thread, with the replies that came along."""

    replies = fields.List(fields.Nested("ThreadComment"), required=True)
    replies_cursor = fields.String(required=True, allow_none=True)


class ReasonShown(Schema):
    """Why a comment is not visible, in words for its author."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class OwnAppeal(Schema):
    """An appeal as its author sees it; `message` is what the moderators answered."""

    id = fields.String(required=True)
    state = fields.Enum(AppealState, by_value=True, required=True)
    statement = fields.String(required=True)
    created_at = time(required=True)
    decided_at = time(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)


class ToldDecision(Schema):
    """Who or what rejected a comment and on which ground, as its author is told; not which moderator."""

    by = fields.String(required=True, validate=validate.OneOf(["moderator", "policy"]))
    decision_id = fields.String(required=True, allow_none=True)
    at = time(required=True)
    reason = fields.String(required=True, allow_none=True)
    ground = fields.Enum(Ground, by_value=True, required=True)
    rule = fields.String(required=True, allow_none=True)
    category = fields.String(required=True, allow_none=True)


class OwnComment(Comment):
    """A comment as its author sees it. `appealable_until` is null where there is nothing to appeal any more or yet."""

    reasons = fields.List(fields.Nested(ReasonShown), required=True)
    decision = fields.Nested(ToldDecision, required=True, allow_none=True)
    appeal = fields.Nested(OwnAppeal, required=True, allow_none=True)
    appealable_until = time(required=True, allow_none=True)


class GuestName(Schema):
    name = Text(least=1, most=100, required=True)


class ArticleHint(Schema):
    """What the page knows of its article; used while nobody described the article otherwise."""

    title = Text(most=500)
    url = WebAddress()


class WriteComment(Schema):
    body = Text(most=65536, required=True)
    parent_id = Text(least=1, most=LONGEST_ID, allow_none=True)
    author = fields.Nested(GuestName)
    nudge = Switch()
    article = fields.Nested(ArticleHint)


class EditComment(Schema):
    body = Text(most=65536, required=True)


class CommentAnswer(Schema):
    """`reasons` for its author where the comment is not visible; `edit_token` for a guest."""

    comment = fields.Nested(Comment, required=True)
    reasons = fields.List(fields.Nested(ReasonShown))
    edit_token = fields.String()


class Permalink(Schema):
    """The comment and those it answers, the top one first."""

    comment = fields.Nested(Comment, required=True)
    ancestors = fields.List(fields.Nested(Comment), required=True)


class OwnComments(Schema):
    items = fields.List(fields.Nested(OwnComment), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ReactionAnswer(Schema):
    reactions = fields.Nested(Reactions, required=True)
