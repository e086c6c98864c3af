"""What moderators see happen in the queues."""

from aiohttp import web

from moderation.api import sse
from moderation.api.routes import Call, Media, route
from moderation.domain.moderator import Permission


async def queues(call: Call) -> web.StreamResponse:
    frames = call.house.live.queues(call.site, call.last_event_id)
    return await sse.stream(call.request, "queues", frames, {})


ROUTES = (
    route(
        "GET",
        "/v1/moderation/events",
        queues,
        needs=Permission.REVIEW,
        summary="Live events of the queues",
        answers={200: Media("text/event-stream", "Events, each with an id from which `Last-Event-ID` resumes")},
    ),
)
