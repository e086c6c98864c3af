"""Models, and which of them read a site's comments."""

from marshmallow import Schema, fields

from moderation.api.paging import limit
from moderation.api.schemas.texts import Text, time


class ModelShown(Schema):
    """A model: `attributes` are those it has evidence for, `sha256` is that of its weights, `card` where to read on."""

    name = fields.String(required=True)
    language = fields.String(required=True)
    attributes = fields.List(fields.String(), required=True)
    sha256 = fields.String(required=True)
    card = fields.String(required=True)


class ModelCard(ModelShown):
    """`text` is the card itself, Markdown; `about` what the manifest says of how the model was made."""

    about = fields.Dict(keys=fields.String(), required=True)
    text = fields.String(required=True)


class LanguageModels(Schema):
    """The models for one language. `pinned` is what the site chose (null: the default one), `shadow` what it tries,
    `earlier` what was pinned before, newest first. `problem` says why a pinned model does not act in this process."""

    language = fields.String(required=True)
    acting = fields.String(required=True, allow_none=True)
    default = fields.String(required=True, allow_none=True)
    pinned = fields.String(required=True, allow_none=True)
    shadow = fields.String(required=True, allow_none=True)
    earlier = fields.List(fields.String(allow_none=True), required=True)
    problem = fields.String(required=True, allow_none=True)
    models = fields.List(fields.Nested(ModelShown), required=True)


class Models(Schema):
    items = fields.List(fields.Nested(LanguageModels), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ChooseModel(Schema):
    model = Text(least=1, most=200, required=True, allow_none=True)


class TryModel(Schema):
    model = Text(least=1, most=200, required=True)


class Judged(Schema):
    """What one model said, and what the pipeline made of it."""

    model = fields.String(required=True)
    reader = fields.String(required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    verdict = fields.String(required=True)


class Disagreement(Schema):
    comment_id = fields.String(required=True)
    at = time(required=True)
    acting = fields.Nested(Judged, required=True)
    shadow = fields.Nested(Judged, required=True)


class DisagreementsQuery(Schema):
    limit = limit(default=50, most=500)


class Disagreements(Schema):
    """`compared` and `differing` count comments since `shadow` is tried; the latest 500 that differ are kept."""

    language = fields.String(required=True)
    shadow = fields.String(required=True, allow_none=True)
    compared = fields.Integer(required=True)
    differing = fields.Integer(required=True)
    items = fields.List(fields.Nested(Disagreement), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
