"""Errors as people and programs can read them: `application/problem+json` (RFC 9457), one table for all of them."""

import math
from http import HTTPStatus

import orjson
from aiohttp import hdrs, web

from moderation.api.causes import causes_of
from moderation.domain.errors import Refused, StorageUnavailable

PROBLEM = "application/problem+json"

# What aiohttp itself refuses, in our words: status -> (slug, title)
_OWN_WORDS = {
    400: ("malformed", "The request could not be read"),
    404: ("not-found", "There is nothing here"),
    405: ("method-not-allowed", "This cannot be done here"),
    413: ("too-large", "The request is too large"),
    417: ("expectation-failed", "This expectation cannot be met"),
}


def problem(
    status: int, slug: str, title: str, detail: str, request_id: str, extra: dict[str, object] | None = None
) -> web.Response:
    document = {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": request_id,
        **(extra or {}),
    }
    body = orjson.dumps(document, default=str)
    return web.Response(status=status, body=body, content_type=PROBLEM, headers={hdrs.CACHE_CONTROL: "no-store"})


def answer(error: Exception, request_id: str) -> web.Response:
    """The answer to an error. What nobody foresaw says nothing about our inside, only how to name it to us."""
    if isinstance(error, Refused):
        extra = dict(error.extra)
        if error.errors:
            extra["errors"] = error.errors
            if causes := causes_of(error.errors):
                extra["causes"] = causes
        response = problem(error.status, error.slug, error.title, error.detail, request_id, extra)
        if error.retry_after is not None:
            response.headers[hdrs.RETRY_AFTER] = whole_seconds(error.retry_after)
        if error.status == HTTPStatus.UNAUTHORIZED:
            response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
        return response
    if isinstance(error, StorageUnavailable):
        sentence = "The service cannot reach its storage at the moment; please try again shortly."
        response = problem(503, "storage-unavailable", "Storage is away", sentence, request_id)
        response.headers[hdrs.RETRY_AFTER] = whole_seconds(error.retry_after)
        return response
    if isinstance(error, web.HTTPException):
        return _in_our_words(error, request_id)
    sentence = "Something went wrong on our side. Please quote the request_id when you report it."
    return problem(500, "internal", "The service made a mistake", sentence, request_id)


def _in_our_words(error: web.HTTPException, request_id: str) -> web.Response:
    fallback = HTTPStatus(error.status).phrase
    slug, title = _OWN_WORDS.get(error.status, (fallback.lower().replace(" ", "-"), fallback))
    detail = title + "."
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        detail = f"{error.method[:20]} is not among the methods of this address: {allowed}."
    response = problem(error.status, slug, title, detail, request_id)
    for name in (hdrs.ALLOW, hdrs.RETRY_AFTER, hdrs.LOCATION):
        if name in error.headers:
            response.headers[name] = error.headers[name]
    return response


def whole_seconds(seconds: float) -> str:
    """As Retry-After says it: at least one."""
    return str(max(1, math.ceil(seconds)))
