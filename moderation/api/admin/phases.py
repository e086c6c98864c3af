"""External moderation phases: other programs that are asked about every comment."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.phase import (
    ChangePhase,
    CreatePhase,
    Phases,
    PhaseShown,
    PhaseTried,
    PhaseWithSecret,
    TryPhase,
)
from moderation.api.schemas.webhook import RotateSecret
from moderation.domain.moderator import Permission


async def phases(call: Call) -> Reply:
    return Reply(200, {"items": await call.house.external_phases.listed(call.site), "next_cursor": None})


async def create(call: Call) -> Reply:
    return Reply(201, await call.house.external_phases.create(call.site, call.body, call.moderator))


async def change(call: Call) -> Reply:
    return Reply(200, await call.house.external_phases.change(call.site, call.path["id"], call.body, call.moderator))


async def delete(call: Call) -> Reply:
    await call.house.external_phases.delete(call.site, call.path["id"], call.moderator)
    return Reply(204)


async def rotate(call: Call) -> Reply:
    hours = call.body["overlap_hours"]
    return Reply(201, await call.house.external_phases.rotate(call.site, call.path["id"], hours, call.moderator))


async def tried(call: Call) -> Reply:
    return Reply(200, await call.house.external_phases.tried(call.site, call.path["id"], call.body["body"]))


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/phases",
        phases,
        needs=Permission.ADMINISTER,
        summary="The site's external moderation phases",
        answers={200: Phases},
    ),
    route(
        "POST",
        "/v1/sites/{site}/phases",
        create,
        needs=Permission.ADMINISTER,
        summary="Ask another program about every comment, in Coral's protocol; its secret is shown this once",
        body=CreatePhase,
        answers={201: PhaseWithSecret},
        secret=True,
    ),
    route(
        "PATCH",
        "/v1/sites/{site}/phases/{id}",
        change,
        needs=Permission.ADMINISTER,
        summary="Change an external phase, or leave it out",
        body=ChangePhase,
        answers={200: PhaseShown},
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/phases/{id}",
        delete,
        needs=Permission.ADMINISTER,
        summary="Remove an external phase",
        answers={204: None},
    ),
    route(
        "POST",
        "/v1/sites/{site}/phases/{id}/secrets",
        rotate,
        needs=Permission.ADMINISTER,
        summary="A new secret, shown this once; questions are signed with both for as long as you say",
        body=RotateSecret,
        answers={201: PhaseWithSecret},
        secret=True,
    ),
    route(
        "POST",
        "/v1/sites/{site}/phases/{id}/try",
        tried,
        needs=Permission.ADMINISTER,
        summary="Ask an external phase about a text now; nothing is kept",
        body=TryPhase,
        answers={200: PhaseTried},
    ),
)
