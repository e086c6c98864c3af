"""The last place where an answer could look different: requests that are no HTTP, and so never reach a route."""

import asyncio
from typing import Any

from aiohttp import hdrs, web
from aiohttp.web_protocol import RequestHandler

from moderation.api.answers import SERVER
from moderation.api.middleware import problems
from moderation.api.middleware.observe import X_REQUEST_ID, new_request_id
from moderation.telemetry.logs import log

LONGEST_LINE = 65_536
"""Bytes of a request line: the counts of a hundred articles that are called by their addresses take eleven thousand."""

logger = log(__name__)


class ProblemRequestHandler(RequestHandler):
    """Answers what aiohttp's parser refuses as a problem, and logs it in one line instead of a traceback."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError("An answer has begun already and cannot become another one.")
        request_id = new_request_id()
        if status >= 500:
            logger.error("a request failed outside its route", exc_info=exc, request_id=request_id)
            response = problems.answer(RuntimeError(), request_id)
        else:
            logger.debug("a request was not HTTP", status=status, why=str(message), request_id=request_id)
            response = problems.problem(
                status, "malformed", "The request could not be read", "This is not valid HTTP.", request_id
            )
        response.headers[X_REQUEST_ID] = request_id
        response.headers[hdrs.SERVER] = SERVER
        response.force_close()
        return response


class ProblemServer(web.Server):
    """aiohttp's server, with our handler of broken requests."""

    def __call__(self) -> RequestHandler:
        return ProblemRequestHandler(self, loop=self._loop, **self._kwargs)


class ProblemRunner(web.AppRunner):
    """Runs an application on that server."""

    __slots__ = ()

    async def _make_server(self) -> web.Server:
        plain = await super()._make_server()
        kwargs: dict[str, Any] = {"max_line_size": LONGEST_LINE} | dict(self._kwargs)
        return ProblemServer(
            plain.request_handler, request_factory=plain.request_factory, loop=asyncio.get_running_loop(), **kwargs
        )
