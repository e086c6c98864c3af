"""Around every request: a name for it, a place in the metrics, and a readable answer whatever happens."""

import itertools
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from moderation.api.answers import SERVER, EncodedAnswer
from moderation.api.middleware import cors, problems
from moderation.api.middleware.cors import Origins
from moderation.appkeys import REQUEST_ID, Condition
from moderation.domain.errors import StorageUnavailable
from moderation.scoring.scorer import ScorerUnavailable
from moderation.telemetry.logs import log
from moderation.telemetry.metrics import Metrics, RouteTally

X_REQUEST_ID = "X-Request-ID"

NEVER_FRAMED = {
    hdrs.CONTENT_SECURITY_POLICY: "default-src 'none'; frame-ancestors 'none'",
    hdrs.X_FRAME_OPTIONS: "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

logger = log(__name__)
_SAFE = re.compile(r"[A-Za-z0-9._~:/+=-]{1,128}")
_PROCESS = secrets.token_hex(6)
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Observed:
    """What the middleware must know of the route that a request matched."""

    tally: RouteTally
    cross_origin: bool
    """The site's policy says which web pages may call it."""
    any_origin: bool = False
    """Any web page may."""
    answer: Callable[[Exception, str], web.Response] = problems.answer
    """How errors are told: by default as problem documents."""
    never_framed: bool = False
    """Its answers are for moderators, so no page of anybody's may show or load them."""


def new_request_id() -> str:
    return f"{_PROCESS}-{next(_numbers):08x}"


def observing(
    routes: Mapping[Handler, Observed], metrics: Metrics, condition: Condition, origins: Origins
) -> Middleware:
    """The only middleware: each further one would cost every cached read about two per cent."""
    unmatched = Observed(metrics.unmatched, cross_origin=False)

    @web.middleware
    async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
        started = perf_counter()
        given = request.headers.get(X_REQUEST_ID)
        request_id = given if given is not None and _SAFE.fullmatch(given) else new_request_id()
        request[REQUEST_ID] = request_id
        route = routes.get(handler, unmatched)
        condition.in_flight += 1
        try:
            response = await handler(request)
        except ConnectionError:
            raise
        except Exception as error:
            response = route.answer(error, request_id)
            if response.status >= 500:
                _report(error, route, request, request_id, metrics)
        finally:
            condition.in_flight -= 1
            if condition.draining and not condition.in_flight:
                condition.idle.set()
        if isinstance(response, EncodedAnswer):
            response.request_id = request_id
        elif not response.prepared:
            response.headers[X_REQUEST_ID] = request_id
            response.headers[hdrs.SERVER] = SERVER
            if route.never_framed:
                response.headers.update(NEVER_FRAMED)
            if route.cross_origin:
                await cors.mark(request, response, origins)
            elif route.any_origin:
                cors.mark_for_anybody(response)
        if condition.draining and not response.prepared:
            response.force_close()
        route.tally.note(response.status, perf_counter() - started)
        return response

    return observe


def _report(error: Exception, route: Observed, request: web.Request, request_id: str, metrics: Metrics) -> None:
    known = {"request_id": request_id, "method": request.method, "route": route.tally.route}
    if isinstance(error, StorageUnavailable):
        metrics.storage_errors.inc()
        logger.warning("storage is away", reason=error.reason, **known)
    elif isinstance(error, ScorerUnavailable):
        logger.warning("there are no scores", reason=error.reason, **known)
    else:
        logger.error("a request failed", exc_info=error, **known)
