"""The pages that browsers ask for: the moderators' desks, an article to try the discussion on, and what these load."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote

from aiohttp import hdrs, web

from moderation.domain.moderator import Permission
from moderation.domain.site import DEFAULT_SITE, valid_site_id
from moderation.web.assets import DIGEST, LOADED_AT_ONCE, REVALIDATE, answer, asset, asset_of, count, embed

DEMO_ARTICLE = "demo"
DEMO_TITLES = {"en": "The ferry is coming back", "de": "Die Fähre kommt zurück", "ar": "العبّارة تعود"}
DEMO_DESKS = {"en": "For moderators", "de": "Für die Moderation", "ar": "للمشرفين"}
RIGHT_TO_LEFT = frozenset({"ar"})

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


_ROOT = files("moderation.web")
_DESK = Template(_ROOT.joinpath("console/page.html").read_text("utf-8"))
_DEMO = Template(_ROOT.joinpath("demo/page.html").read_text("utf-8"))
_ARTICLES = {language: Template(_ROOT.joinpath(f"demo/{language}.html").read_text("utf-8")) for language in DEMO_TITLES}


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
    page = asset_of(_DESK.substitute(markup).encode(), "text/html")
    return answer(request, page, REVALIDATE, {"Content-Security-Policy": _CONSOLE_POLICY, "X-Frame-Options": "DENY"})


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
    page = asset_of(_DEMO.substitute(markup).encode(), "text/html")
    return answer(request, page, REVALIDATE, {"Content-Security-Policy": _DEMO_POLICY})


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
