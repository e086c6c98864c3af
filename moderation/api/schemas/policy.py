"""A site's policy. The rules for its values are the service's, as the command line sets policies too."""

from collections.abc import Mapping
from typing import Any

from marshmallow import INCLUDE, Schema, fields, validate

from moderation.services.policies import PolicySchema
from moderation.services.policy_keys import KINDS
from moderation.services.values import Whole


class PolicyShown(PolicySchema):
    """The whole policy. Secrets that are set show as `********`."""

    version = fields.Integer(required=True)


class PolicyChanges(PolicySchema):
    """What is left out stays as it is, null takes the default again, `hold.TOXICITY` names a single threshold, and the
    asterisks of a secret keep it. With `version`, the change is made only if the policy still has that version."""

    class Meta:
        unknown = INCLUDE

    version = Whole()

    def load(self, data: Any, **_rest: Any) -> Any:
        return dict(data) if isinstance(data, Mapping) else data


class PolicyKey(Schema):
    """`least` and `most` bound a number or a threshold, the characters of a text, or how many texts there are.
    `choices` are the only values that it, or each of its texts, can have, or the attributes that its thresholds are
    about; empty where it can be any."""

    key = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    default = fields.Raw(required=True)
    least = fields.Float(required=True, allow_none=True)
    most = fields.Float(required=True, allow_none=True)
    choices = fields.List(fields.String(), required=True)


class PolicyKeys(Schema):
    """For programs that help people set a policy: every key but its version."""

    keys = fields.List(fields.Nested(PolicyKey), required=True)
