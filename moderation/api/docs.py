"""The interface's own description: the OpenAPI document and a page that shows it."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from aiohttp import web

from moderation.api.answers import JSON
from moderation.api.routes import Call, Media, route
from moderation.domain.moderator import Permission
from moderation.rules.cost import MOST_FIXED, MOST_PER_CHARACTER
from moderation.rules.grammar import LONGEST
from moderation.rules.vocabulary import FIELDS

DOCUMENT: Final[web.AppKey[Callable[[], bytes]]] = web.AppKey("openapi")
"""Makes the document when somebody first asks for it, and keeps it."""


def _read(name: str) -> str:
    return files("moderation.api").joinpath(name).read_text(encoding="utf-8")


class _Page:
    """An HTML file and a Content-Security-Policy that lets its own script and style through, and no other."""

    def __init__(self, name: str, made: Mapping[str, str] = MappingProxyType({})) -> None:
        """`made` stands in for the comments of those names."""
        text = _read(name)
        for place, what in made.items():
            text = text.replace(f"<!-- {place} -->", what)
        self._body = text.encode()
        policy = (
            f"default-src 'none'; script-src {self._hashes('script')}; style-src {self._hashes('style')}; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        self._headers = {"Content-Security-Policy": policy, "Cache-Control": "public, max-age=60"}

    def _hashes(self, element: str) -> str:
        blocks = re.findall(rb"<%b>(.*?)</%b>" % (element.encode(), element.encode()), self._body, re.DOTALL)
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(block).digest()).decode()}'" for block in blocks]
        return " ".join(hashes) or "'none'"

    def response(self) -> web.Response:
        return web.Response(body=self._body, content_type="text/html", charset="utf-8", headers=self._headers)


def _language() -> dict[str, str]:
    """What the page about rules says of the language, from the language itself."""
    scores = [each for each in FIELDS.values() if each.name.startswith("score.")]
    rows = [(" ".join(f"<code>{escape(each.name)}</code>" for each in scores), scores[0])]
    rows += [(f"<code>{escape(each.name)}</code>", each) for each in FIELDS.values() if each not in scores]
    return {
        "fields": "\n".join(
            f"<tr><td>{names}</td><td>{escape(each.type)}</td><td>{escape(each.meaning)}</td></tr>"
            for names, each in rows
        ),
        "characters": f"{LONGEST:,}",
        "fixed": f"{MOST_FIXED:,}",
        "per_character": f"{MOST_PER_CHARACTER:,}",
    }


_STYLE = _read("pages.css")
_REFERENCE = _Page("docs.html", {"style": _STYLE})
_GUIDES = {"style": _STYLE + _read("guide.css")}
_MIGRATING = _Page("migrating.html", _GUIDES)
_RULES = _Page("rules.html", _GUIDES | _language())


async def openapi(call: Call) -> web.StreamResponse:
    headers = {"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"}
    document = await asyncio.to_thread(call.request.app[DOCUMENT])
    return web.Response(body=document, content_type=JSON, headers=headers)


async def page(_call: Call) -> web.StreamResponse:
    return _REFERENCE.response()


async def migrating(_call: Call) -> web.StreamResponse:
    return _MIGRATING.response()


async def rules(_call: Call) -> web.StreamResponse:
    return _RULES.response()


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
        "/docs/migrating/",
        migrating,
        needs=Permission.OPERATE,
        summary="How programs move here from Perspective, OpenAI's moderations and Akismet",
        answers={200: Media("text/html", "A page")},
    ),
    route(
        "GET",
        "/docs/rules/",
        rules,
        needs=Permission.OPERATE,
        summary="How moderators write rules",
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
