"""The pages and files a browser needs: an article to try the discussion on, the loaders, and what they load.

What is in the tree is what is served. Everything a page loads lies under `/assets/<digest>/`, where the digest covers
every file, so that browsers keep them for good and a new version of the service never meets an old file. Only the
loaders keep a fixed address; the digest is written into them when they are read.
"""

import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import normpath
from string import Template
from urllib.parse import quote

from aiohttp import hdrs, web

from moderation.domain.errors import NotFound
from moderation.domain.moderator import Permission
from moderation.domain.site import DEFAULT_SITE, valid_site_id

DEMO_ARTICLE = "demo"
DEMO_TITLES = {"en": "The ferry is coming back", "de": "Die Fähre kommt zurück", "ar": "العبّارة تعود"}
DEMO_DESKS = {"en": "For moderators", "de": "Für die Moderation", "ar": "للمشرفين"}
RIGHT_TO_LEFT = frozenset({"ar"})

_FOLDERS = ("widget", "shared", "words", "demo", "console", "rules", "statistics", "settings", "vendor")
_KINDS = {"js": "text/javascript", "css": "text/css", "json": "application/json"}
_MARKER = b"assets/development/"
_ENTRY = "widget/define.js"
_IMPORTED = re.compile(r'^(?:import|export|\}) (?:[^"(]*\bfrom )?"([^"]+)";$', re.MULTILINE)
_FOR_GOOD = "public, max-age=31536000, immutable"
_FOR_A_MINUTE = "public, max-age=60, stale-while-revalidate=600"
_REVALIDATE = "no-cache"

_SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
_FROM_ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_DEMO_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types moderation-html",
    )
)
_CONSOLE_POLICY = _DEMO_POLICY.replace("trusted-types moderation-html", "trusted-types 'none'")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Page:
    """An address that browsers ask for, and who may: a page without a permission cannot be written."""

    path: str
    needs: Permission
    summary: str
    content_type: str
    handler: Handler


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    content_type: str
    etag: str

    @cached_property
    def packed(self) -> bytes:
        """The same, compressed when a browser first asks for it; commands need not wait for that."""
        return gzip.compress(self.body, 9, mtime=0)


def _asset(body: bytes, content_type: str) -> Asset:
    etag = hashlib.sha256(body).hexdigest()[:20]
    return Asset(body, content_type, etag)


def _read(root: Traversable) -> dict[str, bytes]:
    """Every file that is served, by its path under the assets."""
    return {
        f"{folder}/{entry.name}": entry.read_bytes()
        for folder in _FOLDERS
        for entry in sorted(root.joinpath(folder).iterdir(), key=lambda entry: entry.name)
        if entry.name.rpartition(".")[2] in _KINDS
    }


def _digest(found: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path, body in found.items():
        whole.update(f"{path}\0{len(body)}\0".encode() + body)
    return whole.hexdigest()[:16]


def _loaded_at_once(entry: str, found: dict[str, bytes]) -> frozenset[str]:
    """A module, those that it imports, and what they import; what is imported with `import()` comes when it is used."""
    loaded: set[str] = set()
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if path not in loaded:
            loaded.add(path)
            waiting += (normpath(f"{path}/../{name}") for name in _IMPORTED.findall(found[path].decode()))
    return frozenset(loaded)


_ROOT = files("moderation.web")
_FOUND = _read(_ROOT)
DIGEST = _digest(_FOUND)
ASSETS = {path: _asset(body, _KINDS[path.rpartition(".")[2]]) for path, body in _FOUND.items()}
LOADERS = {
    name: _asset(_FOUND[f"widget/{name}"].replace(_MARKER, f"assets/{DIGEST}/".encode()), _KINDS["js"])
    for name in ("embed.js", "count.js")
}
LOADED_AT_ONCE = _loaded_at_once(_ENTRY, _FOUND)
_DESK = Template(_ROOT.joinpath("console/page.html").read_text("utf-8"))
_DEMO = Template(_ROOT.joinpath("demo/page.html").read_text("utf-8"))
_ARTICLES = {language: Template(_ROOT.joinpath(f"demo/{language}.html").read_text("utf-8")) for language in DEMO_TITLES}


def _answer(request: web.Request, asset: Asset, cache: str, extra: dict[str, str]) -> web.Response:
    """The file, or 304 where the browser has it already."""
    tag = f'"{asset.etag}"'
    headers = _SAFE_HEADERS | extra | {hdrs.ETAG: tag, hdrs.CACHE_CONTROL: cache, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get(hdrs.IF_NONE_MATCH, "").split(",")}
    if tag in known or "*" in known:
        return web.Response(status=304, headers=headers)
    body = asset.body
    if _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
        body = asset.packed
        headers[hdrs.CONTENT_ENCODING] = "gzip"
    return web.Response(body=body, headers=headers, content_type=asset.content_type, charset="utf-8")


def _takes_gzip(accepted: str) -> bool:
    for choice in accepted.lower().split(","):
        name, _, quality = choice.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


async def asset(request: web.Request) -> web.StreamResponse:
    """A file under its digest. Under another version's digest the present file is given, but not for good: while
    processes are replaced one by one, a page of the one may ask the other."""
    found = ASSETS.get(f"{request.match_info['folder']}/{request.match_info['name']}")
    if found is None:
        raise NotFound("There is no such file.")
    present = request.match_info["digest"] == DIGEST
    return _answer(request, found, _FOR_GOOD if present else _REVALIDATE, _FROM_ANYWHERE)


async def embed(request: web.Request) -> web.StreamResponse:
    """The loader of a discussion."""
    return _answer(request, LOADERS["embed.js"], _FOR_A_MINUTE, _FROM_ANYWHERE)


async def count(request: web.Request) -> web.StreamResponse:
    """The loader of counts."""
    return _answer(request, LOADERS["count.js"], _FOR_A_MINUTE, _FROM_ANYWHERE)


def _asked(request: web.Request) -> tuple[str, str]:
    """The language and the site of the address, or English and the default site."""
    language = request.query.get("language", "en")
    site = request.query.get("site", DEFAULT_SITE)
    return language if language in DEMO_TITLES else "en", site if valid_site_id(site) else DEFAULT_SITE


async def console(request: web.Request) -> web.StreamResponse:
    """The moderators' console, the same for everybody: who may see what is asked of the service by its scripts."""
    return _desk(request, "Console", "console")


async def rules(request: web.Request) -> web.StreamResponse:
    """Where a site's rules are made. No slash at its end, so that the console's addresses are its own as well."""
    return _desk(request, "Rules", "rules", "console/tables.css", "rules/rules.css")


async def statistics(request: web.Request) -> web.StreamResponse:
    """How a site's moderation goes; at an address like that of the rules."""
    return _desk(
        request, "Statistics", "statistics", "vendor/uPlot.css", "console/tables.css", "statistics/statistics.css"
    )


async def settings(request: web.Request) -> web.StreamResponse:
    """The policy, sessions, passwords, people, webhooks and external phases; at an address like that of the rules."""
    return _desk(request, "Settings", "settings", "console/tables.css", "settings/settings.css")


def _desk(request: web.Request, title: str, folder: str, *more_styles: str) -> web.Response:
    """A page for moderators, which the scripts of a folder fill; what its language calls it comes with them."""
    language, site = _asked(request)
    assets = f"../assets/{DIGEST}"
    styles = ("console/colours.css", "console/console.css", *more_styles)
    markup = {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "site": site if "site" in request.query else "",  # signing in tells whose moderator it is
        "title": title,
        "assets": assets,
        "folder": folder,
        "styles": "\n".join(f'<link rel="stylesheet" href="{assets}/{path}">' for path in styles),
    }
    page = _asset(_DESK.substitute(markup).encode(), "text/html")
    return _answer(request, page, _REVALIDATE, {"Content-Security-Policy": _CONSOLE_POLICY, "X-Frame-Options": "DENY"})


def _to(where: str) -> Handler:
    """Each page has one address, with a slash or without."""

    async def lead(request: web.Request) -> web.StreamResponse:
        query = request.rel_url.raw_query_string
        return web.Response(status=308, headers={hdrs.LOCATION: f"{where}?{query}" if query else where})

    return lead


async def demo(request: web.Request) -> web.StreamResponse:
    """An article with a discussion under it. `?language=` and `?site=` choose what they say."""
    article = request.match_info.get("article", DEMO_ARTICLE)
    language, site = _asked(request)
    title = DEMO_TITLES[language] if article == DEMO_ARTICLE else article
    markup = {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "title": escape(title),
        "id": escape(article),
        "site": site,
        "address": "./" if article == DEMO_ARTICLE else f"./{escape(quote(article, safe=''))}",
        "root": "..",
        "desk": DEMO_DESKS[language],
        "assets": f"../assets/{DIGEST}",
        "preload": _preload(),
    }
    markup["article"] = _ARTICLES[language].substitute(title=markup["title"])
    page = _asset(_DEMO.substitute(markup).encode(), "text/html")
    return _answer(request, page, _REVALIDATE, {"Content-Security-Policy": _DEMO_POLICY})


def _preload() -> str:
    """Lets the browser ask for every module at once rather than as it comes to each import."""
    return "\n".join(f'<link rel="modulepreload" href="../assets/{DIGEST}/{path}">' for path in sorted(LOADED_AT_ONCE))


PAGES: Sequence[Page] = (
    Page("/embed.js", Permission.OPERATE, "The loader of a discussion", "text/javascript", embed),
    Page("/count.js", Permission.OPERATE, "The loader of comment counts", "text/javascript", count),
    Page("/assets/{digest}/{folder}/{name}", Permission.OPERATE, "What the loaders load", "text/javascript", asset),
    Page("/console", Permission.OPERATE, "The way to the console", "text/html", _to("console/")),
    Page("/console/", Permission.OPERATE, "The moderators' console", "text/html", console),
    Page("/console/rules", Permission.OPERATE, "Where a site's rules are made", "text/html", rules),
    Page("/console/rules/", Permission.OPERATE, "The way to the rules", "text/html", _to("../rules")),
    Page("/console/statistics", Permission.OPERATE, "How moderation goes", "text/html", statistics),
    Page(
        "/console/statistics/",
        Permission.OPERATE,
        "The way to the statistics",
        "text/html",
        _to("../statistics"),
    ),
    Page("/console/settings", Permission.OPERATE, "A site's policy, people and programs", "text/html", settings),
    Page("/console/settings/", Permission.OPERATE, "The way to the settings", "text/html", _to("../settings")),
    Page("/demo", Permission.OPERATE, "The way to the demonstration", "text/html", _to("demo/")),
    Page("/demo/", Permission.OPERATE, "An article to try the discussion on", "text/html", demo),
    Page("/demo/{article}", Permission.OPERATE, "Any article to try the discussion on", "text/html", demo),
)
