"""How OpenAI's callers send their key, and how they are told of a mistake."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

from moderation.api.answers import JSON
from moderation.api.dialect import Dialect, KeyUnknown, mistake_headers
from moderation.api.middleware.identity import bearer
from moderation.api.reading import load, parse_json
from moderation.api.schemas.moderations import OpenAIError
from moderation.domain.errors import Invalid, NotSignedIn, Refused, StorageUnavailable, TooFast
from moderation.scoring.scorer import ScorerUnavailable

_NO_KEY = (
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
    "(i.e. Authorization: Bearer YOUR_KEY)."
)


def key(request: web.Request, _query: Mapping[str, Any], _body: Mapping[str, Any]) -> str | None:
    return bearer(request)


def answer(error: Exception, _request_id: str) -> web.Response:
    """The answer to an error."""
    status, message, kind, param, code = _said(error)
    said = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return web.Response(status=status, body=orjson.dumps(said), content_type=JSON, headers=mistake_headers(error))


def _said(error: Exception) -> tuple[int, str, str, str | None, str | None]:
    mistaken = "invalid_request_error"
    if isinstance(error, KeyUnknown):
        return 401, "Incorrect API key provided.", mistaken, None, "invalid_api_key"
    if isinstance(error, NotSignedIn):
        return 401, _NO_KEY, mistaken, None, None
    if isinstance(error, TooFast):
        return 429, f"Rate limit reached. {error.detail}", "requests", None, "rate_limit_exceeded"
    if isinstance(error, Invalid):
        field = next(iter(error.errors), "")
        sentences = " ".join(error.errors.get(field, [])) or error.detail
        return 400, f"Invalid '{field}': {sentences}" if field else sentences, mistaken, field or None, None
    if isinstance(error, Refused):
        return error.status, error.detail, mistaken, None, None
    if isinstance(error, StorageUnavailable | ScorerUnavailable):
        return 503, "There are no scores at the moment; please try again shortly.", "server_error", None, None
    if isinstance(error, web.HTTPException):
        return error.status, f"{HTTPStatus(error.status).phrase}.", mistaken, None, None
    return 500, "The server had an error while processing your request.", "server_error", None, None


OPENAI = Dialect(
    name="OpenAI moderation",
    answer=answer,
    key=key,
    parse=parse_json,
    load=load,
    media_type=JSON,
    mistakes={
        400: "Something is wrong with the request",
        401: "There is no key, or it is not known here",
        403: "The key does not reach this",
        404: "There is no such site or document",
        405: "This cannot be done here",
        413: "The request is too large",
        415: "The body must be JSON",
        429: "The key's quota is spent; Retry-After says when to come back",
        503: "There are no scores at the moment; Retry-After says when to come back",
    },
    mistake=OpenAIError,
    schemes=("token",),
    body_limit=4 << 20,
)
