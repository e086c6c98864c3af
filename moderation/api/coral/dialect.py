"""How a Coral site signs its question, and how it is told of a mistake. Coral goes on without us after any error."""

from contextlib import suppress
from typing import Any

import orjson
from aiohttp import web

from moderation.api.answers import JSON
from moderation.api.dialect import Dialect, mistake_headers
from moderation.api.reading import load, mended, parse_json
from moderation.api.schemas.coral import CoralMistake
from moderation.domain.errors import Invalid, NotSignedIn, Refused, StorageUnavailable
from moderation.domain.policy import Policy
from moderation.outbound.signing import CORAL_HEADER, coral_signed


def signed(request: web.Request, body: bytes, policy: Policy) -> None:
    """Over the bytes that came: what is read from them may be written in more ways than one."""
    header = request.headers.get(CORAL_HEADER, "")
    if not policy.coral_secret or not coral_signed(header, body, policy.coral_secret):
        raise NotSignedIn(f"{CORAL_HEADER} is no signature of this body with the coral_secret of this site's policy.")


def parse(request: web.Request, body: bytes) -> dict[str, Any]:
    """As everywhere, but what is no character becomes U+FFFD: whoever writes at the Coral site must not be able to have
    the question refused."""
    if b"\\u0000" in body or b"\\ud" in body.lower():
        with suppress(ValueError, TypeError):
            body = orjson.dumps(mended(body))
    return parse_json(request, body)


def answer(error: Exception, _request_id: str) -> web.Response:
    """The answer to an error."""
    status, why = 500, "The service made a mistake."
    if isinstance(error, Invalid):
        named = "; ".join(f"{field}: {' '.join(sentences)}" for field, sentences in error.errors.items())
        status, why = error.status, named or error.detail
    elif isinstance(error, Refused):
        status, why = error.status, error.detail
    elif isinstance(error, StorageUnavailable):
        status, why = 503, "Storage is away; please try again shortly."
    elif isinstance(error, web.HTTPException):
        status, why = error.status, "Send the question by POST."
    body = orjson.dumps({"error": why})
    return web.Response(status=status, body=body, content_type=JSON, headers=mistake_headers(error))


def no_key(*_: object) -> None:
    """What is signed needs none."""


CORAL = Dialect(
    name="Coral's moderation phases",
    answer=answer,
    key=no_key,
    parse=parse,
    load=load,
    media_type=JSON,
    mistakes={
        400: "The request could not be read",
        401: "The signature is missing, or is not of this body by this site's coral_secret",
        404: "There is no such site",
        405: "This cannot be done here",
        413: "The request is too large",
        415: "The body must be JSON",
        422: "Some of the request is not valid",
        503: "Storage is away; Retry-After says when to come back",
    },
    mistake=CoralMistake,
    schemes=("coralSignature",),
    body_limit=512 << 10,
    signed=signed,
)
