"""Kinds of numbers in answers that several nouns share."""

from marshmallow import fields


def whole() -> fields.Integer:
    """How many."""
    return fields.Integer(required=True)


def maybe() -> fields.Float:
    """A number, or null where there is none."""
    return fields.Float(required=True, allow_none=True)
