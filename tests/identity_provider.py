"""An OpenID Connect provider on loopback, strict about what a client must send; and what it says can be made a lie."""

import asyncio
import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "moderation", "the provider knows: this %&+ one"


@contextmanager
def in_a_thread(provider: "IdentityProvider") -> Iterator["IdentityProvider"]:
    """For tests that have no event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="provider")
    thread.start()
    asyncio.run_coroutine_threadsafe(provider.start(), loop).result(20)
    try:
        yield provider
    finally:
        asyncio.run_coroutine_threadsafe(provider.stop(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@dataclass(slots=True)
class Person:
    sub: str = "account-1"
    email: str = "max@news.example"
    email_verified: Any = True


@dataclass(slots=True)
class Asked:
    """What a code stands for."""

    challenge: str
    redirect: str
    nonce: str
    person: Person


@dataclass(slots=True)
class IdentityProvider:
    """Whoever is sent here is `person`, at once. `forge` makes the ID token from its true claims."""

    person: Person = field(default_factory=Person)
    host: str = "127.0.0.1"
    secret: str = SECRET
    in_body: bool = False
    refuses: bool = False
    describes: Any = None
    """What the UserInfo endpoint answers; the ID token then says nothing but the subject."""
    forge: Callable[["IdentityProvider", dict[str, Any]], str | None] | None = None
    configuration: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    codes: dict[str, Asked] = field(default_factory=dict)
    issuer: str = ""
    exchanges: int = 0
    key_reads: int = 0
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._configured)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/person", self._described)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.issuer = f"http://{self.host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def signed(self, claims: dict[str, Any], key: Any = None, alg: str = "RS256", kid: str = "one") -> str:
        return jwt.encode({"alg": alg, "kid": kid}, claims, key or self.key, algorithms=[alg])

    def turn_keys(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "two", "use": "sig"})
        self.forge = lambda provider, claims: provider.signed(claims, alg="ES256", kid="two")

    async def _configured(self, _request: web.Request) -> web.Response:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?tenant=news",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        if self.describes is not None:
            found["userinfo_endpoint"] = f"{self.issuer}/person"
        if self.in_body:
            found["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
        return web.json_response(found | self.configuration)

    async def _authorize(self, request: web.Request) -> web.Response:
        asked = request.query
        assert (asked["tenant"], asked["response_type"], asked["client_id"]) == ("news", "code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        answer = {"state": asked["state"], "iss": self.issuer, "session_state": "of no interest"}
        if self.refuses:
            answer["error"] = "access_denied"
        else:
            code = answer["code"] = secrets.token_urlsafe(16)
            self.codes[code] = Asked(asked["code_challenge"], asked["redirect_uri"], asked["nonce"], self.person)
        return web.Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(answer)}"})

    async def _token(self, request: web.Request) -> web.Response:
        self.exchanges += 1
        form = {name: values[0] for name, values in parse_qs(await request.text(), strict_parsing=True).items()}
        asked = self.codes.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if not self._is_client(request, form):
            return web.json_response({"error": "invalid_client"}, status=401)
        if asked is None or asked.challenge != proof or asked.redirect != form["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(time.time())
        person = {"sub": asked.person.sub, "email": asked.person.email, "email_verified": asked.person.email_verified}
        if self.describes is not None:
            person = {"sub": asked.person.sub}
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.nonce, **person}
        token = self.signed(claims) if self.forge is None else self.forge(self, claims)
        return web.json_response({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _is_client(self, request: web.Request, form: dict[str, str]) -> bool:
        if not self.secret or self.in_body:
            return (form["client_id"], form.get("client_secret", "")) == (CLIENT, self.secret)
        kind, _, pair = request.headers.get("Authorization", "").partition(" ")
        name, _, secret = base64.b64decode(pair).decode().partition(":")
        return (kind, unquote_plus(name), unquote_plus(secret)) == ("Basic", CLIENT, self.secret)

    async def _described(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer x"
        return web.json_response(self.describes)

    async def _keys(self, _request: web.Request) -> web.Response:
        self.key_reads += 1
        unknown = {"kty": "XYZ", "kid": "zero"}
        return web.json_response({"keys": [unknown, self.key.as_dict(private=False)]})
