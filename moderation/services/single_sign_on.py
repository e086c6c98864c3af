"""Signing in by the operator's OpenID Connect provider: it says whose browser it is, a token here says what they may.

What must be remembered while a browser is away at the provider travels with that browser in a sealed cookie, so that
nobody fills storage by beginning, and a code that was meant for one browser is of no use in another.
"""

import hmac
import secrets
import time
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from typing import Any, Final

import orjson
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from moderation.domain.errors import AlreadyExists, Invalid, NotAllowed, NotFound, NotSignedIn, ProviderAway, TooFast
from moderation.domain.moderator import Permission, Token
from moderation.domain.site import DEFAULT_SITE, Site, valid_site_id
from moderation.outbound.provider import Provider, ProviderFailed
from moderation.services.access import Access
from moderation.services.site_secret import address_hash, keyed
from moderation.services.tokens import Tokens
from moderation.storage.identities import Identity
from moderation.storage.records import Records

AWAY_SECONDS: Final = 600
"""How long signing in at the provider may take."""
_LONGEST_COOKIE = 2048

log = structlog.get_logger()


class SingleSignOn:
    def __init__(self, records: Records, access: Access, provider: Provider | None) -> None:
        self._records = records
        self._access = access
        self._tokens = Tokens(records, access)
        self._provider = provider

    @property
    def offered(self) -> bool:
        return self._provider is not None

    async def check(self) -> str:
        """The provider, if it answers as it should; NotFound where none is set, else ProviderAway."""
        provider = self._named()
        try:
            await provider.check()
        except ProviderFailed as why:
            raise ProviderAway(why.sentence) from None
        return provider.issuer

    async def begin(self, site_id: str, back: str) -> tuple[str, str]:
        """Where to send a browser that wants to sign in at a site, and what it must bring back in a cookie. NotFound
        where no provider is set, ProviderAway if it cannot be reached."""
        provider = self._named()
        site = await self._access.site(site_id)
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        try:
            address = await provider.address(back, state, nonce, verifier)
        except ProviderFailed as why:
            raise self._failed(why) from None
        until = int(time.time()) + AWAY_SECONDS
        return address, _sealed(site, [state, nonce, verifier, back, until])

    async def finish(
        self, cookie: str | None, state: str, code: str | None, issuer: str | None, address: str
    ) -> tuple[Token, str, Site]:
        """The token that whoever comes back from the provider holds, its SHA-256, and the site. NotSignedIn if they did
        not begin here, the provider does not vouch for them, or nobody here has their address; TooFast if too many were
        tried from a network address."""
        provider = self._named()
        site, (begun, nonce, verifier, back, until) = await self._opened(cookie)
        if not hmac.compare_digest(state.encode("utf-8", "surrogatepass"), begun.encode()) or until < time.time():
            raise NotSignedIn("This browser did not begin to sign in, or took too long; begin again.")
        if issuer is not None and issuer != provider.issuer:
            raise NotSignedIn("The answer is of another provider (RFC 9207); begin again.")
        if code is None:
            raise NotSignedIn("The provider did not let you in.")
        wait = await self._records.passwords.wait_for_address(site.id, address_hash(site, address))
        if wait:
            raise TooFast("Signing in was tried too often; wait, or use a token.", wait / 1000)
        try:
            claims = await provider.claims(code, verifier, back, nonce)
        except ProviderFailed as why:
            raise self._failed(why) from None
        identity = await self._known(site.id, claims)
        token = None if identity is None else await self._access.token(site.id, identity.token_digest)
        if identity is None or token is None:
            log.warning("a sign-in by the provider was refused", site=site.id, subject=claims["sub"])
            raise NotSignedIn("The provider knows you, but nobody here has your address; ask your administrator.")
        return token, identity.token_digest, site

    async def set_identity(self, site_id: str, token_id: str, email: str, actor: str) -> str:
        """Let whoever has this e-mail address at the provider sign in for a token. The address as it is compared.
        NotFound for an unknown token, AlreadyExists for another token's address. Sessions that the token has end."""
        digest, token = await self._tokens.of_id(site_id, token_id)
        if not token.may(Permission.REVIEW):
            raise NotAllowed(f"A token of role {token.role} cannot sign in at the console.")
        folded = _folded(email)
        if not 3 <= len(folded) <= 254 or not folded.isprintable() or "@" not in folded[1:-1] or " " in folded:
            raise Invalid("This is no e-mail address.", {"email": ["Must be an e-mail address."]})
        held = await self._records.identities.find(site_id, folded)
        if held is not None and held.token_id != token_id:
            sentence = f"{folded} stands for another token here."
            raise AlreadyExists(sentence, {"email": [sentence]})
        await self._records.identities.remove(site_id, token_id)
        await self._records.identities.save(site_id, folded, Identity(token_id, digest))
        await self._note(site_id, "set_identity", actor, token, folded)
        await self._records.sessions.end_all(site_id, token_id)
        return folded

    async def addresses(self, site_id: str) -> dict[str, str]:
        """The address at the provider, by the id of the token that it stands for."""
        await self._access.site(site_id)
        return {known.token_id: email for email, known in (await self._records.identities.all(site_id)).items()}

    async def remove_identity(self, site_id: str, token_id: str, actor: str) -> None:
        """NotFound if the token has none. Its sessions end."""
        _, token = await self._tokens.of_id(site_id, token_id)
        if not await self._records.identities.remove(site_id, token_id):
            raise NotFound(f"Token {token_id[:64]!r} has no address at the provider.")
        await self._note(site_id, "remove_identity", actor, token, "")
        await self._records.sessions.end_all(site_id, token_id)

    async def _known(self, site_id: str, claims: dict[str, Any]) -> Identity | None:
        """Addresses are given to other people in time, accounts are not: the first account that comes with an address
        is the one that counts."""
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            return None
        folded = _folded(email)
        identity = await self._records.identities.find(site_id, folded)
        if identity is None or identity.subject not in (None, claims["sub"]):
            return None
        if identity.subject is None:
            identity = replace(identity, subject=claims["sub"])
            await self._records.identities.save(site_id, folded, identity)
        return identity

    async def _opened(self, cookie: str | None) -> tuple[Site, tuple[str, str, str, str, int]]:
        site_id, _, sealed = (cookie or "").partition(".")
        if not sealed or len(sealed) > _LONGEST_COOKIE or not valid_site_id(site_id):
            raise NotSignedIn("This browser did not begin to sign in; begin again.")
        site = await self._access.site(site_id)
        try:
            raw = urlsafe_b64decode(sealed)
            state, nonce, verifier, back, until = orjson.loads(_cipher(site).decrypt(raw[:12], raw[12:], None))
        except (ValueError, InvalidTag):
            raise NotSignedIn("This browser did not begin to sign in; begin again.") from None
        return site, (state, nonce, verifier, back, until)

    def _named(self) -> Provider:
        if self._provider is None:
            raise NotFound("No provider is set here: the operator sets MODERATION_OIDC_ISSUER.")
        return self._provider

    def _failed(self, why: ProviderFailed) -> NotSignedIn | ProviderAway:
        log.warning("the provider failed", reason=why.sentence)
        return NotSignedIn(why.sentence) if why.refused else ProviderAway(why.sentence)

    async def _note(self, site_id: str, action: str, actor: str, token: Token, email: str) -> None:
        detail = {"action": action, "actor": actor, "token": token.id, "name": token.name, "email": email}
        await self._records.sites.note(site_id, "identity", orjson.dumps(detail))


def site_of_attempt(cookie: str | None) -> str:
    """The site that somebody who comes back says they went out from, or the default one."""
    site_id = (cookie or "").partition(".")[0]
    return site_id if valid_site_id(site_id) else DEFAULT_SITE


def _folded(email: str) -> str:
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _cipher(site: Site) -> AESGCM:
    return AESGCM(keyed(site, "single sign-on", ""))


def _sealed(site: Site, begun: list[str | int]) -> str:
    nonce = secrets.token_bytes(12)
    sealed = nonce + _cipher(site).encrypt(nonce, orjson.dumps(begun), None)
    return f"{site.id}.{urlsafe_b64encode(sealed).decode()}"
