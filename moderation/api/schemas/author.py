"""Authors as moderators see them."""

from marshmallow import INCLUDE, Schema, fields, validate

from moderation.api.schemas.comment import Comment, OwnAppeal
from moderation.api.schemas.decision import BulkUndone
from moderation.api.schemas.texts import Moment, Prose, Text, time
from moderation.domain.author import Standing
from moderation.services.values import Whole


class WriteStanding(Schema):
    """`reason` is for moderators and the log. `message` is read by the author, with a standing that authors are told of
    (premoderated, suspended, banned), and is the reason given for the comments that are rejected along with it."""

    standing = fields.Enum(Standing, by_value=True, required=True)
    until = Moment(allow_none=True)
    reason = Prose(most=1000, required=True)
    message = Prose(most=1000, allow_none=True)
    hide_last = Whole(
        validate=validate.Range(0, 500),
        load_default=0,
        metadata={"description": "Reject so many of the author's last visible comments along with it."},
    )


class WriteWarning(Schema):
    """`message` is told to the author, who must acknowledge it; `reason` is for moderators."""

    message = Prose(most=2000, required=True)
    reason = Text(most=1000, allow_none=True)


class AuthorRecordShown(Schema):
    """The author, the standing, and what the author's comments came to so far."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    standing = fields.Enum(Standing, by_value=True, required=True)
    until = time(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    posted = fields.Integer(required=True)
    visible = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    first_at = time(required=True, allow_none=True)


class MeasureShown(Schema):
    """A change of standing or a warning. `reason` is for moderators, `message` for the author; `number` is what undo
    takes; `bulk_id` names the comments hidden with it."""

    number = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["standing", "warning"]))
    at = time(required=True)
    moderator = fields.String(required=True)
    before = fields.Enum(Standing, by_value=True, required=True)
    after = fields.Enum(Standing, by_value=True, required=True)
    until = time(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)
    bulk_id = fields.String(required=True, allow_none=True)
    acknowledged_at = time(required=True, allow_none=True)
    undone_at = time(required=True, allow_none=True)
    undone_by = fields.String(required=True, allow_none=True)
    undoable = fields.Boolean(
        required=True,
        metadata={"description": "A warning can be taken back, and a standing unless a newer one stands."},
    )


class ReportsOnAuthor(Schema):
    """How many of the author's comments readers reported, and of those how many stand rejected by a moderator
    (`upheld`). Of more than 300 comments the newest 300 count, and `complete` is false."""

    reported = fields.Integer(required=True)
    upheld = fields.Integer(required=True)
    comments = fields.Integer(required=True)
    complete = fields.Boolean(required=True)


class AuthorShownWhole(AuthorRecordShown):
    """With everything that was done about the author, newest first. `warning` waits to be acknowledged; `strikes` is
    what stands against the author, each warning and restriction counting less and less over `strike_days`."""

    warning = fields.String(required=True, allow_none=True)
    strikes = fields.Float(required=True)
    reports = fields.Nested(ReportsOnAuthor, required=True)
    measures = fields.List(fields.Nested(MeasureShown), required=True)


class MeasureUndone(AuthorShownWhole):
    """`restored`: what became of the comments that were hidden along with it."""

    restored = fields.Nested(BulkUndone, required=True, allow_none=True)


class WarningWaiting(Schema):
    number = fields.Integer(required=True)
    message = fields.String(required=True)


class OwnWarning(Schema):
    warning = fields.Nested(WarningWaiting, required=True, allow_none=True)


class Restricted(Schema):
    """`until` is when it ends by itself, `by` who or what restricted the author, `message` what a moderator says about
    it, if anything."""

    standing = fields.Enum(Standing, by_value=True, required=True)
    until = time(required=True, allow_none=True)
    by = fields.String(required=True, validate=validate.OneOf(["moderator", "policy"]))
    message = fields.String(required=True, allow_none=True)


class OwnStanding(OwnWarning):
    """`restriction` is null for whoever may comment like everybody else."""

    restriction = fields.Nested(Restricted, required=True, allow_none=True)


class Acknowledge(Schema):
    """The number of the warning that was read."""

    number = Whole(required=True, validate=validate.Range(1, 2**53))


class ToldMeasure(Schema):
    """What was done about a person, without by whom."""

    at = time(required=True)
    standing = fields.Enum(Standing, by_value=True, required=True)
    until = time(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)
    undone_at = time(required=True, allow_none=True)


class ExportedComment(Comment):
    """A comment with what was judged of it, the bodies of its earlier revisions, and its appeals."""

    class Meta:
        unknown = INCLUDE

    earlier = fields.List(fields.String(), required=True)
    appeals = fields.List(fields.Nested(OwnAppeal), required=True)


class NoteAbout(Schema):
    """What a moderator noted, without who."""

    text = fields.String(required=True)
    at = time(required=True)


class MadeReport(Schema):
    """A report that the person made of somebody's comment."""

    class Meta:
        unknown = INCLUDE

    comment_id = fields.String(required=True)
    reason = fields.String(required=True)


class AuthorExport(Schema):
    """Everything that is stored about a person."""

    author = fields.Nested(AuthorRecordShown, required=True)
    comments = fields.List(fields.Nested(ExportedComment), required=True)
    measures = fields.List(fields.Nested(ToldMeasure), required=True)
    reports = fields.List(fields.Nested(MadeReport), required=True)
    notes = fields.List(fields.Nested(NoteAbout), required=True)


class AuthorErased(Schema):
    """How many comments lost their text and their author."""

    erased = fields.Integer(required=True)
