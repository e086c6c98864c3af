"""What the parts of the HTTP side share, each under a typed key."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from moderation.services.house import House
from moderation.settings import Settings
from moderation.telemetry.metrics import Metrics


@dataclass(slots=True)
class Condition:
    """Whether this process still wants requests, and what it is busy with."""

    draining: bool = False
    in_flight: int = 0
    streams: set[asyncio.Task[object]] = field(default_factory=set)
    """Tasks that serve an event stream; they end when the process drains."""
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a draining process has answered its last request."""


SETTINGS = web.AppKey("settings", Settings)
HOUSE = web.AppKey("house", House)
METRICS = web.AppKey("metrics", Metrics)
CONDITION = web.AppKey("condition", Condition)

REQUEST_ID = web.RequestKey("request_id", str)
