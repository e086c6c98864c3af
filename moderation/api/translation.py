"""A route of another product's interface as a handler: the same steps, as its callers know them."""

from functools import lru_cache
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from moderation.api.answers import Reply, encoded_answer
from moderation.api.dialect import Dialect, KeyUnknown
from moderation.api.endpoints import OPEN, Nothing, checks, finished, schema_of
from moderation.api.middleware import cors, identity
from moderation.api.reading import load_query, parse_query, read_body, split
from moderation.api.routes import Call, Route
from moderation.appkeys import HOUSE
from moderation.domain.errors import NotAllowed, NotSignedIn
from moderation.domain.moderator import Role, Token
from moderation.domain.site import DEFAULT_SITE
from moderation.services.house import House
from moderation.settings import Settings


def translated(row: Route, dialect: Dialect, settings: Settings) -> Handler:
    """As `endpoint_of`, for callers of another product's interface: let in, read, act, answer as they know it.

    Their keys are tokens of any site, and name it.
    """
    act, quick = row.act, row.quick
    if act is None:
        raise ValueError(f"{row.method} {row.path} has no handler")
    query_schema, body_schema = schema_of(row.query or Nothing), schema_of(row.body or Nothing)
    checked = checks(row, settings)

    @lru_cache(maxsize=1024)
    def asked(query: str) -> dict[str, Any]:
        return load_query(query_schema, parse_query(query))

    async def endpoint(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        _, raw_query = split(request)
        query = asked(raw_query)
        document: dict[str, Any] = {}
        token, site = None, DEFAULT_SITE
        if dialect.signed is not None:
            site = identity.site_of(request, raw_query)
            raw_body = await read_body(request, dialect.body_limit)
            dialect.signed(request, raw_body, await house.access.policy(site))
            document = dialect.parse(request, raw_body)
        elif dialect.key_in_body:
            document = dialect.parse(request, await read_body(request, dialect.body_limit))
        if row.needs not in OPEN:
            token = await _keyholder(row, house, dialect.key(request, query, document))
            site = token.site
            if "site=" in raw_query or identity.X_SITE in request.headers:
                site = _chosen(token, identity.site_of(request, raw_query))
            if row.spends:
                await house.quotas.spend(token)
        body: dict[str, Any] | None = None
        if row.body is not None:
            if not dialect.key_in_body and dialect.signed is None:
                document = dialect.parse(request, await read_body(request, dialect.body_limit))
            body = None if quick is None else quick(document)
        if body is None:
            body = dialect.load(body_schema, document)
        reply = await act(Call(request, house, settings, site, {}, query, body, token))
        if not isinstance(reply, Reply) or reply.status != 200 or reply.document is None or reply.headers:
            return finished(reply, checked)
        checked(reply)
        return encoded_answer(reply.document, cors.FOR_ANYBODY)

    return endpoint


async def _keyholder(row: Route, house: House, key: str | None) -> Token:
    """NotSignedIn without a key, KeyUnknown with a wrong one, NotAllowed where its role does not reach."""
    if key is None:
        raise NotSignedIn("Send a key: an API token of role service.")
    token = await house.access.holder(key)
    if token is None:
        raise KeyUnknown("This key is not known here; it may have been revoked.")
    if not token.may(row.needs):
        raise NotAllowed(f"A token of role {token.role} may not do this.")
    return token


def _chosen(token: Token, site: str) -> str:
    """An administrator of the default site may name any site, everybody else their own."""
    if site != token.site and not (token.role is Role.ADMIN and token.site == DEFAULT_SITE):
        raise NotAllowed("This key belongs to another site.")
    return site
