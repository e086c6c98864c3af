"""The application: settings in, a web application out; and the process that serves it until it is told to stop."""

import asyncio
import contextlib
import gc
import importlib
import importlib.util
import signal
import socket
from collections.abc import AsyncIterator, Callable
from functools import cache

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from moderation.api import docs, openapi
from moderation.api.endpoints import MODERATOR_BODY_LIMIT
from moderation.api.health import STORED, Stored
from moderation.api.middleware.cors import ORIGINS, Origins
from moderation.api.middleware.observe import Observed, observing
from moderation.api.mounting import mount
from moderation.api.protocol import ProblemRunner
from moderation.api.routes import Media, Route
from moderation.api.table import table_of
from moderation.appkeys import CONDITION, HOUSE, METRICS, SETTINGS, Condition
from moderation.jobs import run_jobs
from moderation.services.house import House
from moderation.settings import Settings
from moderation.telemetry.logs import log
from moderation.telemetry.metrics import Metrics
from moderation.web.pages import PAGES

LAST_WORDS_SECONDS = 2.0
"""How long answers that are being written may take once a stopping process waits for nothing else."""

logger = log(__name__)


async def open_house(app: web.Application) -> AsyncIterator[None]:
    """Storage, scorer and services: from here on the process can serve."""
    app[HOUSE] = await House.open(app[SETTINGS], metrics=app[METRICS])
    yield
    await app[HOUSE].close()


async def keep_house(app: web.Application) -> AsyncIterator[None]:
    """This process's part of the loops beside the server."""
    async with run_jobs(app[HOUSE], app[METRICS]):
        yield


CLEANUP = (
    # Opened in this order, closed in reverse
    open_house,
    keep_house,
)

PAGE_ROUTES = tuple(
    Route("GET", page.path, page.needs, page.summary, {200: Media(page.content_type, page.summary)}, raw=page.handler)
    for page in PAGES
)
"""What browsers load; `web` and `api` do not know each other, so the two meet here."""


def build_app(settings: Settings, house: House | None = None) -> web.Application:
    """The application. It opens a house of its own unless one is given, which then stays the caller's to close."""
    table = table_of(settings)
    metrics = Metrics() if house is None else house.metrics
    condition = Condition()
    origins = Origins()
    routes: dict[Handler, Observed] = {}
    app = web.Application(
        middlewares=[observing(routes, metrics, condition, origins)],
        client_max_size=max(settings.body_limit_bytes, MODERATOR_BODY_LIMIT),
    )
    app[SETTINGS] = settings
    app[METRICS] = metrics
    app[CONDITION] = condition
    app[ORIGINS] = origins
    app[STORED] = Stored(metrics)
    document: Callable[[], bytes] = cache(lambda: orjson.dumps(openapi.describe(table)))
    app[docs.DOCUMENT] = document
    if house is not None:
        app[HOUSE] = house
    # Whoever brings a house keeps it too.
    app.cleanup_ctx.extend(CLEANUP if house is None else ())
    routes.update(mount(app, (*table, *PAGE_ROUTES), settings, metrics, origins))
    return app


async def serve_forever(
    settings: Settings,
    sock: socket.socket | None = None,
    *,
    reuse_port: bool = False,
    started: Callable[[str, int], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then drain.

    Draining: `readyz` says 503, event streams end, answers close their connections; new requests are still taken for
    `drain_delay_seconds` and while others are in flight, up to `drain_seconds`. A second signal ends the waiting.
    `started` is told the address once requests are taken.
    """
    stop = asyncio.Event()
    hurry = asyncio.Event()

    def asked_to_stop() -> None:
        (hurry if stop.is_set() else stop).set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop)
    app = build_app(settings)
    runner = ProblemRunner(app, access_log=None, shutdown_timeout=min(settings.drain_seconds, LAST_WORDS_SECONDS))
    try:
        await runner.setup()
        site: web.BaseSite
        if sock is not None:
            site = web.SockSite(runner, sock, backlog=1024)
        else:
            site = web.TCPSite(runner, settings.host, settings.port, backlog=1024, reuse_port=reuse_port or None)
        # What there is by now stays: looking through it for garbage holds every request up for a tenth of a second.
        gc.collect()
        gc.freeze()
        await site.start()
        if started is not None:
            host, port = runner.addresses[0][:2]
            started(str(host), int(port))
        await stop.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_drain(app, settings, hurry), settings.drain_delay_seconds + settings.drain_seconds)
    finally:
        await runner.cleanup()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _drain(app: web.Application, settings: Settings, hurry: asyncio.Event) -> None:
    condition = app[CONDITION]
    condition.draining = True
    logger.info("draining", in_flight=condition.in_flight, streams=len(condition.streams))
    app[HOUSE].live.close()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(hurry.wait(), settings.drain_delay_seconds)
    for task in tuple(condition.streams):
        task.cancel()
    if condition.in_flight and not hurry.is_set():
        waits = [asyncio.ensure_future(event.wait()) for event in (condition.idle, hurry)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def new_event_loop() -> asyncio.AbstractEventLoop:
    """uvloop's where it is installed: a fifth more requests from the same processor."""
    if importlib.util.find_spec("uvloop") is None:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = importlib.import_module("uvloop").new_event_loop()
    return loop


def run(settings: Settings, *, started: Callable[[str, int], None] | None = None) -> None:
    """Serve in this process, on an event loop of its own."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve_forever(settings, reuse_port=settings.workers > 1, started=started))
