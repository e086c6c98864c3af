"""What a site has learned from its moderators, and thresholds from a target."""

from marshmallow import Schema, fields, validate

from moderation.api.schemas.texts import Text, time
from moderation.services.values import Number, Switch


class SiteModelVersion(Schema):
    """A promoted model of the site's own. `about` is what was measured when it was promoted: labels it was trained and
    judged on, how many of them each released model (`base`) had scored, ROC AUC and log loss before and after with the
    gain's interval of 95 %, how far it moved."""

    number = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    promoted_at = time(required=True)
    about = fields.Dict(keys=fields.String(), required=True)


class LabelSource(Schema):
    """Who labelled: a moderator, or another program (`outside`). `agreement` tells how the labels follow what everybody
    else's lead one to expect (1: as closely, 0: not at all), `trust` multiplies their weight, `share` is what they have
    of all weight."""

    source = fields.String(required=True)
    name = fields.String(required=True)
    outside = fields.Boolean(required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    agreement = fields.Float(required=True, allow_none=True)
    trust = fields.Float(required=True)
    share = fields.Float(required=True)
    ignored = fields.Boolean(required=True)


class Labels(Schema):
    """As of the latest attempt; `new` counts decisions, and what else is audited of comments, since then."""

    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    new = fields.Integer(required=True)
    sources = fields.List(fields.Nested(LabelSource), required=True)


class Attempt(Schema):
    """`promoted` is the number of the version that came of it, null if none did; `why` says why or why not."""

    at = time(required=True)
    actor = fields.String(required=True)
    promoted = fields.Integer(required=True, allow_none=True)
    why = fields.String(required=True)
    alarms = fields.List(fields.String(), required=True)
    about = fields.Dict(keys=fields.String(), required=True)


class LearningShown(Schema):
    """`model` gives LIKELY_TO_REJECT; null while the site has none of its own. `paused`: somebody rolled back, and
    nothing is promoted until an attempt is asked for."""

    enabled = fields.Boolean(required=True)
    paused = fields.Boolean(required=True)
    model = fields.Nested(SiteModelVersion, required=True, allow_none=True)
    versions = fields.List(fields.Nested(SiteModelVersion), required=True)
    ignored = fields.List(fields.String(), required=True)
    labels = fields.Nested(Labels, required=True)
    alarms = fields.List(fields.String(), required=True)
    attempts = fields.List(fields.Nested(Attempt), required=True)


class SetLearning(Schema):
    """What is left out stays. `ignored` names the sources that are not listened to, all of them."""

    enabled = Switch()
    ignored = fields.List(Text(least=1, most=200), validate=validate.Length(max=100))


class MeasuredShare(Schema):
    share = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)


class SuggestThreshold(Schema):
    """`hold_fine_at_most`: the share of fine comments that may be held, such as 0.03."""

    hold_fine_at_most = Number(required=True)
    attribute = Text(least=1, most=100, load_default="TOXICITY")
    apply = Switch(load_default=False)


class ThresholdSuggested(Schema):
    """The lowest threshold that keeps to the target, the policy's present one, and what it does: shares of the fine and
    of the bad comments that are held, with intervals of 95 %. `basis` is `decisions` (the site's own) or `released
    model`."""

    attribute = fields.String(required=True)
    hold_fine_at_most = fields.Float(required=True)
    threshold = fields.Float(required=True)
    present = fields.Float(required=True, allow_none=True)
    fine_held = fields.Nested(MeasuredShare, required=True)
    recall = fields.Nested(MeasuredShare, required=True)
    basis = fields.String(required=True)
    comments = fields.Integer(required=True)
    decided = fields.Integer(required=True)
    applied = fields.Boolean(required=True)
