"""Errors as Google's interfaces tell them, word for word where clients look at the words.

The bodies are those that Perspective sent, as far as they are documented or were seen by its callers: several clients
read `languageNotSupportedByAttributeError`, drop the attribute it names and try again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web
from marshmallow import Schema, ValidationError, fields

from moderation.api.answers import JSON
from moderation.api.dialect import KeyUnknown, mistake_headers
from moderation.api.schemas.perspective import PACKAGE
from moderation.domain.errors import Invalid, Malformed, NotSignedIn, Refused, StorageUnavailable, TooFast, TooLarge
from moderation.scoring.scorer import ScorerUnavailable

SERVICE = "commentanalyzer.googleapis.com"
_RPC = "type.googleapis.com/google.rpc"
_WORDS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    409: "ABORTED",
    413: "INVALID_ARGUMENT",
    415: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other "
    "form of API consumer identity to call this API."
)
_WRONG_KEY = "API key not valid. Please pass a valid API key."
_PAYLOAD = "Invalid JSON payload received. "
_MOST_SHOWN = 100


class Refusal(Refused):
    """An error whose words the protocol knows; `details` are its `error.details`."""

    def __init__(self, message: str, details: Sequence[Mapping[str, object]] = (), status: int = 400) -> None:
        super().__init__(message)
        self.details = details
        self.status = status


def refusal(kind: str, message: str, **more: object) -> Refusal:
    """An error of Perspective's own, `kind` being its errorType."""
    return Refusal(message, [{"@type": f"{PACKAGE}.Error", "errorType": kind, **more}])


def language_not_supported(attribute: str, requested: Sequence[str], detected: Sequence[str]) -> Refusal:
    """Both lists are always there, each standing in for the other, as some clients read the one and some the other."""
    languages = list(requested or detected)
    return refusal(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {', '.join(languages)}",
        languageNotSupportedByAttributeError={
            "detectedLanguages": list(detected or requested),
            "requestedLanguages": languages,
            "attribute": attribute,
        },
    )


def answer(error: Exception, _request_id: str) -> web.Response:
    """The answer to an error."""
    status, message, details = _said(error)
    said: dict[str, object] = {"code": status, "message": message, "status": _WORDS.get(status, "UNKNOWN")}
    if details:
        said["details"] = details
    return web.Response(
        status=status, body=orjson.dumps({"error": said}), content_type=JSON, headers=mistake_headers(error)
    )


def _said(error: Exception) -> tuple[int, str, Sequence[Mapping[str, object]]]:
    if isinstance(error, Refusal):
        return error.status, error.detail, error.details
    if isinstance(error, KeyUnknown):
        about = {"service": SERVICE}
        return 400, _WRONG_KEY, [_info("API_KEY_INVALID", about), _localized(_WRONG_KEY)]
    if isinstance(error, NotSignedIn):
        return 403, _NO_KEY, []
    if isinstance(error, TooFast):
        return 429, *_quota(error)
    if isinstance(error, TooLarge):
        return 413, f"Request payload size exceeds the limit. {error.detail}", []
    if isinstance(error, Invalid | Malformed):
        return 400, error.detail, [_bad_request([{"description": error.detail}])]
    if isinstance(error, Refused):
        return error.status, error.detail, []
    if isinstance(error, StorageUnavailable | ScorerUnavailable):
        return 503, "The service is currently unavailable.", []
    if isinstance(error, web.HTTPException):
        return error.status, f"{HTTPStatus(error.status).phrase}.", []
    return 500, "Internal error encountered.", []


def _quota(error: TooFast) -> tuple[str, list[Mapping[str, object]]]:
    limit, key = error.extra.get("limit", ""), error.extra.get("key", "")
    message = (
        "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)' and limit 'Analysis requests "
        f"(AnalyzeComment) per minute' of service '{SERVICE}' for consumer 'api_key:{key}'."
    )
    about = {
        "service": SERVICE,
        "quota_metric": "CommentAnalyzerService/analyze_requests",
        "quota_limit": "AnalyzeRequestsPerMinutePerProject",
        "quota_limit_value": f"{limit}",
        "quota_location": "global",
        "consumer": f"api_key:{key}",
    }
    return message, [_info("RATE_LIMIT_EXCEEDED", about)]


def _info(reason: str, about: Mapping[str, str]) -> Mapping[str, object]:
    return {"@type": f"{_RPC}.ErrorInfo", "reason": reason, "domain": "googleapis.com", "metadata": about}


def _localized(message: str) -> Mapping[str, object]:
    return {"@type": f"{_RPC}.LocalizedMessage", "locale": "en-US", "message": message}


def _bad_request(violations: Sequence[Mapping[str, str]]) -> Mapping[str, object]:
    return {"@type": f"{_RPC}.BadRequest", "fieldViolations": violations}


def not_json(why: str) -> Refusal:
    """A body that is no JSON object."""
    message = _PAYLOAD + why
    return Refusal(message, [_bad_request([{"description": message}])])


def load(schema: Schema, document: dict[str, Any]) -> dict[str, Any]:
    """The message as its schema loads it; Refusal with everything that is wrong with it."""
    try:
        loaded: dict[str, Any] = schema.load(document)
    except ValidationError as why:
        violations = list(_in_message(schema, why.messages, document, ""))
        message = "\n".join(violation["description"] for violation in violations)
        raise Refusal(message, [_bad_request(violations)]) from None
    return loaded


def _in_message(schema: Schema, messages: Any, given: Any, path: str) -> Iterator[dict[str, str]]:
    """What marshmallow says of each field, as sentences about paths such as `requested_attributes[0].value`."""
    if isinstance(messages, list) or "_schema" in messages:
        [said] = messages if isinstance(messages, list) else messages["_schema"]
        yield _wrong(path, said, given)
        return
    by_name = {field.data_key or name: (name, field) for name, field in schema.fields.items()}
    for named, inner in messages.items():
        if named in by_name:
            name, field = by_name[named]
            value = given.get(named, given.get(name))
            yield from _in_field(field, inner, value, f"{path}.{name}" if path else name)
        else:
            where = f" at '{path}'" if path else ""
            said = f'{_PAYLOAD}Unknown name "{_printable(str(named))}"{where}: Cannot find field.'
            yield {**({"field": path} if path else {}), "description": said}


def _in_field(field: fields.Field[Any], messages: Any, given: Any, path: str) -> Iterator[dict[str, str]]:
    if isinstance(field, fields.Nested):
        yield from _in_message(field.schema, messages, given, path)
    elif isinstance(messages, list):
        kind = str({fields.Dict: "(Map)", fields.List: "(list)"}.get(type(field), messages[0]))
        yield _wrong(path, kind, given)
    elif isinstance(field, fields.Dict) and field.value_field is not None:
        for name, inner in messages.items():
            at = f"{path}[{list(given).index(name)}].value"
            yield from _in_field(field.value_field, inner["value"], given[name], at)
    elif isinstance(field, fields.List):
        for number, inner in messages.items():
            yield from _in_field(field.inner, inner, given[number], f"{path}[{number}]")


def _wrong(path: str, kind: str, given: Any) -> dict[str, str]:
    return {"field": path, "description": f"Invalid value at '{path}' {kind}, {_shown(given)}"}


def _shown(value: Any) -> str:
    return _printable(json.dumps(value, ensure_ascii=False))


def _printable(text: str) -> str:
    return text[:_MOST_SHOWN].encode("utf-8", "replace").decode("utf-8")
