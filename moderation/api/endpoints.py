"""A route of our own as a handler: let in, read, act, answer."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from marshmallow import Schema

from moderation.api.answers import Reply, WrongAnswer, encode, json_response
from moderation.api.middleware import admission, idempotency, identity
from moderation.api.reading import load, load_query, parse_json, parse_query, read_body, segment, split
from moderation.api.routes import Call, Route
from moderation.appkeys import HOUSE
from moderation.domain.errors import NotAllowed
from moderation.domain.moderator import Permission
from moderation.domain.site import DEFAULT_SITE
from moderation.services.sessions import site_of_cookie
from moderation.settings import Settings

MODERATOR_BODY_LIMIT = 1 << 20
OPEN = (Permission.PUBLIC, Permission.OPERATE, Permission.SIGN_IN, Permission.SIGNED)


class Nothing(Schema):
    """A query or a body without fields."""


@cache
def schema_of(of: type[Schema]) -> Schema:
    """One for all routes that use it: making one takes longer than most uses of it, and it keeps nothing of them."""
    return of()


def endpoint_of(row: Route, settings: Settings) -> Handler:
    """Let in, read, act, answer: in this order, so that a stranger learns nothing from how a body is refused."""
    act = row.act
    if act is None:
        raise ValueError(f"{row.method} {row.path} has no handler")
    query_schema, body_schema = schema_of(row.query or Nothing), schema_of(row.body or Nothing)
    segments = {name: row.path.split("/").index(f"{{{name}}}") for name in row.parameters}
    reviewing = row.needs in (Permission.REVIEW, Permission.ADMINISTER)
    limit = max(settings.body_limit_bytes, MODERATOR_BODY_LIMIT) if reviewing else settings.body_limit_bytes
    body_needed = any(field.required for field in body_schema.fields.values())
    checked = checks(row, settings)

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
        key = idempotency.key_of(request) if row.takes_key else None
        if key is None or row.own_retries:
            return await _renewed(call, finished(await act(call), checked))

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
        call.act = attempt.act
        return await _renewed(call, await idempotency.once(house.retries, attempt, acted))

    return endpoint


def checks(row: Route, settings: Settings) -> Callable[[Reply], None]:
    """Holds answers against their schemas, where the settings ask for it."""
    if not settings.check_answers:
        return lambda _reply: None
    schemas = {status: schema_of(schema) for status, schema in row.answers.items() if isinstance(schema, type)}

    def checked(reply: Reply) -> None:
        if reply.document is None:
            return
        if reply.status not in schemas:
            raise WrongAnswer(f"{row.method} {row.path} does not describe status {reply.status}")
        errors = schemas[reply.status].validate(reply.document)
        if errors:
            raise WrongAnswer(f"{row.method} {row.path} {reply.status}: {errors}")

    return checked


def finished(reply: Reply | web.StreamResponse, checked: Callable[[Reply], None]) -> web.StreamResponse:
    """What goes out for a reply, once it is checked; a response that is made already as it is."""
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
