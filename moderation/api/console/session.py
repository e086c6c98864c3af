"""Signing in with a browser, and out: a cookie takes the place of the token."""

from aiohttp import hdrs

from moderation.api.answers import Reply
from moderation.api.middleware.admission import cookie_shown, refuse_other_pages, set_cookie
from moderation.api.middleware.identity import checked_site, client_address
from moderation.api.routes import Call, route
from moderation.api.schemas.session import SignedIn, SignIn
from moderation.domain.errors import NotAllowed, NotFound
from moderation.domain.moderator import Permission
from moderation.domain.session import Means
from moderation.services.sessions import moderator_document


async def sign_in(call: Call) -> Reply:
    request = call.request
    refuse_other_pages(request)
    browser = request.headers.get(hdrs.USER_AGENT, "")
    before = cookie_shown(request, call.settings)
    if "token" in call.body:
        token, session, cookie = await call.house.sessions.sign_in(call.body["token"], browser, before)
    else:
        site = checked_site(call.body.get("site", call.site))
        address = client_address(request, call.settings.trusted_proxies)
        token, digest = await call.house.passwords.holder(site, call.body["name"], call.body["password"], address)
        token, session, cookie = await call.house.sessions.begin(token, digest, Means.PASSWORD, browser, before)
    document = {"moderator": moderator_document(token), "csrf": session.csrf}
    return Reply(200, document, {hdrs.SET_COOKIE: set_cookie(request, call.settings, cookie)})


async def signed_in(call: Call) -> Reply:
    if call.token is None:
        raise NotAllowed("This needs a moderator.")
    csrf = None if call.session is None else call.session.csrf
    return Reply(200, {"moderator": moderator_document(call.token), "csrf": csrf})


async def sign_out(call: Call) -> Reply:
    if call.session is None:
        raise NotFound("There is no session to end: this request showed a token, which can be revoked instead.")
    await call.house.sessions.sign_out(call.session)
    return Reply(204, headers={hdrs.SET_COOKIE: set_cookie(call.request, call.settings, "")})


ROUTES = (
    route(
        "POST",
        "/console/session",
        sign_in,
        needs=Permission.SIGN_IN,
        summary="Sign in with an API token, or a name and a password: sets the session's cookie, tells its CSRF token",
        body=SignIn,
        answers={200: SignedIn},
    ),
    route(
        "GET",
        "/console/session",
        signed_in,
        needs=Permission.REVIEW,
        summary="Who is signed in, and the session's CSRF token",
        answers={200: SignedIn},
    ),
    route(
        "DELETE",
        "/console/session",
        sign_out,
        needs=Permission.REVIEW,
        summary="Sign out",
        answers={204: None},
    ),
)
