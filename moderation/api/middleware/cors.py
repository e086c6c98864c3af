"""Which web pages may call the public interface: each site's policy names their origins."""

import re
from collections.abc import Iterable
from time import monotonic

from aiohttp import hdrs, web

from moderation.api.middleware.identity import X_SITE, site_of
from moderation.api.reading import split
from moderation.appkeys import HOUSE
from moderation.domain.errors import Refused, StorageUnavailable
from moderation.services.house import House

ANY = "*"
EXPOSED = "ETag, X-Request-ID, Retry-After, Idempotent-Replay"
ACCEPTED = (
    "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, X-Edit-Token, X-Request-ID, X-Site"
)
_FRESH_SECONDS = 1.0
_HEADER_NAMES = re.compile(r"[A-Za-z0-9-]{1,64}(, ?[A-Za-z0-9-]{1,64}){0,31}")


class Origins:
    """The origins of each site, remembered for a moment so that a cached read asks nobody."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    def at_hand(self, site: str) -> frozenset[str] | None:
        """What is remembered and fresh."""
        entry = self._known.get(site)
        return entry[1] if entry is not None and monotonic() < entry[0] else None

    async def of(self, house: House, site: str) -> frozenset[str]:
        """UnknownSite as the policy's reader has it. While storage is away the last known origins stay in force."""
        fresh = self.at_hand(site)
        if fresh is not None:
            return fresh
        try:
            policy = await house.access.policy(site)
        except StorageUnavailable:
            if site in self._known:
                return self._known[site][1]
            raise
        origins = frozenset(policy.origins)
        self._known[site] = (monotonic() + _FRESH_SECONDS, origins)
        return origins


ORIGINS = web.AppKey("origins", Origins)


def headers(allowed: frozenset[str], origin: str | None) -> dict[str, str]:
    """The headers of an answer. Where every origin may call, nothing depends on the caller and a CDN keeps one copy;
    credentials are never allowed, as identity travels in `Authorization`."""
    if ANY in allowed:
        return {
            hdrs.VARY: X_SITE,
            hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: ANY,
            hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: EXPOSED,
        }
    marked: dict[str, str] = {hdrs.VARY: f"{X_SITE}, {hdrs.ORIGIN}"}
    if origin is not None and origin in allowed:
        marked[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
        marked[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = EXPOSED
    return marked


_ANY_LINES = "".join(f"{name}: {value}\r\n" for name, value in headers(frozenset({ANY}), None).items()).encode()


def header_lines(allowed: frozenset[str], origin: str | None) -> bytes:
    """The same, as lines of a response head."""
    if ANY in allowed:
        return _ANY_LINES
    return "".join(f"{name}: {value}\r\n" for name, value in headers(allowed, origin).items()).encode()


_ANYBODY = {hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: ANY, hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: EXPOSED}
FOR_ANYBODY = "".join(f"{name}: {value}\r\n" for name, value in _ANYBODY.items()).encode()
"""The same headers as lines, for answers that are bytes already."""
_ASKED_BY_ANYBODY = "Authorization, Content-Type, X-Request-ID, X-Site, x-goog-api-key"


def mark_for_anybody(response: web.StreamResponse) -> None:
    """Add the headers to an answer that needs a key: any page that has one may ask, as no browser sends it unasked."""
    response.headers.update(_ANYBODY)


def preflight_of_anybody(request: web.Request, methods: Iterable[str]) -> web.Response:
    """Answer a browser that asks before such a call; clients of other products bring headers of their own."""
    response = web.Response(status=204, headers={hdrs.ALLOW: ", ".join(methods)})
    if hdrs.ORIGIN in request.headers and hdrs.ACCESS_CONTROL_REQUEST_METHOD in request.headers:
        wanted = request.headers.get(hdrs.ACCESS_CONTROL_REQUEST_HEADERS, "")
        response.headers.update(_ANYBODY)
        response.headers[hdrs.VARY] = hdrs.ACCESS_CONTROL_REQUEST_HEADERS
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_METHODS] = ", ".join(methods)
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_HEADERS] = (
            wanted if _HEADER_NAMES.fullmatch(wanted) else _ASKED_BY_ANYBODY
        )
        response.headers[hdrs.ACCESS_CONTROL_MAX_AGE] = "7200"
    return response


async def mark(request: web.Request, response: web.StreamResponse, origins: Origins) -> None:
    """Add the headers to an answer of the public interface; an unknown site has no origins."""
    try:
        site = site_of(request, split(request)[1])
        allowed = await origins.of(request.app[HOUSE], site)
    except (Refused, StorageUnavailable):
        return
    response.headers.update(headers(allowed, request.headers.get(hdrs.ORIGIN)))


async def preflight(request: web.Request, methods: Iterable[str], origins: Origins) -> web.Response:
    """Answer a browser that asks before it calls.

    A page that names its site in `X-Site` cannot do so here, as a preflight carries no such header; it is let
    through, and the answer to the call itself tells its browser whether the page may read it.
    """
    response = web.Response(status=204)
    response.headers[hdrs.ALLOW] = ", ".join(methods)
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None or hdrs.ACCESS_CONTROL_REQUEST_METHOD not in request.headers:
        return response
    wanted = request.headers.get(hdrs.ACCESS_CONTROL_REQUEST_HEADERS, "").lower()
    allowed = frozenset({ANY})
    if X_SITE.lower() not in wanted:
        allowed = await origins.of(request.app[HOUSE], site_of(request, split(request)[1]))
    response.headers[hdrs.VARY] = f"{hdrs.ORIGIN}, {hdrs.ACCESS_CONTROL_REQUEST_HEADERS}"
    if ANY in allowed or origin in allowed:
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = ANY if ANY in allowed else origin
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_METHODS] = ", ".join(methods)
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_HEADERS] = ACCEPTED
        response.headers[hdrs.ACCESS_CONTROL_MAX_AGE] = "7200"
    return response
