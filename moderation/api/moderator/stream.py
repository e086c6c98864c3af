"""What moderators see happen in the queues."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic

from aiohttp import web

from moderation.api import sse
from moderation.api.middleware.admission import still_admitted
from moderation.api.routes import Call, Media, route
from moderation.domain.moderator import Permission


async def queues(call: Call) -> web.StreamResponse:
    frames = call.house.live.queues(call.site, call.last_event_id)
    return await sse.stream(call.request, "queues", _while_admitted(call, frames), {})


async def _while_admitted(call: Call, frames: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """The frames, until the caller's token or session has ended, or storage is away: a stream must not outlive what
    opened it, nor seem live when nothing can be told, by more than a heartbeat."""
    checked = monotonic()
    async with aclosing(frames):
        async for each in frames:
            if monotonic() - checked >= call.settings.sse_heartbeat_seconds:
                if not await still_admitted(call.house, call.site, call.request, call.session):
                    return
                checked = monotonic()
            yield each


ROUTES = (
    route(
        "GET",
        "/v1/moderation/events",
        queues,
        needs=Permission.REVIEW,
        summary="Live events of the queues",
        answers={
            200: Media(
                "text/event-stream",
                "Events, each with an id from which `Last-Event-ID` resumes. The stream ends with the token or session "
                "that opened it, and while storage is away",
            )
        },
    ),
)
