"""What readers see happen: the events of one discussion, and the counts of many."""

from aiohttp import hdrs, web

from moderation.api import sse
from moderation.api.middleware import cors
from moderation.api.routes import Call, Media, route
from moderation.api.schemas.thread import ArticlesQuery
from moderation.domain.moderator import Permission

_EVENTS = Media("text/event-stream", "Events, each with an id from which `Last-Event-ID` resumes")


async def thread(call: Call) -> web.StreamResponse:
    headers = await _headers(call)
    frames = call.house.live.thread(call.site, call.path["article"], call.last_event_id)
    return await sse.stream(call.request, "thread", frames, headers)


async def counts(call: Call) -> web.StreamResponse:
    headers = await _headers(call)
    frames = call.house.live.counts(call.site, call.query["article"], call.last_event_id)
    return await sse.stream(call.request, "counts", frames, headers)


async def _headers(call: Call) -> dict[str, str]:
    """Asks for the site's origins, and so refuses an unknown site before the answer has begun."""
    allowed = await call.request.app[cors.ORIGINS].of(call.house, call.site)
    return cors.headers(allowed, call.request.headers.get(hdrs.ORIGIN))


ROUTES = (
    route(
        "GET",
        "/v1/articles/{article}/events",
        thread,
        needs=Permission.PUBLIC,
        summary="Live events of a discussion: count, comment, updated, removed",
        answers={200: _EVENTS},
    ),
    route(
        "GET",
        "/v1/events/counts",
        counts,
        needs=Permission.PUBLIC,
        summary="Live counts of up to 100 articles",
        query=ArticlesQuery,
        answers={200: _EVENTS},
    ),
)
