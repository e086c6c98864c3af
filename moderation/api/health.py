"""What operators and their machines ask: does it live, can it serve, what are its numbers."""

from time import monotonic

from aiohttp import web

from moderation.api.answers import Reply
from moderation.api.routes import Call, Media, route
from moderation.api.schemas.health import Alive, Ready
from moderation.appkeys import CONDITION, METRICS
from moderation.domain.errors import Refused, StorageUnavailable
from moderation.domain.moderator import Permission
from moderation.services.house import House
from moderation.services.signs import signs_of
from moderation.telemetry.metrics import CONTENT_TYPE, Metrics


async def queue_lengths(house: House, metrics: Metrics) -> None:
    """How long every site's queues are. Refused, StorageUnavailable."""
    for site in await house.access.sites():
        document = await house.review.queues(str(site["id"]))
        for queue in document["queues"]:
            metrics.queue_length.labels(site["id"], queue["queue"]).set(queue["count"])


async def site_signs(house: House, metrics: Metrics) -> None:
    """What goes wrong in silence; the numbers of a site that is gone go with it. Refused, StorageUnavailable."""
    names = [str(site["id"]) for site in await house.access.sites()]
    signs = {name: await signs_of(house.records, house.teaching, name) for name in names}
    for gauge in (metrics.webhooks, *metrics.of_sites.values()):
        gauge.clear()
    for name, found in signs.items():
        for state, number in found.webhooks.items():
            metrics.webhooks.labels(name, state).set(number)
        for gauge_name, value in found.gauges.items():
            metrics.of_sites[gauge_name].labels(name).set(value)


FRESH_SECONDS = {queue_lengths: 5.0, site_signs: 30.0}
"""For how long what was read is told again."""


class Stored:
    """Keeps numbers from storage in the metrics, reading them anew when they are old."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._next = dict.fromkeys(FRESH_SECONDS, 0.0)

    async def refresh(self, house: House) -> None:
        """While storage is away the last numbers stay."""
        now = monotonic()
        for read, seconds in FRESH_SECONDS.items():
            if now < self._next[read]:
                continue
            self._next[read] = now + seconds
            try:
                await read(house, self._metrics)
            except (Refused, StorageUnavailable):
                self._metrics.storage_errors.inc()


STORED = web.AppKey("stored", Stored)


async def healthz(_call: Call) -> Reply:
    return Reply(200, {"status": "ok"})


async def readyz(call: Call) -> Reply:
    reasons = list(await call.house.readiness())
    if call.request.app[CONDITION].draining:
        reasons.insert(0, "The process is stopping and takes no new requests.")
    if reasons:
        return Reply(503, {"status": "not ready", "reasons": reasons}, {"Retry-After": "1"})
    return Reply(200, {"status": "ready", "reasons": []})


async def metrics(call: Call) -> web.StreamResponse:
    await call.request.app[STORED].refresh(call.house)
    body = call.request.app[METRICS].exposition()
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})


ROUTES = (
    route("GET", "/healthz", healthz, needs=Permission.OPERATE, summary="The process lives", answers={200: Alive}),
    route(
        "GET",
        "/readyz",
        readyz,
        needs=Permission.OPERATE,
        summary="The process can serve: storage answers, the model is loaded, it is not stopping",
        answers={200: Ready, 503: Ready},
    ),
    route(
        "GET",
        "/metrics",
        metrics,
        needs=Permission.OPERATE,
        summary="Numbers for Prometheus",
        answers={200: Media("text/plain", "Prometheus' text format")},
    ),
)
