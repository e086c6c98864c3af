"""Who is let in where moderators work: the bearer of an API token, or a browser with a session's cookie.

A browser sends its cookie with whatever a page asks for, so a cookie alone changes nothing: a page of ours says the
session's CSRF token as well, which no other page can read.
"""

from urllib.parse import urlsplit

from aiohttp import hdrs, web

from moderation.api.middleware.identity import bearer, scheme_of
from moderation.domain.errors import CsrfMissing, NotAllowed, Refused, StorageUnavailable
from moderation.domain.moderator import Permission, Token
from moderation.services.house import House
from moderation.services.sessions import Presented
from moderation.services.single_sign_on import AWAY_SECONDS
from moderation.settings import Settings

COOKIE = "moderation-session"
ATTEMPT = "moderation-sign-in"
X_CSRF = "X-CSRF-Token"
_READS = (hdrs.METH_GET, hdrs.METH_HEAD)
_OWN_PAGES = ("same-origin", "none")


async def admit(
    house: House, site: str, request: web.Request, cookie: str | None, needs: Permission
) -> tuple[Token, Presented | None]:
    """The caller's token, and their session where a cookie stands for it. NotSignedIn without either, CsrfMissing for a
    change that no page of ours asked for, NotAllowed where the role does not reach."""
    session = None
    if cookie is None:
        token = await house.access.moderator(site, bearer(request))
    else:
        session = await house.sessions.of_cookie(cookie)
        token = await house.sessions.token(session, site)
        if request.method not in _READS:
            refuse_other_pages(request)
            session.check_csrf(request.headers.get(X_CSRF))
    if not token.may(needs):
        raise NotAllowed(f"A token of role {token.role} may not do this.")
    return token, session


async def still_admitted(house: House, site: str, request: web.Request, session: Presented | None) -> bool:
    """Whether what let a caller in does so still; not known, and so no longer, while storage is away."""
    try:
        if session is not None:
            return await house.sessions.still_open(session, site)
        return await house.access.still_holds(site, bearer(request))
    except (Refused, StorageUnavailable):
        return False


def refuse_other_pages(request: web.Request) -> None:
    """CsrfMissing where the browser itself says that another site's page sends this (W3C Fetch Metadata)."""
    if request.headers.get("Sec-Fetch-Site", "none").lower() not in _OWN_PAGES:
        raise CsrfMissing("A page of another site sent this; the console's own pages may.")


def cookie_shown(request: web.Request, settings: Settings) -> str | None:
    """The session's cookie, if there is one and no `Authorization`: whoever sends that means it."""
    if hdrs.AUTHORIZATION in request.headers or hdrs.COOKIE not in request.headers:
        return None
    return request.cookies.get(_named(request, settings)[0])


def set_cookie(request: web.Request, settings: Settings, value: str) -> str:
    """The header that gives a browser its cookie, until it is closed; an empty value takes it away.

    Scripts cannot read it, and no other site's page can have it sent. The prefixes bind it to https, and to this very
    host where the service has the host to itself (RFC 6265bis, 4.1.3).
    """
    name, path, secure = _named(request, settings)
    ends = "" if value else "; Max-Age=0"
    return f"{name}={value}; Path={path}; HttpOnly; SameSite=Strict{'; Secure' if secure else ''}{ends}"


def attempt_cookie(request: web.Request, settings: Settings) -> str | None:
    """What a browser kept while it was away at the provider."""
    return request.cookies.get(_named(request, settings, ATTEMPT)[0])


def keep_attempt(request: web.Request, settings: Settings, value: str) -> str:
    """The header that has a browser keep it. Lax, as it is the provider's page that sends the browser back."""
    name, path, secure = _named(request, settings, ATTEMPT)
    return f"{name}={value}; Path={path}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}; Max-Age={AWAY_SECONDS}"


def _named(request: web.Request, settings: Settings, name: str = COOKIE) -> tuple[str, str, bool]:
    outside = urlsplit(settings.public_url)
    path = f"{outside.path}/"
    secure = "https" in (outside.scheme, scheme_of(request, settings.trusted_proxies))
    prefix = "" if not secure else "__Host-" if path == "/" else "__Secure-"
    return prefix + name, path, secure
