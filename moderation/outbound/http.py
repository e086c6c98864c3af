"""Posting to a server that we do not trust: one try, a deadline, a bounded answer."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from moderation.outbound.guard import AddressRefused, Guard, GuardedResolver, Network

CONNECTIONS = 64
"""At once, over all receivers of a process."""
USER_AGENT = "moderation"


class NoAnswer(Exception):
    """There was no answer; the message is a sentence for the operator. `refused`: we did not even call."""

    def __init__(self, sentence: str, *, refused: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    seconds: float
    whole: bool
    """Whether `body` is all of it: neither too long nor cut off."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""


class Caller:
    """The client of a process. Opened on the first call; close it."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self.guard = Guard(networks)
        self._sessions: dict[str, aiohttp.ClientSession] = {}

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, longest: int) -> Answer:
        """Post once; see `ask`."""
        return await self.ask("POST", url, body, headers, seconds=seconds, longest=longest)

    async def ask(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, longest: int
    ) -> Answer:
        """Call once. NoAnswer if nothing was answered within `seconds`. At most `longest` bytes of the answer are read,
        and what has not come by the deadline is left."""
        try:
            address = URL(url)
            self.guard.check_url(address)
        except (AddressRefused, ValueError) as why:
            raise NoAnswer(str(why), refused=True) from None
        started = time.monotonic()
        response: aiohttp.ClientResponse | None = None
        try:
            async with asyncio.timeout(seconds):
                response = await self._session(address.scheme).request(
                    method, address, data=body or None, headers=dict(headers), allow_redirects=False
                )
        except TimeoutError:
            raise NoAnswer(f"Nothing was answered within {seconds:g} s.") from None
        except aiohttp.ClientConnectorError as why:
            raise _not_connected(why) from None
        except (aiohttp.ClientError, OSError, ValueError) as why:
            raise NoAnswer(f"The answer could not be read: {_said(why)}.") from None
        try:
            read, whole = await _read(response, longest, seconds - (time.monotonic() - started))
        finally:
            response.close()
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, read, time.monotonic() - started, whole, named)

    def _session(self, scheme: str) -> aiohttp.ClientSession:
        session = self._sessions.get(scheme)
        if session is None:
            resolver = GuardedResolver(self.guard, encrypted=scheme == "https")
            session = self._sessions[scheme] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=resolver, use_dns_cache=False, limit=CONNECTIONS, force_close=True
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
                timeout=aiohttp.ClientTimeout(total=None),
                auto_decompress=False,
                trust_env=False,
            )
        return session

    async def close(self) -> None:
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()


async def _read(response: aiohttp.ClientResponse, longest: int, seconds: float) -> tuple[bytes, bool]:
    received = bytearray()
    try:
        async with asyncio.timeout(max(0.0, seconds)):
            while len(received) <= longest:
                part = await response.content.read(longest + 1 - len(received))
                if not part:
                    return bytes(received), True
                received += part
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
        return bytes(received[:longest]), False
    return bytes(received[:longest]), False


def _not_connected(why: aiohttp.ClientConnectorError) -> NoAnswer:
    inner: BaseException = why.os_error
    while inner is not None:
        if isinstance(inner, AddressRefused):
            return NoAnswer(str(inner), refused=True)
        if inner.__cause__ is None:
            break
        inner = inner.__cause__
    return NoAnswer(f"There is no connection to {why.host}:{why.port}: {_said(why.os_error)}.")


def _said(why: BaseException) -> str:
    """What an error says, in one printable line, and not whom we called: the address may have a secret in it."""
    said = str(why)
    if isinstance(why, aiohttp.ClientResponseError):
        said = why.message
    elif isinstance(why, aiohttp.InvalidURL):
        said = "the address is not valid"
    text = "".join(sign if sign.isprintable() else " " for sign in (said or type(why).__name__))
    return " ".join(text.split()).rstrip(".")[:200]
