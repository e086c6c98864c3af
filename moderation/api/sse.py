"""Server-Sent Events: one long answer per reader, ended when the reader leaves, is too slow, or the process stops."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

from aiohttp import hdrs, web

from moderation.api.answers import CACHE_NONE
from moderation.api.middleware.observe import X_REQUEST_ID
from moderation.appkeys import CONDITION, METRICS, REQUEST_ID, Condition

_BACKLOG_BYTES = 256 * 1024
"""What may wait for a reader's network before the reader is dropped; it can resume from its last event."""
_STALLED_SECONDS = 20.0


async def stream(
    request: web.Request, kind: str, frames: AsyncIterator[bytes], extra: Mapping[str, str]
) -> web.StreamResponse:
    """Send `frames` (complete events) until they end. `kind` names the stream in the metrics.

    The first frame is awaited before the answer begins, so that what is wrong with the request can still be said.
    """
    condition = request.app[CONDITION]
    metrics = request.app[METRICS]
    response = web.StreamResponse(headers=extra)
    response.content_type = "text/event-stream"
    response.headers[hdrs.CACHE_CONTROL] = CACHE_NONE
    response.headers["X-Accel-Buffering"] = "no"
    response.headers[X_REQUEST_ID] = request[REQUEST_ID]
    if _ending(condition):
        response.force_close()
        await response.prepare(request)
        return response
    try:
        first = await anext(frames)
    except StopAsyncIteration:
        first = b": nothing here\n\n"
    await response.prepare(request)
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("an event stream is served by a task")
    condition.streams.add(task)
    readers = metrics.live_readers.labels(kind)
    readers.inc()
    try:
        await response.write(first)
        if await _copy(request, response, frames):
            metrics.live_dropped.inc()
    except asyncio.CancelledError:
        if not _ending(condition):
            raise
        task.uncancel()
    finally:
        readers.dec()
        condition.streams.discard(task)
        close = getattr(frames, "aclose", None)
        if close is not None:
            await close()
    response.force_close()
    with suppress(ConnectionError):
        await response.write_eof()
    return response


def _ending(condition: Condition) -> bool:
    return condition.draining


async def _copy(request: web.Request, response: web.StreamResponse, frames: AsyncIterator[bytes]) -> bool:
    """Whether the reader was too slow. A write to a reader that keeps up never waits, so only one whose buffers are
    full pays for a timer."""
    async for frame in frames:
        transport = request.transport
        if transport is None or transport.is_closing():
            return False
        waiting = transport.get_write_buffer_size()
        if waiting > _BACKLOG_BYTES:
            return True
        if waiting == 0:
            await response.write(frame)
            continue
        try:
            async with asyncio.timeout(_STALLED_SECONDS):
                await response.write(frame)
        except TimeoutError:
            return True
    return False
