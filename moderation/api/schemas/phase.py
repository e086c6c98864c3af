"""External moderation phases: what an administrator asks for and is shown."""

from typing import Any

from marshmallow import Schema, fields, validate

from moderation.api.schemas.texts import Prose, Text, WebAddress, time
from moderation.api.schemas.webhook import SecretShown
from moderation.domain.external_phase import LEAST_DEADLINE_MS, LONGEST_DEADLINE_MS, BodyFormat
from moderation.domain.policy import OnFailure
from moderation.services.values import Switch, Whole


def _format(**rest: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(each) for each in BodyFormat]), **rest)


def _deadline(**rest: Any) -> fields.Integer:
    return Whole(validate=validate.Range(LEAST_DEADLINE_MS, LONGEST_DEADLINE_MS), **rest)


def _on_silence(**rest: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(each) for each in OnFailure]), **rest)


class CreatePhase(Schema):
    """`title` is what moderators read; `on_silence` what becomes of a comment of which it said nothing in time;
    `may_approve` lets its APPROVED set our doubts aside."""

    url = WebAddress(required=True)
    title = Prose(most=100, required=True)
    format = _format(load_default=str(BodyFormat.TEXT))
    deadline_ms = _deadline(load_default=1000)
    on_silence = _on_silence(load_default=str(OnFailure.PUBLISH))
    may_approve = Switch(load_default=False)


class ChangePhase(Schema):
    """What is left out stays."""

    url = WebAddress()
    title = Prose(most=100)
    format = _format()
    deadline_ms = _deadline()
    on_silence = _on_silence()
    may_approve = Switch()
    enabled = Switch()


class PhaseShown(Schema):
    id = fields.String(required=True)
    url = fields.String(required=True)
    title = fields.String(required=True)
    format = fields.String(required=True)
    deadline_ms = fields.Integer(required=True)
    on_silence = fields.String(required=True)
    may_approve = fields.Boolean(required=True)
    enabled = fields.Boolean(required=True)
    created_at = time(required=True)
    secrets = fields.List(fields.Nested(SecretShown), required=True)


class PhaseWithSecret(PhaseShown):
    secret = fields.String(required=True)


class Phases(Schema):
    items = fields.List(fields.Nested(PhaseShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TryPhase(Schema):
    body = Text(least=1, most=5000, required=True)


class PhaseSaid(Schema):
    """`status` is null where nothing was understood of the answer that decides."""

    status = fields.String(allow_none=True)
    flags = fields.List(fields.String())
    reason = fields.String(allow_none=True)


class PhaseTried(Schema):
    """`status` and `milliseconds` of the HTTP answer; `answer` as we understood it, or `problem` why not."""

    status = fields.Integer(required=True, allow_none=True)
    milliseconds = fields.Integer(required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)
    answer = fields.Nested(PhaseSaid, required=True, allow_none=True)
