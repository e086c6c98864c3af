"""How a table of routes becomes a running application: every path, every method, and OPTIONS for each."""

from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Handler

from moderation.api.endpoints import endpoint_of
from moderation.api.middleware import cors, problems
from moderation.api.middleware.cors import Origins
from moderation.api.middleware.observe import Observed
from moderation.api.routes import PARAMETER, Route
from moderation.api.translation import translated
from moderation.domain.moderator import Permission
from moderation.settings import Settings
from moderation.telemetry.metrics import Metrics


def mount(
    app: web.Application, table: Sequence[Route], settings: Settings, metrics: Metrics, origins: Origins
) -> dict[Handler, Observed]:
    """Put every route of the table, and OPTIONS for each path, into the application's router.

    Parameters match a whole encoded segment, so `%2F` in one is a slash of the article and no separator.
    """
    observed: dict[Handler, Observed] = {}
    by_path: dict[str, list[Route]] = {}
    for row in table:
        by_path.setdefault(row.path, []).append(row)
    for path, rows in by_path.items():
        resource = app.router.add_resource(PARAMETER.sub(r"{\1:[^/]+}", path))
        methods = sorted({row.method for row in rows} | {"HEAD" for row in rows if row.method == "GET"} | {"OPTIONS"})
        public = any(row.needs is Permission.PUBLIC for row in rows)
        dialect = rows[0].dialect
        answer = problems.answer if dialect is None else dialect.answer
        for row in rows:
            handler = row.raw or (endpoint_of(row, settings) if dialect is None else translated(row, dialect, settings))
            resource.add_route(row.method, handler)
            if row.method == "GET":
                resource.add_route("HEAD", handler)
            tally = metrics.route_tally(path, row.method)
            observed[handler] = Observed(
                tally,
                row.needs is Permission.PUBLIC,
                dialect is not None,
                answer,
                never_framed=dialect is None and row.needs not in (Permission.PUBLIC, Permission.OPERATE),
            )
        options = _options(methods, origins if public else None, anybody=dialect is not None)
        resource.add_route("OPTIONS", options)
        observed[options] = Observed(metrics.route_tally(path, "OPTIONS"), cross_origin=False)
        if dialect is not None:
            wrong = _wrong_method(methods)
            resource.add_route("*", wrong)
            observed[wrong] = Observed(metrics.unmatched, cross_origin=False, any_origin=True, answer=answer)
    return observed


def _options(methods: Sequence[str], origins: Origins | None, *, anybody: bool) -> Handler:
    async def options(request: web.Request) -> web.StreamResponse:
        if anybody:
            return cors.preflight_of_anybody(request, methods)
        if origins is None:
            return web.Response(status=204, headers={"Allow": ", ".join(methods)})
        return await cors.preflight(request, methods, origins)

    return options


def _wrong_method(methods: Sequence[str]) -> Handler:
    """Says so in the words of the path's interface, as the router knows only ours."""

    async def wrong(request: web.Request) -> web.StreamResponse:
        raise web.HTTPMethodNotAllowed(request.method, methods)

    return wrong
