"""An OpenID Connect provider that the operator named: discovery, the exchange of a code, the proof of who signed in.

The flow is the authorization code with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636; RFC 9700). An ID token counts only
with a signature of the provider's published keys, by an algorithm of ours, for our client, and with our nonce.
"""

import contextlib
import time
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet
from yarl import URL

from moderation.outbound.http import Answer, Caller, NoAnswer

SECONDS: Final = 8.0
LONGEST: Final = 256 * 1024
"""Bytes of an answer that are read."""
LONGEST_TOKEN: Final = 32 * 1024
FRESH_SECONDS: Final = 3600.0
"""How long what the provider publishes of itself is remembered."""
AGAIN_SECONDS: Final = 10.0
"""Keys are asked for again at once when a token is signed with a new one, but not more often than this."""
LEEWAY_SECONDS: Final = 60
_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "Ed25519"]


class ProviderFailed(Exception):
    """The provider did not do its part; the message is a sentence for the operator. `refused`: it, or what it said of
    who signed in, was understood and is not to be believed, so that trying again will not help."""

    def __init__(self, sentence: str, *, refused: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Published:
    """What a provider says of itself (OpenID Connect Discovery 1.0, 3)."""

    authorization: str
    token: str
    keys: str
    person: str | None
    """Where it says more of who signed in than the ID token does."""
    secret_in_body: bool


class Provider:
    """Answers are remembered in this process. Close the caller, not this."""

    def __init__(self, caller: Caller, issuer: str, client_id: str, client_secret: str) -> None:
        self.issuer = issuer
        self._caller = caller
        self._client_id = client_id
        self._client_secret = client_secret
        self._published: tuple[float, Published] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def check(self) -> None:
        """ProviderFailed if its configuration or its keys cannot be had."""
        await self._discovered()
        await self._current_keys()

    async def address(self, back: str, state: str, nonce: str, verifier: str) -> str:
        """Where a browser is sent to sign in; it comes back to `back` with `state` and a code."""
        published = await self._discovered()
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        wanted = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return str(URL(published.authorization).update_query(wanted))

    async def claims(self, code: str, verifier: str, back: str, nonce: str) -> dict[str, Any]:
        """Who signed in, as the provider vouches: at least `sub`. ProviderFailed if it does not."""
        published = await self._discovered()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if self._client_secret and not published.secret_in_body:
            pair = f"{quote_plus(self._client_id)}:{quote_plus(self._client_secret)}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = self._client_id
            if self._client_secret:
                form["client_secret"] = self._client_secret
        answer = await self._asked("POST", published.token, urlencode(form).encode(), headers)
        document = _document(answer, "the exchange of the code")
        if answer.status != 200:
            said = document.get("error")
            why = said if isinstance(said, str) and said.isprintable() else f"status {answer.status}"
            raise ProviderFailed(f"The provider refused the code: {why[:100]}.", refused=True)
        token = document.get("id_token")
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise ProviderFailed("The provider gave no ID token.", refused=True)
        claims = await self._verified(token, nonce)
        if "email" not in claims and published.person is not None:
            claims = await self._described(published.person, document.get("access_token"), claims)
        return claims

    async def _described(self, address: str, access_token: Any, claims: dict[str, Any]) -> dict[str, Any]:
        """The claims with the e-mail address of the UserInfo endpoint (OpenID Connect Core 1.0, 5.3), which counts for
        the account of the ID token only."""
        if not isinstance(access_token, str) or not access_token.isascii() or not access_token.isprintable():
            raise ProviderFailed("The provider gave no access token.", refused=True)
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        said = _document(await self._asked("GET", address, headers=headers), "who signed in", 200)
        if said.get("sub") != claims["sub"]:
            raise ProviderFailed("The provider describes another account than it vouches for.", refused=True)
        return claims | {name: said[name] for name in ("email", "email_verified") if name in said}

    async def _verified(self, token: str, nonce: str) -> dict[str, Any]:
        try:
            claims = _decoded(token, await self._current_keys())
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            try:
                claims = _decoded(token, await self._current_keys(older_than=AGAIN_SECONDS))
            except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as why:
                raise ProviderFailed(f"The ID token's signature does not hold: {why}.", refused=True) from None
        wanted: dict[str, Any] = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._client_id},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
            "sub": {"essential": True},
        }
        try:
            jwt.JWTClaimsRegistry(now=int(time.time()), leeway=LEEWAY_SECONDS, **wanted).validate(claims)
        except (JoseError, ValueError, TypeError) as why:
            raise ProviderFailed(f"The ID token does not hold: {why}.", refused=True) from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._client_id) != self._client_id:
            raise ProviderFailed("The ID token was issued to another client.", refused=True)
        if not isinstance(claims["sub"], str) or not 1 <= len(claims["sub"]) <= 255:
            raise ProviderFailed("The ID token's sub is not text of 1 to 255 characters.", refused=True)
        return claims

    async def _discovered(self) -> Published:
        if self._published is not None and time.monotonic() < self._published[0] + FRESH_SECONDS:
            return self._published[1]
        where = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
        document = _document(await self._asked("GET", where), "the provider's configuration", 200)
        if document.get("issuer") != self.issuer:
            said = str(document.get("issuer"))[:200]
            raise ProviderFailed(f"The provider calls itself {said!r}, MODERATION_OIDC_ISSUER {self.issuer!r}.")
        found = [document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        scheme = URL(self.issuer).scheme
        for address in found:
            if not isinstance(address, str) or URL(address).scheme not in ("https", scheme):
                raise ProviderFailed("The provider's configuration lacks an address, or has one without https.")
        ways = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        in_body = isinstance(ways, list) and "client_secret_basic" not in ways
        person = document.get("userinfo_endpoint")
        if not isinstance(person, str) or URL(person).scheme not in ("https", scheme):
            person = None
        published = Published(str(found[0]), str(found[1]), str(found[2]), person, in_body)
        self._published = (time.monotonic(), published)
        return published

    async def _current_keys(self, older_than: float = FRESH_SECONDS) -> KeySet:
        if self._keys is not None and time.monotonic() < self._keys[0] + older_than:
            return self._keys[1]
        answer = await self._asked("GET", (await self._discovered()).keys)
        document = _document(answer, "the provider's keys", 200)
        keys = KeySet([])
        for published in document["keys"] if isinstance(document.get("keys"), list) else []:
            # A key of a kind that we do not know is no reason to refuse the others.
            with contextlib.suppress(JoseError, ValueError, TypeError, KeyError, AttributeError):
                if published.get("use", "sig") == "sig":
                    keys.keys.append(JWKRegistry.import_key(published))
        if not keys.keys:
            raise ProviderFailed("The provider publishes no key that can be read.")
        self._keys = (time.monotonic(), keys)
        return keys

    async def _asked(
        self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        try:
            return await self._caller.ask(method, address, body, headers or {}, seconds=SECONDS, longest=LONGEST)
        except NoAnswer as why:
            raise ProviderFailed(f"The provider cannot be reached. {why.sentence}") from None


def _decoded(token: str, keys: KeySet) -> dict[str, Any]:
    return dict(jwt.decode(token, keys, algorithms=_ALGORITHMS).claims)


def _document(answer: Answer, what: str, status: int | None = None) -> dict[str, Any]:
    if status is not None and answer.status != status:
        raise ProviderFailed(f"Asked for {what}, the provider answered with status {answer.status}.")
    try:
        document = orjson.loads(answer.body) if answer.whole else None
    except orjson.JSONDecodeError:
        document = None
    if not isinstance(document, dict):
        raise ProviderFailed(f"Asked for {what}, the provider answered with no JSON object.")
    return document
