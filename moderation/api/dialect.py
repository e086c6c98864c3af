"""Other products' interfaces: how their callers send a key and a question, and how they are told of a mistake."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs, web
from marshmallow import Schema

from moderation.api.middleware.problems import whole_seconds
from moderation.domain.errors import NotSignedIn, StorageUnavailable, TooFast
from moderation.domain.policy import Policy
from moderation.scoring.scorer import ScorerUnavailable


class KeyUnknown(NotSignedIn):
    slug, title = "key-unknown", "This key is not known here"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs from our own interface. The rest (permission, schemas, metrics, OpenAPI) is the route table's."""

    name: str
    """Whose interface it is, as the documentation calls it."""
    answer: Callable[[Exception, str], web.Response]
    """The answer to an error, given the request's id."""
    key: Callable[[web.Request, Mapping[str, Any], Mapping[str, Any]], str | None]
    """The caller's key, given the query and, where `key_in_body`, the body; NotSignedIn for what cannot be one."""
    parse: Callable[[web.Request, bytes], dict[str, Any]]
    """The body as a document, before its schema is asked."""
    load: Callable[[Schema, dict[str, Any]], dict[str, Any]]
    """The document as its schema loads it."""
    media_type: str
    """Of request bodies."""
    mistakes: Mapping[int, str]
    """Statuses of its errors, and what they mean."""
    mistake: type[Schema] | None
    """What its errors look like; None where they are plain text."""
    schemes: tuple[str, ...]
    """Ways to send the key, as the OpenAPI document names them."""
    body_limit: int = 65_536
    key_in_body: bool = False
    signed: Callable[[web.Request, bytes, Policy], None] | None = None
    """NotSignedIn unless the body, as it came, is signed with a secret of the site's policy. No key is asked then."""


def mistake_headers(error: Exception) -> dict[str, str]:
    """What an answer to an error says to any HTTP client: when to come back, which methods there are."""
    headers: dict[str, str] = {hdrs.CACHE_CONTROL: "no-store"}
    if isinstance(error, TooFast | StorageUnavailable):
        headers[hdrs.RETRY_AFTER] = whole_seconds(error.retry_after)
    elif isinstance(error, ScorerUnavailable):
        headers[hdrs.RETRY_AFTER] = whole_seconds(1.0)
    elif isinstance(error, web.HTTPMethodNotAllowed):
        headers[hdrs.ALLOW] = ", ".join(sorted(error.allowed_methods))
    return headers
