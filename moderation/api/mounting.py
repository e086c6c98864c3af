"""How a table of routes becomes a running application: routing, access control, reading, answering."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from marshmallow import Schema

from moderation.api.answers import Reply, WrongAnswer, encode, encoded_answer, json_response
from moderation.api.dialect import Dialect, KeyUnknown
from moderation.api.middleware import admission, cors, idempotency, identity, problems
from moderation.api.middleware.cors import Origins
from moderation.api.middleware.observe import Observed
from moderation.api.reading import load, load_query, parse_json, parse_query, read_body, segment, split
from moderation.api.routes import PARAMETER, Call, Route
from moderation.appkeys import HOUSE
from moderation.domain.errors import NotAllowed, NotSignedIn
from moderation.domain.moderator import Permission, Role, Token
from moderation.domain.site import DEFAULT_SITE
from moderation.services.house import House
from moderation.services.sessions import site_of_cookie
from moderation.settings import Settings
from moderation.telemetry.metrics import Metrics

MODERATOR_BODY_LIMIT = 1 << 20
OPEN = (Permission.PUBLIC, Permission.OPERATE, Permission.SIGN_IN, Permission.SIGNED)


class Nothing(Schema):
    """A query or a body without fields."""


@cache
def _schema(of: type[Schema]) -> Schema:
    """One for all routes that use it: making one takes longer than most uses of it, and it keeps nothing of them."""
    return of()


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
            handler = row.raw or (_endpoint(row, settings) if dialect is None else _translated(row, dialect, settings))
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


def _endpoint(row: Route, settings: Settings) -> Handler:
    """Let in, read, act, answer: in this order, so that a stranger learns nothing from how a body is refused."""
    act = row.act
    if act is None:
        raise ValueError(f"{row.method} {row.path} has no handler")
    query_schema, body_schema = _schema(row.query or Nothing), _schema(row.body or Nothing)
    segments = {name: row.path.split("/").index(f"{{{name}}}") for name in row.parameters}
    reviewing = row.needs in (Permission.REVIEW, Permission.ADMINISTER)
    limit = max(settings.body_limit_bytes, MODERATOR_BODY_LIMIT) if reviewing else settings.body_limit_bytes
    body_needed = any(field.required for field in body_schema.fields.values())
    checked = _checks(row, settings)

    async def endpoint(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        path, query = split(request)
        named = {name: segment(path, number, name) for name, number in segments.items()}
        said = "site=" in query or identity.X_SITE in request.headers
        cookie = None if row.needs in OPEN else admission.cookie_shown(request, settings)
        asked = identity.site_of(request, query)
        if cookie is not None and not said:
            asked = site_of_cookie(cookie) or asked
        site = _site(row, named, asked, said)
        token, session = (None, None)
        if row.needs not in OPEN:
            token, session = await admission.admit(house, site, request, cookie, row.needs)
        loaded_query = load_query(query_schema, parse_query(query))
        raw_body = b""
        loaded_body: dict[str, Any] = {}
        if row.method in ("POST", "PUT", "PATCH"):
            raw_body = await read_body(request, limit)
            loaded_body = load(body_schema, parse_json(request, raw_body) if raw_body or body_needed else {})
        call = Call(request, house, settings, site, named, loaded_query, loaded_body, token, session)
        key = idempotency.key_of(request) if row.method == "POST" else None
        if key is None or row.own_retries or row.needs is Permission.SIGN_IN:
            return await _renewed(call, _finished(await act(call), checked))

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
            seal=(identity.bearer(request) if session is None else session.handle) if row.secret else None,
        )
        return await _renewed(call, await idempotency.once(house.retries, attempt, acted))

    return endpoint


def _translated(row: Route, dialect: Dialect, settings: Settings) -> Handler:
    """The same for callers of another product's interface: let in, read, act, answer as they know it.

    Their keys are tokens of any site, and name it.
    """
    act, quick = row.act, row.quick
    if act is None:
        raise ValueError(f"{row.method} {row.path} has no handler")
    query_schema, body_schema = _schema(row.query or Nothing), _schema(row.body or Nothing)
    checked = _checks(row, settings)

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
            return _finished(reply, checked)
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


def _checks(row: Route, settings: Settings) -> Callable[[Reply], None]:
    """Holds answers against their schemas, where the settings ask for it."""
    if not settings.check_answers:
        return lambda _reply: None
    schemas = {status: _schema(schema) for status, schema in row.answers.items() if isinstance(schema, type)}

    def checked(reply: Reply) -> None:
        if reply.document is None:
            return
        if reply.status not in schemas:
            raise WrongAnswer(f"{row.method} {row.path} does not describe status {reply.status}")
        errors = schemas[reply.status].validate(reply.document)
        if errors:
            raise WrongAnswer(f"{row.method} {row.path} {reply.status}: {errors}")

    return checked


def _finished(reply: Reply | web.StreamResponse, checked: Callable[[Reply], None]) -> web.StreamResponse:
    if not isinstance(reply, Reply):
        return reply
    checked(reply)
    body = None if reply.document is None else encode(reply.document)
    return json_response(reply.status, body, reply.headers)


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


async def _renewed(call: Call, response: web.StreamResponse) -> web.StreamResponse:
    """The answer, with a new cookie where it is time for one. What has begun to be sent, as event streams have, carries
    none; the next answer will."""
    if call.session is not None and not response.prepared:
        cookie = await call.house.sessions.renew(call.session)
        if cookie is not None:
            response.headers[hdrs.SET_COOKIE] = admission.set_cookie(call.request, call.settings, cookie)
    return response
