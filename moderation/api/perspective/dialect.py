"""How Perspective's callers send their key and their messages."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from aiohttp import web

from moderation.api.dialect import Dialect
from moderation.api.middleware.identity import bearer
from moderation.api.perspective import mistakes
from moderation.api.reading import mended
from moderation.api.schemas.perspective import GoogleError

BODY_LIMIT: Final = 4 << 20
"""Bytes of a request: a comment and what it answers, of which an entry may have a megabyte."""
_DEEPEST: Final = 100


def key(request: web.Request, query: Mapping[str, Any], _body: Mapping[str, Any]) -> str | None:
    """`?key=`, or `x-goog-api-key`, or `Authorization: Bearer`."""
    found = query.get("key") or request.headers.get("x-goog-api-key")
    return found if found is not None else bearer(request)


def parse(_request: web.Request, body: bytes) -> dict[str, Any]:
    """A JSON object, whatever the body is said to be: curl calls it a form, pages that avoid a preflight plain text.
    Half of a surrogate pair, as JavaScript leaves it when it cuts a text, becomes U+FFFD."""
    try:
        document = orjson.loads(body) if body else {}
    except orjson.JSONDecodeError as why:
        if "surrogate in string" not in str(why):
            raise mistakes.not_json(f"{why}.") from None
        try:
            document = mended(body, _DEEPEST)
        except ValueError as mistake:
            raise mistakes.not_json(f"{mistake}.") from None
    if not isinstance(document, dict):
        raise mistakes.not_json("Root element must be a message.")
    return document


PERSPECTIVE = Dialect(
    name="Perspective",
    answer=mistakes.answer,
    key=key,
    parse=parse,
    load=mistakes.load,
    media_type="application/json",
    mistakes={
        400: "Something is wrong with the request, or the key is not valid",
        403: "There is no key, or it does not reach this",
        404: "There is no such site or document",
        405: "This cannot be done here",
        413: "The request is too large",
        429: "The key's quota is spent; Retry-After says when to come back",
        503: "There are no scores at the moment; Retry-After says when to come back",
    },
    mistake=GoogleError,
    schemes=("key", "googleKey", "token"),
    body_limit=BODY_LIMIT,
)
