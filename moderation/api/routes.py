"""The route table's language.

A route says who may use it (`needs`), what it takes and what it answers; routing, access control, validation and the
OpenAPI document all come from that one description, so none of them can be forgotten.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from marshmallow import Schema

from moderation.api.answers import Reply
from moderation.api.dialect import Dialect
from moderation.api.middleware import identity
from moderation.domain import actors
from moderation.domain.author import Reader
from moderation.domain.errors import NotAllowed
from moderation.domain.moderator import Permission, Token
from moderation.services.house import House
from moderation.services.sessions import Presented
from moderation.settings import Settings

PARAMETER = re.compile(r"\{(\w+)\}")


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
    session: Presented | None = None
    """Of a moderator who is here with a browser."""
    act: str | None = None
    """The id of what is done here, where the request has an Idempotency-Key: the same if it comes again."""

    async def reader(self) -> Reader:
        """Who comments: the bearer of a publisher's token, or a guest by address."""
        address = identity.client_address(self.request, self.settings.trusted_proxies)
        edit_token = self.request.headers.get("X-Edit-Token")
        return await self.house.access.reader(self.site, identity.bearer(self.request), address, edit_token)

    @property
    def moderator(self) -> str:
        """The identity of the moderator as claims and audit entries know it."""
        return actors.moderator(self.holder.id)

    @property
    def holder(self) -> Token:
        """Who is acting, and what they may; NotAllowed for strangers."""
        if self.token is None:
            raise NotAllowed("This needs a moderator's token.")
        return self.token

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
    creates: bool = False
    """A PUT that adds to a history, so that a second one is not the first again: it takes an Idempotency-Key as a POST
    does."""
    secret: bool = False
    """The answer holds a secret, so what is kept of it for retries is sealed."""
    dialect: Dialect | None = None
    """Whose interface this is, where it is not our own."""
    spends: bool = False
    """Each call counts against the quota of the caller's key."""
    quick: Callable[[dict[str, Any]], dict[str, Any] | None] | None = None
    """Loads the commonest bodies exactly as `body` would, and gives None for any other; for where validation would be
    most of the work."""
    parameters: tuple[str, ...] = ()

    @property
    def takes_key(self) -> bool:
        """Whether a retry of it may carry an Idempotency-Key."""
        return (self.method == "POST" or self.creates) and self.needs is not Permission.SIGN_IN


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
    creates: bool = False,
    secret: bool = False,
    dialect: Dialect | None = None,
    spends: bool = False,
    quick: Callable[[dict[str, Any]], dict[str, Any] | None] | None = None,
) -> Route:
    """A row of the table. `act` gets a Call; `raw` the request as it is, for the few reads where parsing would be most
    of the work. `needs` has no default: a route without a permission cannot be written."""
    if (act is None) == (raw is None):
        raise ValueError(f"{method} {path} needs either `act` or `raw`")
    if raw is not None and needs not in (Permission.PUBLIC, Permission.OPERATE):
        raise ValueError(f"{method} {path} is raw, so nobody would check {needs}")
    if (needs is Permission.SIGNED) != (dialect is not None and dialect.signed is not None):
        raise ValueError(f"{method} {path} would be signed, and nobody would look at the signature")
    return Route(
        method=method,
        path=path,
        needs=needs,
        summary=summary,
        answers=answers,
        act=act,
        raw=raw,
        body=body,
        query=query,
        at_default=at_default,
        own_retries=own_retries,
        creates=creates,
        secret=secret,
        dialect=dialect,
        spends=spends,
        quick=quick,
        parameters=tuple(PARAMETER.findall(path)),
    )
