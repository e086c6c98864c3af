"""Long answers: JSON objects, one a line, sent as they are found."""

from collections.abc import AsyncIterator, Mapping

import orjson
from aiohttp import hdrs, web

from moderation.api.answers import CACHE_NONE, SERVER
from moderation.api.middleware.observe import X_REQUEST_ID
from moderation.appkeys import REQUEST_ID
from moderation.telemetry.logs import log

_TOGETHER = 64 * 1024
"""Bytes that are sent together."""

logger = log(__name__)


async def stream(request: web.Request, name: str, documents: AsyncIterator[Mapping[str, object]]) -> web.StreamResponse:
    """Send documents as the file `name`. The first is awaited before the answer begins, so that what is wrong with the
    request can still be said; whatever goes wrong later breaks the connection off, so that nobody takes a part for the
    whole."""
    first = await anext(documents, None)
    response = web.StreamResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.content_type = "application/x-ndjson"
    response.headers[hdrs.CACHE_CONTROL] = CACHE_NONE
    response.headers[hdrs.SERVER] = SERVER
    response.headers[X_REQUEST_ID] = request[REQUEST_ID]
    await response.prepare(request)
    waiting = bytearray()
    try:
        if first is not None:
            waiting += orjson.dumps(first) + b"\n"
            async for document in documents:
                waiting += orjson.dumps(document) + b"\n"
                if len(waiting) > _TOGETHER:
                    await response.write(bytes(waiting))
                    waiting.clear()
        await response.write(bytes(waiting))
        await response.write_eof()
    except ConnectionError:
        raise
    except Exception as error:
        logger.exception("an export broke off", request_id=request[REQUEST_ID])
        raise ConnectionResetError("An answer has begun already and cannot become another one.") from error
    return response
