"""Webhooks: other programs that are told what happens on a site."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.webhook import (
    AttemptShown,
    ChangeWebhook,
    CreateWebhook,
    Deliveries,
    DeliveriesQuery,
    DeliveryShown,
    Replayed,
    RotateSecret,
    Webhooks,
    WebhookShown,
    WebhookWithSecret,
)
from moderation.domain.moderator import Permission


async def webhooks(call: Call) -> Reply:
    return Reply(200, {"items": await call.house.webhooks.listed(call.site), "next_cursor": None})


async def create(call: Call) -> Reply:
    return Reply(201, await call.house.webhooks.create(call.site, call.body, call.moderator))


async def change(call: Call) -> Reply:
    return Reply(200, await call.house.webhooks.change(call.site, call.path["id"], call.body, call.moderator))


async def delete(call: Call) -> Reply:
    await call.house.webhooks.delete(call.site, call.path["id"], call.moderator)
    return Reply(204)


async def rotate(call: Call) -> Reply:
    hours = call.body["overlap_hours"]
    return Reply(201, await call.house.webhooks.rotate(call.site, call.path["id"], hours, call.moderator))


async def ping(call: Call) -> Reply:
    return Reply(200, await call.house.webhooks.ping(call.site, call.path["id"]))


async def deliveries(call: Call) -> Reply:
    limit, cursor = call.query["limit"], call.query["cursor"]
    return Reply(200, await call.house.webhooks.deliveries(call.site, call.path["id"], limit, cursor))


async def replay(call: Call) -> Reply:
    return Reply(202, await call.house.webhooks.replay(call.site, call.path["id"], call.path["delivery"]))


async def replay_failed(call: Call) -> Reply:
    return Reply(202, {"replayed": await call.house.webhooks.replay_failed(call.site, call.path["id"])})


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/webhooks",
        webhooks,
        needs=Permission.ADMINISTER,
        summary="The site's webhooks and how they fare",
        answers={200: Webhooks},
    ),
    route(
        "POST",
        "/v1/sites/{site}/webhooks",
        create,
        needs=Permission.ADMINISTER,
        summary="Have another program told what happens; its secret is shown this once",
        body=CreateWebhook,
        answers={201: WebhookWithSecret},
        secret=True,
    ),
    route(
        "PATCH",
        "/v1/sites/{site}/webhooks/{id}",
        change,
        needs=Permission.ADMINISTER,
        summary="Change a webhook, pause it, or take up again one that was disabled",
        body=ChangeWebhook,
        answers={200: WebhookShown},
    ),
    route(
        "DELETE",
        "/v1/sites/{site}/webhooks/{id}",
        delete,
        needs=Permission.ADMINISTER,
        summary="Remove a webhook and what it was still to be told",
        answers={204: None},
    ),
    route(
        "POST",
        "/v1/sites/{site}/webhooks/{id}/secrets",
        rotate,
        needs=Permission.ADMINISTER,
        summary="A new secret, shown this once; messages are signed with both for as long as you say",
        body=RotateSecret,
        answers={201: WebhookWithSecret},
        secret=True,
    ),
    route(
        "POST",
        "/v1/sites/{site}/webhooks/{id}/ping",
        ping,
        needs=Permission.ADMINISTER,
        summary="Try a webhook out now",
        answers={200: AttemptShown},
    ),
    route(
        "GET",
        "/v1/sites/{site}/webhooks/{id}/deliveries",
        deliveries,
        needs=Permission.ADMINISTER,
        summary="What a webhook was told and is to be told, with every attempt, newest first",
        query=DeliveriesQuery,
        answers={200: Deliveries},
    ),
    route(
        "POST",
        "/v1/sites/{site}/webhooks/{id}/deliveries/{delivery}/replay",
        replay,
        needs=Permission.ADMINISTER,
        summary="Deliver once more, with the same id",
        answers={202: DeliveryShown},
    ),
    route(
        "POST",
        "/v1/sites/{site}/webhooks/{id}/replays",
        replay_failed,
        needs=Permission.ADMINISTER,
        summary="Deliver once more what failed among the latest 500 deliveries",
        answers={202: Replayed},
    ),
)
