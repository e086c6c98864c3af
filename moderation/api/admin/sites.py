"""Sites: publishers that share the service. They are the business of the operator, an administrator of `default`."""

from moderation.api.answers import Reply
from moderation.api.middleware.identity import checked_site
from moderation.api.routes import Call, route
from moderation.api.schemas.site import Sites, SiteShown, WriteSite
from moderation.domain.errors import Invalid, UnknownSite
from moderation.domain.moderator import Permission


async def sites(call: Call) -> Reply:
    return Reply(200, {"items": await call.house.access.sites(), "next_cursor": None})


async def create(call: Call) -> Reply:
    site = call.body["id"]
    try:
        checked_site(site)
    except UnknownSite as why:
        raise Invalid(
            why.detail, {"id": ["Must be 1 to 64 of a-z, 0-9 and -, not beginning or ending with -."]}
        ) from None
    return Reply(201, await call.house.access.create_site(site, call.body["title"] or site, call.moderator))


async def delete(call: Call) -> Reply:
    await call.house.access.delete_site(checked_site(call.path["site"]), call.moderator)
    return Reply(204)


ROUTES = (
    route(
        "GET",
        "/v1/sites",
        sites,
        needs=Permission.ADMINISTER,
        summary="Every site",
        answers={200: Sites},
        at_default=True,
    ),
    route(
        "POST",
        "/v1/sites",
        create,
        needs=Permission.ADMINISTER,
        summary="Add a site",
        body=WriteSite,
        answers={201: SiteShown},
        at_default=True,
    ),
    route(
        "DELETE",
        "/v1/sites/{site}",
        delete,
        needs=Permission.ADMINISTER,
        summary="Remove a site with everything in it",
        answers={204: None},
        at_default=True,
    ),
)
