"""Sweeps: from one comment to those that look like it."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.author import AuthorRecordShown
from moderation.api.schemas.comment import Comment
from moderation.api.schemas.texts import LONGEST_ID, Moment, Text, time
from moderation.services.values import Whole

MOST_LOOK_ALIKES = 499
"""With the comment itself they fit into one act of decisions."""
GROUNDS = ("seed", "same-text", "near-text", "same-link", "same-host", "same-author", "same-address")
AGAINST = ("approved", "good-record", "other-text")


class WriteSweep(Schema):
    comment_id = Text(least=1, most=LONGEST_ID, required=True)
    from_ms = Moment(data_key="from", load_default=None)
    to_ms = Moment(data_key="to", load_default=None)
    limit = Whole(validate=validate.Range(1, MOST_LOOK_ALIKES), load_default=200)


class LookAlike(Schema):
    """A comment of the cluster. `outlier`: something speaks against deciding it with the others."""

    comment = fields.Nested(Comment, required=True)
    version = fields.Integer(required=True)
    similarity = fields.Float(required=True, metadata={"description": "1 for the same words, 0 for unrelated ones."})
    why = fields.List(fields.String(validate=validate.OneOf(GROUNDS)), required=True)
    outlier = fields.Boolean(required=True)
    outlier_why = fields.List(fields.String(validate=validate.OneOf(AGAINST)), required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    author_record = fields.Nested(AuthorRecordShown, required=True, allow_none=True)


class Sweep(Schema):
    """The comment itself first, then its look-alikes, most alike first.

    Comments from before `kept_since` are found by their author alone, not by their looks.
    """

    from_ = time(data_key="from", required=True)
    to = time(required=True)
    kept_since = time(required=True)
    rejected = fields.Integer(required=True, metadata={"description": "Look-alikes that are rejected already."})
    left_out = fields.Integer(required=True, metadata={"description": "Look-alikes beyond `limit`."})
    items = fields.List(fields.Nested(LookAlike), required=True)
