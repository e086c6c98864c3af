"""What a policy can be set to, for programs that help people set it: every key with its kind, bounds and default."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from marshmallow import fields, validate

from moderation.domain.policy import SECRETS, Policy
from moderation.services.documents import Document
from moderation.services.policies import KEYS, PolicySchema, policy_document

_KINDS: Final[Mapping[type[fields.Field[Any]], str]] = {
    fields.Enum: "choice",
    fields.Boolean: "truth",
    fields.Integer: "whole",
    fields.Float: "number",
    fields.Dict: "thresholds",
    fields.List: "texts",
    fields.String: "text",
}
KINDS: Final = (*_KINDS.values(), "secret")


def keys_document() -> Document:
    """`keys` in the order of the schema. `least` and `most` bound a number or a threshold, the characters of a text, or
    how many texts there are; `choices` are the only values there are, or the attributes that thresholds are about."""
    known, defaults = PolicySchema().fields, policy_document(Policy())
    return {"keys": [_described(key, known[key], defaults[key]) for key in KEYS]}


def _described(key: str, field: fields.Field[Any], default: object) -> Document:
    kind = "secret" if key in SECRETS else next(kind for type_, kind in _KINDS.items() if isinstance(field, type_))
    least, most = _bounds(field)
    return {"key": key, "kind": kind, "default": default, "least": least, "most": most, "choices": _choices(field)}


def _bounds(field: fields.Field[Any] | None) -> tuple[float | None, float | None]:
    if isinstance(field, fields.Dict):
        return _bounds(field.value_field)
    for each in _validators(field):
        if isinstance(each, validate.Range | validate.Length):
            return each.min, each.max
    return None, None


def _choices(field: fields.Field[Any] | None) -> list[str]:
    match field:
        case fields.Enum():
            return [str(each.value) for each in field.enum]
        case fields.Dict():
            return _choices(field.key_field)
        case fields.List():
            return _choices(field.inner)
    return [str(choice) for each in _validators(field) if isinstance(each, validate.OneOf) for choice in each.choices]


def _validators(field: fields.Field[Any] | None) -> Sequence[Callable[[Any], Any]]:
    return () if field is None else field.validators
