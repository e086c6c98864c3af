"""Values of JSON as they are meant: true is no number, and a text is neither, whatever it looks like. And what is wrong
with one, said in one shape."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields


class Switch(fields.Boolean):
    """true or false in JSON, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Must be true or false.")
        return super()._deserialize(value, attr, data, **rest)


class Whole(fields.Integer):
    """A whole number."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(strict=True, error_messages={"invalid": "Must be a whole number."}, **rest)


class Number(fields.Float):
    """A finite number, whole or not."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(allow_nan=False, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValidationError("Must be a number.")
        number: float = super()._deserialize(value, attr, data, **rest)
        return number


def sentences_of(messages: Any, path: str = "") -> dict[str, list[str]]:
    """The messages of a ValidationError by the dotted paths of their fields: `{"author": {"name": [...]}}` becomes
    `{"author.name": [...]}`."""
    if not isinstance(messages, Mapping):
        return {path: [str(each) for each in (messages if isinstance(messages, list) else [messages])]}
    found: dict[str, list[str]] = {}
    for name, inner in messages.items():
        for where, sentences in sentences_of(inner, f"{path}.{name}" if path else str(name)).items():
            found.setdefault(where, []).extend(sentences)
    return found
