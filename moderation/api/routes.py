"""The route table's language, and how a table becomes a running application.

A route says who may use it (`needs`), what it takes and what it answers; routing, access control, validation and the
OpenAPI document all come from that one description, so none of them can be forgotten.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from marshmallow import Schema

from moderation.api.answers import Reply, encode, json_response
from moderation.api.middleware import cors, idempotency, identity
from moderation.api.middleware.cors import Origins
from moderation.api.middleware.observe import Observed
from moderation.api.reading import load, load_query, parse_json, parse_query, read_body, segment, split
from moderation.appkeys import HOUSE
from moderation.domain.author import Reader
from moderation.domain.errors import NotAllowed
from moderation.domain.moderator import Permission, Token
from moderation.domain.site import DEFAULT_SITE
from moderation.services.house import House
from moderation.settings import Settings
from moderation.telemetry.metrics import Metrics

MODERATOR_BODY_LIMIT = 1 << 20
_PARAMETER = re.compile(r"\{(\w+)\}")


class WrongAnswer(Exception):
    """An answer does not look as its schema promises."""


@dataclass(frozen=True, slots=True)
class Media:
    """An answer that is no JSON document: its media type and what it is."""

    content_type: str
    description: str


@dataclass(slots=True)
class Call:
    """A request that was let in and read: what handlers work with."""

    request: web.Request
    house: House
    settings: Settings
    site: str
    path: Mapping[str, str]
    query: dict[str, Any]
    body: dict[str, Any]
    token: Token | None = None

    async def reader(self) -> Reader:
        """Who comments: the bearer of a publisher's token, or a guest by address."""
        address = identity.client_address(self.request, self.settings.trusted_proxies)
        edit_token = self.request.headers.get("X-Edit-Token")
        return await self.house.access.reader(self.site, identity.bearer(self.request), address, edit_token)

    @property
    def moderator(self) -> str:
        """The identity of the moderator as claims and audit entries know it."""
        if self.token is None:
            raise NotAllowed("This needs a moderator's token.")
        return f"moderator:{self.token.id}"

    @property
    def last_event_id(self) -> str | None:
        return self.request.headers.get("Last-Event-ID")


Act = Callable[[Call], Awaitable[Reply | web.StreamResponse]]
Answers = Mapping[int, type[Schema] | Media | None]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    needs: Permission
    summary: str
    answers: Answers
    act: Act | None = None
    raw: Handler | None = None
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    at_default: bool = False
    """Belongs to the operator of the whole service: the token must be one of site `default`."""
    own_retries: bool = False
    """The service itself keeps Idempotency-Keys, in the same script as the change."""
    secret: bool = False
    """The answer holds a secret, so what is kept of it for retries is sealed."""
    parameters: tuple[str, ...] = ()


def route(
    method: str,
    path: str,
    act: Act | None = None,
    *,
    needs: Permission,
    summary: str,
    answers: Answers,
    raw: Handler | None = None,
    body: type[Schema] | None = None,
    query: type[Schema] | None = None,
    at_default: bool = False,
    own_retries: bool = False,
    secret: bool = False,
) -> Route:
    """A row of the table. `act` gets a Call; `raw` the request as it is, for the few reads where parsing would be most
    of the work. `needs` has no default: a route without a permission cannot be written."""
    if (act is None) == (raw is None):
        raise ValueError(f"{method} {path} needs either `act` or `raw`")
    if raw is not None and needs not in (Permission.PUBLIC, Permission.OPERATE):
        raise ValueError(f"{method} {path} is raw, so nobody would check {needs}")
    parameters = tuple(_PARAMETER.findall(path))
    return Route(
        method, path, needs, summary, answers, act, raw, body, query, at_default, own_retries, secret, parameters
    )


class Nothing(Schema):
    """A query or a body without fields."""


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
        resource = app.router.add_resource(_PARAMETER.sub(r"{\1:[^/]+}", path))
        methods = sorted({row.method for row in rows} | {"HEAD" for row in rows if row.method == "GET"} | {"OPTIONS"})
        public = any(row.needs is Permission.PUBLIC for row in rows)
        for row in rows:
            handler = row.raw or _endpoint(row, settings)
            resource.add_route(row.method, handler)
            if row.method == "GET":
                resource.add_route("HEAD", handler)
            observed[handler] = Observed(metrics.route_tally(path, row.method), row.needs is Permission.PUBLIC)
        options = _options(methods, origins if public else None)
        resource.add_route("OPTIONS", options)
        observed[options] = Observed(metrics.route_tally(path, "OPTIONS"), cross_origin=False)
    return observed


def _options(methods: Sequence[str], origins: Origins | None) -> Handler:
    async def options(request: web.Request) -> web.StreamResponse:
        if origins is None:
            return web.Response(status=204, headers={"Allow": ", ".join(methods)})
        return await cors.preflight(request, methods, origins)

    return options


def _endpoint(row: Route, settings: Settings) -> Handler:
    """Let in, read, act, answer: in this order, so that a stranger learns nothing from how a body is refused."""
    act = row.act
    if act is None:
        raise ValueError(f"{row.method} {row.path} has no handler")
    query_schema = (row.query or Nothing)()
    body_schema = (row.body or Nothing)()
    segments = {name: row.path.split("/").index(f"{{{name}}}") for name in row.parameters}
    reviewing = row.needs in (Permission.REVIEW, Permission.ADMINISTER)
    limit = max(settings.body_limit_bytes, MODERATOR_BODY_LIMIT) if reviewing else settings.body_limit_bytes
    body_needed = any(field.required for field in body_schema.fields.values())
    checks = {status: schema() for status, schema in row.answers.items() if isinstance(schema, type)}

    async def endpoint(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        path, query = split(request)
        named = {name: segment(path, number, name) for name, number in segments.items()}
        site = _site(
            row, named, identity.site_of(request, query), "site=" in query or identity.X_SITE in request.headers
        )
        token = await _admit(row, house, site, request)
        loaded_query = load_query(query_schema, parse_query(query))
        raw_body = b""
        loaded_body: dict[str, Any] = {}
        if row.method in ("POST", "PUT", "PATCH"):
            raw_body = await read_body(request, limit)
            loaded_body = load(body_schema, parse_json(request, raw_body) if raw_body or body_needed else {})
        call = Call(request, house, settings, site, named, loaded_query, loaded_body, token)
        key = idempotency.key_of(request) if row.method == "POST" else None
        if key is None or row.own_retries:
            return finished(await act(call))

        async def acted() -> Reply:
            reply = await act(call)
            if not isinstance(reply, Reply):
                raise WrongAnswer(f"{row.method} {row.path} cannot be repeated")
            checked(reply)
            return reply

        attempt = idempotency.Attempt(
            site=site,
            who=(await call.reader()).subject if token is None else token.id,
            key=key,
            digest=idempotency.digest(row.method, request.raw_path, raw_body),
            seal=identity.bearer(request) if row.secret else None,
        )
        return await idempotency.once(house.retries, attempt, acted)

    def checked(reply: Reply) -> None:
        if not settings.check_answers or reply.document is None:
            return
        if reply.status not in checks:
            raise WrongAnswer(f"{row.method} {row.path} does not describe status {reply.status}")
        errors = checks[reply.status].validate(reply.document)
        if errors:
            raise WrongAnswer(f"{row.method} {row.path} {reply.status}: {errors}")

    def finished(reply: Reply | web.StreamResponse) -> web.StreamResponse:
        if not isinstance(reply, Reply):
            return reply
        checked(reply)
        body = None if reply.document is None else encode(reply.document)
        return json_response(reply.status, body, reply.headers)

    return endpoint


def _site(row: Route, named: Mapping[str, str], asked: str, said: bool) -> str:
    """A site in the path is the site; naming another one besides is refused as it would be among headers."""
    if row.at_default:
        return DEFAULT_SITE
    if "site" not in named:
        return asked
    site = identity.checked_site(named["site"])
    if said and asked != site:
        raise NotAllowed("The path and the request name different sites.")
    return site


async def _admit(row: Route, house: House, site: str, request: web.Request) -> Token | None:
    """NotSignedIn without a valid token of the site, NotAllowed where its role does not reach."""
    if row.needs in (Permission.PUBLIC, Permission.OPERATE):
        return None
    token = await house.access.moderator(site, identity.bearer(request))
    if not token.may(row.needs):
        raise NotAllowed(f"A token of role {token.role} may not do this.")
    return token
