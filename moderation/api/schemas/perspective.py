"""Perspective's `commentanalyzer` v1alpha1: messages as its callers send and expect them.

They are protocol buffers written as JSON, so a field may be called by either of its names (`doNotStore`,
`do_not_store`), and null is as good as nothing. What is said of a wrong value is its type, as the rest of the sentence
is the same for all (`moderation/api/perspective/mistakes.py`).
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load

from moderation.domain.policy import ATTRIBUTES

PACKAGE = "type.googleapis.com/google.commentanalyzer.v1alpha1"
MOST_ENTRIES = 100


class ProtoString(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("(TYPE_STRING)")
        return str(super()._deserialize(value, attr, data, **rest))


class ProtoBool(fields.Boolean):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("(TYPE_BOOL)")
        return super()._deserialize(value, attr, data, **rest)


class ProtoFloat(fields.Float):
    """A number, or one in a string as protocol buffers allow it; never infinite."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> float:
        try:
            if isinstance(value, bool):
                raise ValidationError("(TYPE_FLOAT)")
            return float(super()._deserialize(value, attr, data, **rest))
        except ValidationError:
            raise ValidationError("(TYPE_FLOAT)") from None


class ProtoInteger(fields.Integer):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) <= value < 2**31:
            raise ValidationError("(TYPE_INT32)")
        return int(super()._deserialize(value, attr, data, **rest))


class Message(Schema):
    """A protocol buffer in JSON."""

    @pre_load
    def _by_json_names(self, given: Any, **_: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        names = {name: field.data_key or name for name, field in self.fields.items()}
        return {names.get(name, name): value for name, value in given.items() if value is not None}

    def handle_error(self, error: ValidationError, data: Any, **_: Any) -> None:
        if not isinstance(data, Mapping):
            error.messages = {"_schema": [f"({PACKAGE}.{type(self).__name__})"]}


class TextEntry(Message):
    text = ProtoString()
    type = ProtoString(metadata={"description": "`PLAIN_TEXT`."})


class ArticleAndParentComment(Message):
    article = fields.Nested(TextEntry)
    parent_comment = fields.Nested(TextEntry, data_key="parentComment")


class Context(Message):
    """What the comment answers. It is read and changes no score."""

    entries = fields.List(fields.Nested(TextEntry))
    article_and_parent_comment = fields.Nested(ArticleAndParentComment, data_key="articleAndParentComment")


class AttributeParameters(Message):
    score_type = ProtoString(data_key="scoreType", metadata={"description": "`PROBABILITY`, which is the default."})
    score_threshold = ProtoFloat(
        data_key="scoreThreshold", metadata={"description": "Scores below are left out of the answer."}
    )


_OFFERED = ", ".join(f"`{name}`" for name in ATTRIBUTES)


class AnalyzeCommentRequest(Message):
    comment = fields.Nested(TextEntry)
    context = fields.Nested(Context)
    requested_attributes = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(AttributeParameters, allow_none=True),
        data_key="requestedAttributes",
        metadata={"description": f"Attribute to parameters, which may be `{{}}`. Attributes: {_OFFERED}."},
    )
    span_annotations = ProtoBool(
        data_key="spanAnnotations", metadata={"description": "Score each sentence by itself as well."}
    )
    languages = fields.List(
        ProtoString(), metadata={"description": "ISO 639-1 or BCP 47; without any the language is detected."}
    )
    do_not_store = ProtoBool(
        data_key="doNotStore", metadata={"description": "Nothing that is analyzed is stored, with or without it."}
    )
    client_token = ProtoString(data_key="clientToken", metadata={"description": "Comes back in the answer."})
    session_id = ProtoString(data_key="sessionId")
    community_id = ProtoString(data_key="communityId")
    drop_unsupported_attributes = ProtoBool(
        data_key="dropUnsupportedAttributes",
        metadata={"description": "Leave out what is not offered in the language, instead of an error."},
    )


class Score(Message):
    value = ProtoFloat()
    type = ProtoString()


class SpanScore(Message):
    """`begin` to `end`, half open."""

    begin = ProtoInteger()
    end = ProtoInteger()
    score = fields.Nested(Score)


class AttributeScores(Message):
    summary_score = fields.Nested(Score, data_key="summaryScore")
    span_scores = fields.List(fields.Nested(SpanScore), data_key="spanScores")


class AnalyzeCommentResponse(Message):
    """Every attribute has at least one span: the whole text, or each sentence."""

    attribute_scores = fields.Dict(
        keys=fields.String(), values=fields.Nested(AttributeScores, allow_none=True), data_key="attributeScores"
    )
    languages = fields.List(fields.String())
    detected_languages = fields.List(fields.String(), data_key="detectedLanguages")
    client_token = ProtoString(data_key="clientToken")


class SuggestCommentScoreRequest(Message):
    comment = fields.Nested(TextEntry)
    context = fields.Nested(Context)
    attribute_scores = fields.Dict(
        keys=fields.String(), values=fields.Nested(AttributeScores, allow_none=True), data_key="attributeScores"
    )
    languages = fields.List(ProtoString())
    community_id = ProtoString(data_key="communityId")
    client_token = ProtoString(data_key="clientToken")
    session_id = ProtoString(data_key="sessionId")


class SuggestCommentScoreResponse(Message):
    client_token = ProtoString(data_key="clientToken")
    requested_languages = fields.List(fields.String(), data_key="requestedLanguages")
    detected_languages = fields.List(fields.String(), data_key="detectedLanguages")


MESSAGES: tuple[type[Message], ...] = (
    AnalyzeCommentRequest,
    AnalyzeCommentResponse,
    ArticleAndParentComment,
    AttributeParameters,
    AttributeScores,
    Context,
    Score,
    SpanScore,
    SuggestCommentScoreRequest,
    SuggestCommentScoreResponse,
    TextEntry,
)
"""All of them, as the discovery document lists them."""


class PerspectiveQuery(Schema):
    """The key, how to count in spans, and what Google's clients add to every call, which changes nothing here."""

    key = fields.String(metadata={"description": "An API token of role service."})
    span_units = fields.String(
        data_key="spanUnits",
        load_default="characters",
        metadata={"description": "`characters` (Unicode code points), or `utf16` as JavaScript counts."},
    )
    alt = fields.String()
    callback = fields.String()
    access_token = fields.String()
    fields_ = fields.String(data_key="fields")
    oauth_token = fields.String()
    pretty_print = fields.String(data_key="prettyPrint")
    quota_user = fields.String(data_key="quotaUser")
    upload_protocol = fields.String(data_key="upload_protocol")
    upload_type = fields.String(data_key="uploadType")
    xgafv = fields.String(data_key="$.xgafv")


class DiscoveryQuery(PerspectiveQuery):
    version = fields.String(load_default="v1alpha1")


class Discovery(Schema):
    """A Google API discovery document."""

    kind = fields.String(required=True)
    discovery_version = fields.String(required=True, data_key="discoveryVersion")
    id = fields.String(required=True)
    name = fields.String(required=True)
    version = fields.String(required=True)
    revision = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    documentation_link = fields.String(required=True, data_key="documentationLink")
    protocol = fields.String(required=True)
    root_url = fields.String(required=True, data_key="rootUrl")
    base_url = fields.String(required=True, data_key="baseUrl")
    base_path = fields.String(required=True, data_key="basePath")
    service_path = fields.String(required=True, data_key="servicePath")
    batch_path = fields.String(required=True, data_key="batchPath")
    owner_domain = fields.String(required=True, data_key="ownerDomain")
    owner_name = fields.String(required=True, data_key="ownerName")
    icons = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    parameters = fields.Dict(keys=fields.String(), required=True)
    schemas = fields.Dict(keys=fields.String(), required=True)
    resources = fields.Dict(keys=fields.String(), required=True)


class GoogleStatus(Schema):
    code = fields.Integer(required=True)
    message = fields.String(required=True)
    status = fields.String(required=True)
    details = fields.List(fields.Dict(keys=fields.String()))


class GoogleError(Schema):
    """An error as Google's interfaces tell it."""

    error = fields.Nested(GoogleStatus, required=True)
