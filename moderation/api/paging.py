"""Lists come in pages: how many, and from where on. Cursors are the services' own words, opaque to everybody else."""

from marshmallow import fields, validate

from moderation.api.schemas.texts import Text


def limit(*, default: int, most: int) -> fields.Integer:
    return fields.Integer(
        validate=validate.Range(1, most), load_default=default, metadata={"description": "How many to answer, at most."}
    )


def cursor() -> Text:
    return Text(
        least=1, most=1024, load_default=None, metadata={"description": "`next_cursor` of the page before this one."}
    )
