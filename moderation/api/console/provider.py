"""Signing in by the operator's OpenID Connect provider: there, and back."""

from urllib.parse import urlencode

from aiohttp import hdrs

from moderation.api.answers import Reply
from moderation.api.middleware.admission import attempt_cookie, cookie_shown, keep_attempt, set_cookie
from moderation.api.middleware.identity import client_address, origin_of
from moderation.api.routes import Call, route
from moderation.api.schemas.session import CameBack, MeansOffered
from moderation.domain.errors import NotSignedIn, ProviderAway, Refused, TooFast
from moderation.domain.moderator import Permission
from moderation.domain.session import Means
from moderation.services.single_sign_on import site_of_attempt

CALLBACK = "/console/sign-in/callback"


async def means(call: Call) -> Reply:
    offered = [Means.TOKEN, Means.PASSWORD, *([Means.PROVIDER] if call.house.single_sign_on.offered else ())]
    return Reply(200, {"means": [str(each) for each in offered]})


async def begin(call: Call) -> Reply:
    outside = call.settings.public_url or origin_of(call.request, call.settings.trusted_proxies)
    try:
        address, attempt = await call.house.single_sign_on.begin(call.site, f"{outside}{CALLBACK}")
    except ProviderAway as why:
        return _back_to_the_door("./", call.site, why)
    cookie = keep_attempt(call.request, call.settings, attempt)
    return Reply(303, headers={hdrs.LOCATION: address, hdrs.SET_COOKIE: cookie})


def _back_to_the_door(door: str, site: str, why: Refused) -> Reply:
    """A person is looking, so the console says it rather than a problem document."""
    return Reply(303, headers={hdrs.LOCATION: f"{door}?{urlencode({'site': site, 'refused': why.slug})}"})


async def finish(call: Call) -> Reply:
    request, query = call.request, call.query
    attempt = attempt_cookie(request, call.settings)
    address = client_address(request, call.settings.trusted_proxies)
    try:
        token, digest, site = await call.house.single_sign_on.finish(
            attempt, query["state"], query["code"], query["iss"], address
        )
    except (NotSignedIn, ProviderAway, TooFast) as why:
        return _back_to_the_door("../", site_of_attempt(attempt), why)
    before, browser = cookie_shown(request, call.settings), request.headers.get(hdrs.USER_AGENT, "")
    _, _, cookie = await call.house.sessions.begin(token, digest, Means.PROVIDER, browser, before)
    door = f"../?site={site.id}"
    return Reply(303, headers={hdrs.LOCATION: door, hdrs.SET_COOKIE: set_cookie(request, call.settings, cookie)})


ROUTES = (
    route(
        "GET",
        "/console/means",
        means,
        needs=Permission.OPERATE,
        summary="What a moderator may sign in with",
        answers={200: MeansOffered},
    ),
    route(
        "GET",
        "/console/sign-in",
        begin,
        needs=Permission.SIGN_IN,
        summary="To the OpenID Connect provider, to sign in there",
        answers={303: None},
    ),
    route(
        "GET",
        CALLBACK,
        finish,
        needs=Permission.SIGN_IN,
        summary="Back from the provider: sets the session's cookie and leads to the console",
        query=CameBack,
        answers={303: None},
    ),
)
