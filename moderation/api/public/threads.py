"""Reading discussions: pages of a thread, and counts. These answer most requests, so they do as little as they can."""

import orjson
from aiohttp import hdrs, web
from marshmallow import Schema

from moderation.api.answers import WrongAnswer, encoded_page
from moderation.api.middleware.cors import ORIGINS, header_lines
from moderation.api.middleware.identity import X_SITE, site_of
from moderation.api.reading import load_query, parse_query, segment, split
from moderation.api.routes import route
from moderation.api.schemas.thread import ArticlesQuery, Counts, ThreadPage, ThreadQuery
from moderation.appkeys import HOUSE, SETTINGS
from moderation.domain.moderator import Permission
from moderation.domain.site import DEFAULT_SITE
from moderation.services.documents import Encoded

_QUERY = ThreadQuery()
_PAGE = ThreadPage()
_ARTICLES = ArticlesQuery()
_COUNTS = Counts()


async def page(request: web.Request) -> web.StreamResponse:
    """A page that this process has encoded already is found by the request's target as it came, before any parsing.

    A target that names its site is parsed, so a remembered page is only ever found under the site it belongs to.
    """
    target = request.raw_path
    discussion = request.app[HOUSE].discussion
    site = request.headers.get(X_SITE, DEFAULT_SITE)
    encoded = discussion.cached_page(site, target) if "site" not in target else None
    if encoded is None:
        path, query = split(request)
        site = site_of(request, query)
        encoded = discussion.cached_page(site, target)
        if encoded is None:
            article = segment(path, 3, "article")
            asked = load_query(_QUERY, parse_query(query))
            encoded = await discussion.page(
                site, article, asked["sort"], asked["limit"], asked["replies"], asked["cursor"], asked["parent"]
            )
            _check(request, _PAGE, encoded)
            discussion.remember_page(site, target, encoded)
    return await _answer(request, site, encoded)


async def counts(request: web.Request) -> web.StreamResponse:
    """As `page`: index pages ask for the same articles again and again, in the same words."""
    target = request.raw_path
    discussion = request.app[HOUSE].discussion
    site = request.headers.get(X_SITE, DEFAULT_SITE)
    encoded = discussion.cached_page(site, target) if "site" not in target else None
    if encoded is None:
        query = split(request)[1]
        site = site_of(request, query)
        articles = load_query(_ARTICLES, parse_query(query))["article"]
        encoded = await discussion.counts(site, articles)
        _check(request, _COUNTS, encoded)
        discussion.remember_page(site, target, encoded)
    return await _answer(request, site, encoded)


_STALE = b'Warning: 110 - "Storage is away; this is the last known answer"\r\n'
"""RFC 7234, section 5.5.1: so that whoever goes through pages knows that they may not fit together."""


async def _answer(request: web.Request, site: str, encoded: Encoded) -> web.StreamResponse:
    origins = request.app[ORIGINS]
    allowed = origins.at_hand(site)
    if allowed is None:
        allowed = await origins.of(request.app[HOUSE], site)
    extra = header_lines(allowed, request.headers.get(hdrs.ORIGIN))
    return encoded_page(request, encoded.body, encoded.etag, extra + _STALE if encoded.stale else extra)


def _check(request: web.Request, schema: Schema, encoded: Encoded) -> None:
    if request.app[SETTINGS].check_answers:
        errors = schema.validate(orjson.loads(encoded.body))
        if errors:
            raise WrongAnswer(f"{request.path}: {errors}")


ROUTES = (
    route(
        "GET",
        "/v1/articles/{article}/comments",
        raw=page,
        needs=Permission.PUBLIC,
        summary="A page of the discussion under an article",
        query=ThreadQuery,
        answers={200: ThreadPage, 304: None},
    ),
    route(
        "GET",
        "/v1/counts",
        raw=counts,
        needs=Permission.PUBLIC,
        summary="How many comments a reader can page through, for up to 100 articles",
        query=ArticlesQuery,
        answers={200: Counts, 304: None},
    ),
)
