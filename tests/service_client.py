"""One process of the service on a real port, and how the people of a story come by what they call it with."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import ClientSession, web
from joserfc import jwt
from joserfc.jwk import OctKey
from people import Author, Browser, Caller, Moderator

from classifiers import Careful
from moderation.api.protocol import ProblemRunner
from moderation.app import build_app
from moderation.domain.moderator import Role
from moderation.scoring.models import CarefulModel
from moderation.scoring.scorer import Scorer, Scoring
from moderation.scoring.second_look import SecondLook
from moderation.services.house import House
from moderation.settings import Settings
from moderation.telemetry.metrics import Metrics

PUBLISHER_SECRET = "the publisher keeps this one to itself"
FOREVER = 4_000_000_000
"""An `exp` that no test will see."""


class SharedScorer:
    """One loaded model for all tests; a house that closes leaves it open."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    @property
    def ready(self) -> bool:
        return self._scorer.ready

    async def start(self) -> None:
        if not self._scorer.ready:
            await self._scorer.start()

    async def close(self) -> None:
        return

    def has(self, model: str) -> bool:
        return self._scorer.has(model)

    async def load(self, model: str) -> None:
        await self._scorer.load(model)

    async def score(self, text: str, deadline_s: float, *, model: str = "", spans: bool = True) -> Scoring:
        return await self._scorer.score(text, deadline_s, model=model, spans=spans)


class Service:
    """One process of the service, on a real port, and who calls it."""

    def __init__(self, house: House, runner: ProblemRunner, session: ClientSession) -> None:
        self.house = house
        self.runner = runner
        self._session = session
        host, port = runner.addresses[0][:2]
        self.address: tuple[str, int] = (str(host), int(port))
        self.url = f"http://{host}:{port}"
        self._people = 0

    @classmethod
    async def start(cls, settings: Settings, scorer: Scorer, careful: Careful | None = None) -> "Service":
        metrics = Metrics()
        readers = {} if careful is None else {careful.language: CarefulModel(careful)}
        second_look = SecondLook(metrics.readings, settings.careful_ms / 1000, settings.careful_share, lambda: readers)
        house = await House.open(settings, scorer, metrics, second_look)
        runner = ProblemRunner(build_app(settings, house), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return cls(house, runner, ClientSession())

    async def stop(self) -> None:
        await self._session.close()
        self.house.live.close()
        await self.runner.cleanup()
        await self.house.close()

    def _called(self, site: str, headers: Mapping[str, str], address: str | None = None) -> tuple[Any, ...]:
        if address is None:
            self._people += 1
            address = f"198.51.100.{self._people % 256}"
        return self._session, self.url, site, address, headers

    def reader(self, site: str = "default", *, address: str | None = None) -> Caller:
        return Caller(*self._called(site, {}, address))

    def guest(self, name: str = "Ann", site: str = "default", *, address: str | None = None) -> Author:
        return Author(*self._called(site, {}, address), guest_name=name)

    def bearer(self, token: str, site: str = "default") -> Author:
        """Somebody who shows this token, whatever it is."""
        return Author(*self._called(site, {"Authorization": f"Bearer {token}"}))

    async def member(self, name: str = "Maria", sub: str | None = None, site: str = "default") -> Author:
        """An author for whom the publisher vouches."""
        if not (await self.house.access.policy(site)).jwt_secret:
            await self.house.policymaking.set_policy(site, {"jwt_secret": PUBLISHER_SECRET}, "publisher")
        return self.bearer(a_token(sub=sub or name.lower(), name=name), site)

    async def moderator(self, name: str = "Max", site: str = "default", role: str = "moderator") -> Moderator:
        _, secret = await self.house.tokens.create(site, Role(role), name, "operator")
        return Moderator(*self._called(site, {"Authorization": f"Bearer {secret}"}))

    async def admin(self, name: str = "Ada", site: str = "default") -> Moderator:
        return await self.moderator(name, site, "admin")

    def browser(self, site: str = "default", *, address: str | None = None) -> Browser:
        """A browser at the console, in which nobody is signed in."""
        return Browser(*self._called(site, {}, address))

    async def new_site(self, name: str) -> str:
        await self.house.access.create_site(name, name.title(), "operator")
        return name

    async def raw(self, request: bytes) -> bytes:
        """Everything that comes back for these bytes until the connection ends."""
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(request)
        received = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        await writer.wait_closed()
        return received


Serve = Callable[..., Awaitable[Service]]


def a_token(*, key: str = PUBLISHER_SECRET, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
    """A publisher's HS256 token; a claim that is None is left out."""
    whole = {"sub": "maria", "name": "Maria", "exp": FOREVER} | claims
    kept = {name: value for name, value in whole.items() if value is not None}
    return jwt.encode({"alg": "HS256", **(header or {})}, kept, OctKey.import_key(key))
