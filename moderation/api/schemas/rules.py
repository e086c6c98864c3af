"""Trying rules on comments that were written already."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.comment import Comment
from moderation.api.schemas.texts import Text, time
from moderation.pipeline.replay import OUTCOMES
from moderation.rules.grammar import LONGEST
from moderation.services.rehearsal import MOST_COMMENTS
from moderation.services.values import Whole


class RuleField(Schema):
    """`choices` are the only texts that it can be; empty where it can be any."""

    name = fields.String(required=True)
    type = fields.String(required=True)
    meaning = fields.String(required=True)
    choices = fields.List(fields.String(), required=True)


class RuleStarter(Schema):
    name = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class RuleLimits(Schema):
    """For all rules of a site together: characters, rules, and steps (see `RulesCost`)."""

    characters = fields.Integer(required=True)
    rules = fields.Integer(required=True)
    fixed = fields.Integer(required=True)
    per_character = fields.Integer(required=True)
    dry_run = fields.Integer(required=True)


class RuleLanguage(Schema):
    """For programs that help people write rules. The starters are on trial until `try` is taken away."""

    fields_ = fields.List(fields.Nested(RuleField), required=True, data_key="fields")
    actions = fields.List(fields.String(), required=True)
    words = fields.List(fields.String(), required=True)
    starters = fields.List(fields.Nested(RuleStarter), required=True)
    limits = fields.Nested(RuleLimits, required=True)


class DryRun(Schema):
    """`rules`: all rules that the site would have, as in the policy. `last`: how many of the newest comments they are
    tried on; 0 only checks them."""

    rules = Text(most=LONGEST, required=True)
    last = Whole(load_default=1000, validate=validate.Range(0, MOST_COMMENTS))


class RehearsedChange(Schema):
    """So many comments that came to `before` would have come to `after`. `reported` is visible and in that queue,
    `refused` is not stored at all. Of them moderators have approved and rejected so many."""

    before = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    after = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    comments = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)


class RehearsedRule(Schema):
    """`alone`: what this rule would have changed as the only one; of a rule on trial, if it acted."""

    name = fields.String(required=True)
    line = fields.Integer(required=True)
    tried = fields.Boolean(required=True)
    matched = fields.Integer(required=True)
    alone = fields.List(fields.Nested(RehearsedChange), required=True)
    examples = fields.List(fields.String(), required=True)


class RehearsedComment(Schema):
    comment = fields.Nested(Comment, required=True)
    before = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    after = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    rules = fields.List(fields.String(), required=True)
    why = fields.List(fields.String(), required=True)


class RulesCost(Schema):
    """Steps that asking the rules about a comment takes at most: so many, and so many for each character."""

    fixed = fields.Integer(required=True)
    per_character = fields.Integer(required=True)


class DryRunShown(Schema):
    """`of_today` counts comments of which nothing was kept but the text: they are judged by what is known of author and
    article today. `comments` are the newest hundred that would change."""

    looked_at = fields.Integer(required=True)
    oldest_at = time(required=True, allow_none=True)
    newest_at = time(required=True, allow_none=True)
    of_today = fields.Integer(required=True)
    cost = fields.Nested(RulesCost, required=True)
    rules = fields.List(fields.Nested(RehearsedRule), required=True)
    changed = fields.Integer(required=True)
    changes = fields.List(fields.Nested(RehearsedChange), required=True)
    comments = fields.List(fields.Nested(RehearsedComment), required=True)
