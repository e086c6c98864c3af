"""The interface's own description: the OpenAPI document and a page that shows it."""

import base64
import hashlib
import re
from importlib.resources import files

from aiohttp import web

from moderation.api.answers import JSON
from moderation.api.routes import Call, Media, route
from moderation.domain.moderator import Permission

DOCUMENT = web.AppKey("openapi", bytes)

_PAGE = files("moderation.api").joinpath("docs.html").read_bytes()


def _hashes(element: str) -> str:
    """What a Content-Security-Policy needs to let the page's own script or style through, and no other."""
    blocks = re.findall(rb"<%b>(.*?)</%b>" % (element.encode(), element.encode()), _PAGE, re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(block).digest()).decode()}'" for block in blocks)


_SECURITY = (
    f"default-src 'none'; script-src {_hashes('script')}; style-src {_hashes('style')}; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def openapi(call: Call) -> web.StreamResponse:
    headers = {"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"}
    return web.Response(body=call.request.app[DOCUMENT], content_type=JSON, headers=headers)


async def page(_call: Call) -> web.StreamResponse:
    headers = {"Content-Security-Policy": _SECURITY, "Cache-Control": "public, max-age=60"}
    return web.Response(body=_PAGE, content_type="text/html", charset="utf-8", headers=headers)


async def to_page(_call: Call) -> web.StreamResponse:
    return web.Response(status=308, headers={"Location": "/docs/"})


ROUTES = (
    route(
        "GET",
        "/openapi.json",
        openapi,
        needs=Permission.OPERATE,
        summary="This description",
        answers={200: Media(JSON, "An OpenAPI 3.1 document")},
    ),
    route(
        "GET",
        "/docs/",
        page,
        needs=Permission.OPERATE,
        summary="This description as a page",
        answers={200: Media("text/html", "A page")},
    ),
    route(
        "GET",
        "/docs",
        to_page,
        needs=Permission.OPERATE,
        summary="The way to the page",
        answers={308: None},
    ),
)
