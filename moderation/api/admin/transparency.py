"""The yearly transparency report."""

import base64
import hashlib
from typing import Any

from aiohttp import web

from moderation.api.answers import CACHE_NONE, Reply
from moderation.api.routes import Call, Media, route
from moderation.api.schemas.transparency import Counting, TransparencyPage, TransparencyReport
from moderation.domain.errors import NotFound
from moderation.domain.moderator import Permission
from moderation.services.transparency_forms import STYLE, csv_of, html_of

_AGAIN = {"Retry-After": "10"}
_ONLY_ITS_STYLE = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
}


async def report(call: Call) -> Reply:
    found = await _report(call)
    return Reply(202, {"status": "counting"}, _AGAIN) if found is None else Reply(200, found)


async def table(call: Call) -> Reply | web.Response:
    found = await _report(call)
    if found is None:
        return Reply(202, {"status": "counting"}, _AGAIN)
    name = f"transparency-{call.site}-{found['year']}.csv"
    headers = {"Cache-Control": CACHE_NONE, "Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=csv_of(found), content_type="text/csv", charset="utf-8", headers=headers)


async def page(call: Call) -> Reply | web.Response:
    found = await _report(call)
    if found is None:
        return Reply(202, {"status": "counting"}, _AGAIN)
    headers = {"Cache-Control": CACHE_NONE, **_ONLY_ITS_STYLE}
    return web.Response(
        text=html_of(found, call.query["language"]), content_type="text/html", charset="utf-8", headers=headers
    )


async def _report(call: Call) -> dict[str, Any] | None:
    year = call.path["year"]
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise NotFound(f"There is no report of {year[:64]!r}; a year looks like 2026.")
    return await call.house.transparency.report(call.site, int(year))


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/transparency/{year}",
        report,
        needs=Permission.ADMINISTER,
        summary="The transparency report of a year (Digital Services Act, articles 15 and 24)",
        answers={200: TransparencyReport, 202: Counting},
    ),
    route(
        "GET",
        "/v1/sites/{site}/transparency/{year}/table",
        table,
        needs=Permission.ADMINISTER,
        summary="The same as a table for spreadsheets",
        answers={
            200: Media("text/csv", "Sections, names, numbers; every restriction by what it was"),
            202: Counting,
        },
    ),
    route(
        "GET",
        "/v1/sites/{site}/transparency/{year}/page",
        page,
        needs=Permission.ADMINISTER,
        summary="The same as a page that can be published as it is",
        query=TransparencyPage,
        answers={200: Media("text/html", "A page without scripts"), 202: Counting},
    ),
)
