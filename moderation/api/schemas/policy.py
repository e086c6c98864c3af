"""A site's policy. The rules for its values are the service's, as the command line sets policies too."""

from collections.abc import Mapping
from typing import Any

from marshmallow import INCLUDE, fields

from moderation.services.policies import PolicySchema


class PolicyShown(PolicySchema):
    """The whole policy. Secrets that are set show as `********`."""

    version = fields.Integer(required=True)


class PolicyChanges(PolicySchema):
    """What is left out stays as it is, null takes the default again, `hold.TOXICITY` names a single threshold, and the
    asterisks of a secret keep it. With `version`, the change is made only if the policy still has that version."""

    class Meta:
        unknown = INCLUDE

    version = fields.Integer()

    def load(self, data: Any, **_rest: Any) -> Any:
        return dict(data) if isinstance(data, Mapping) else data
