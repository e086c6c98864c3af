"""Webhooks: what an administrator asks for and is shown."""

from typing import Any

from marshmallow import Schema, fields, validate

from moderation.api.paging import cursor, limit
from moderation.api.schemas.texts import Text, WebAddress, time
from moderation.domain.queue import Queue
from moderation.domain.webhook import ANYTHING, PATTERNS, Format, Outcome
from moderation.services.values import Switch, Whole


def _events(**rest: Any) -> fields.List[str]:
    return fields.List(
        fields.String(validate=validate.OneOf(PATTERNS)), validate=validate.Length(1, len(PATTERNS)), **rest
    )


def _queues(**rest: Any) -> fields.List[str]:
    known = [str(queue) for queue in Queue]
    return fields.List(fields.String(validate=validate.OneOf(known)), validate=validate.Length(max=len(known)), **rest)


def _format(**rest: Any) -> fields.String:
    return fields.String(validate=validate.OneOf([str(each) for each in Format]), **rest)


class CreateWebhook(Schema):
    """`queues` restricts the events `queue.*` to these queues; empty means every queue."""

    url = WebAddress(required=True)
    events = _events(load_default=lambda: [ANYTHING])
    queues = _queues(load_default=list)
    format = _format(load_default=str(Format.JSON))
    title = Text(most=200, load_default="")


class ChangeWebhook(Schema):
    """What is left out stays. `enabled` true also takes up again what was disabled after failing."""

    url = WebAddress()
    events = _events()
    queues = _queues()
    format = _format()
    title = Text(most=200)
    enabled = Switch()


class RotateSecret(Schema):
    """For how long the present secret stays valid beside the new one; 0 ends it now."""

    overlap_hours = Whole(validate=validate.Range(0, 168), load_default=24)


class SecretShown(Schema):
    created_at = time(required=True)
    until = time(required=True, allow_none=True)


class WebhookShown(Schema):
    """`state`: `active`; `failing` since `failing_since`; `disabled` after failing for a day, while what happens is
    still kept for it (`waiting`) as far as there is room (`missed`); `paused` by an administrator."""

    id = fields.String(required=True)
    url = fields.String(required=True)
    title = fields.String(required=True)
    events = fields.List(fields.String(), required=True)
    queues = fields.List(fields.String(), required=True)
    format = fields.String(required=True)
    enabled = fields.Boolean(required=True)
    created_at = time(required=True)
    secrets = fields.List(fields.Nested(SecretShown), required=True)
    state = fields.String(required=True, validate=validate.OneOf(["active", "failing", "disabled", "paused"]))
    waiting = fields.Integer(required=True)
    missed = fields.Integer(required=True)
    failures = fields.Integer(required=True)
    failing_since = time(required=True, allow_none=True)
    disabled_at = time(required=True, allow_none=True)
    succeeded_at = time(required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)


class WebhookWithSecret(WebhookShown):
    secret = fields.String(required=True)


class Webhooks(Schema):
    items = fields.List(fields.Nested(WebhookShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class AttemptShown(Schema):
    """`status` is null where nothing was answered; `problem` says why it did not succeed."""

    at = time(required=True)
    milliseconds = fields.Integer(required=True)
    status = fields.Integer(required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True)


class DeliveryShown(Schema):
    id = fields.String(required=True)
    type = fields.String(required=True)
    created_at = time(required=True)
    comment_id = fields.String(required=True, allow_none=True)
    queue = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True, validate=validate.OneOf([str(each) for each in Outcome]))
    tries = fields.Integer(required=True)
    attempts = fields.List(fields.Nested(AttemptShown), required=True)


class DeliveriesQuery(Schema):
    limit = limit(default=50, most=200)
    cursor = cursor()


class Deliveries(Schema):
    items = fields.List(fields.Nested(DeliveryShown), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class Replayed(Schema):
    replayed = fields.Integer(required=True)
