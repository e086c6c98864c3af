"""OpenAI's moderation interface: what its callers send and expect."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from moderation.api.schemas.texts import Text

MOST_INPUTS = 100
LONGEST_INPUT = 100_000


class Address(Schema):
    url = Text(most=1 << 20, required=True)
    detail = Text(most=20)


class Part(Schema):
    """A piece of one input; only text is looked at."""

    type = fields.String(required=True, validate=validate.OneOf(["text", "image_url"]))
    text = Text(most=LONGEST_INPUT)
    image_url = fields.Nested(Address)


class Input(fields.Raw):
    """A text, several, or the parts of one: a list of lists of `(kind, text)`, one list for each answer."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> list[list[str]]:
        given = super()._deserialize(value, attr, data, **rest)
        text = Text(least=1, most=LONGEST_INPUT)
        if isinstance(given, str):
            return [[str(text.deserialize(given))]]
        if not isinstance(given, list) or not 1 <= len(given) <= MOST_INPUTS:
            raise ValidationError(f"Must be a string or a list of 1 to {MOST_INPUTS} strings or parts.")
        if isinstance(given[0], str):
            return [[str(text.deserialize(each))] for each in given]
        parts = Part(many=True).load(given)
        texts = [part["text"] for part in parts if part["type"] == "text" and part.get("text")]
        if not texts:
            raise ValidationError("There is no text in it, and images are not looked at here.")
        return [texts]


class ModerationRequest(Schema):
    """Whatever model is asked for, the site's own one answers and is named."""

    class Meta:
        unknown = EXCLUDE

    model = Text(most=200, allow_none=True)
    input = Input(required=True, metadata={"description": "A text, a list of texts, or a list of typed parts."})


class ModerationResult(Schema):
    """The same 13 categories in each map. One that no model here has evidence for scores 0 and applies to nothing."""

    flagged = fields.Boolean(required=True)
    categories = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    category_scores = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    category_applied_input_types = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


class ModerationResponse(Schema):
    id = fields.String(required=True)
    model = fields.String(required=True)
    results = fields.List(fields.Nested(ModerationResult), required=True)


class OpenAIMistake(Schema):
    message = fields.String(required=True)
    type = fields.String(required=True)
    param = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)


class OpenAIError(Schema):
    """An error as OpenAI's interface tells it."""

    error = fields.Nested(OpenAIMistake, required=True)
