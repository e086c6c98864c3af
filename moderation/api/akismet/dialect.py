"""How Akismet's callers send their key and their forms, and how they are told of a mistake.

Whatever is wrong with a request, the answer is 200 and `invalid`, and a header says why. Only what an HTTP client has
to understand by itself has a status of its own: wrong methods, bodies too large, spent quotas, and that we are away.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from moderation.api.dialect import Dialect, KeyUnknown, mistake_headers
from moderation.api.middleware.identity import bearer
from moderation.api.reading import load
from moderation.domain.errors import Malformed, NotSignedIn, Refused, StorageUnavailable, TooFast, TooLarge
from moderation.scoring.scorer import ScorerUnavailable

HELP = "X-akismet-debug-help"
_MOST_FIELDS = 500
_LONGEST_HELP = 500


def key(request: web.Request, _query: Mapping[str, Any], body: Mapping[str, Any]) -> str | None:
    """`api_key` of the form, or `key` as verify-key has it, or `Authorization: Bearer`."""
    found = body.get("api_key") or body.get("key")
    return str(found) if found else bearer(request)


def parse(_request: web.Request, body: bytes) -> dict[str, Any]:
    """A form; of a field that comes more than once the last one counts. Bytes that are not UTF-8 become U+FFFD."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Malformed(f"The form has more than {_MOST_FIELDS} fields.") from None
    return dict(pairs)


def answer(error: Exception, _request_id: str) -> web.Response:
    """`invalid`, and why."""
    status, why = 500, "The service made a mistake."
    if isinstance(error, KeyUnknown):
        status, why = 200, "This key is not known here."
    elif isinstance(error, NotSignedIn):
        status, why = 200, 'Empty "api_key" value'
    elif isinstance(error, TooFast):
        status, why = 429, error.detail
    elif isinstance(error, TooLarge):
        status, why = 413, error.detail
    elif isinstance(error, Refused):
        status, why = 200, error.detail
    elif isinstance(error, StorageUnavailable | ScorerUnavailable):
        status, why = 503, "There are no scores at the moment; please try again shortly."
    elif isinstance(error, web.HTTPException):
        status, why = error.status, "Send a form by POST."
    # A sentence may name what was sent, and a header holds no control characters.
    told = "".join(sign if sign.isprintable() else "?" for sign in why[:_LONGEST_HELP])
    return web.Response(status=status, text="invalid", headers=mistake_headers(error) | {HELP: told})


AKISMET = Dialect(
    name="Akismet",
    answer=answer,
    key=key,
    parse=parse,
    load=load,
    media_type="application/x-www-form-urlencoded",
    mistakes={
        405: "This cannot be done here",
        413: "The request is too large",
        429: "The key's quota is spent; Retry-After says when to come back",
        503: "There are no scores at the moment; Retry-After says when to come back",
    },
    mistake=None,
    schemes=("token",),
    body_limit=1 << 20,
    key_in_body=True,
)
