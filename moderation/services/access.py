"""Who is asking: the site, its policy, the reader behind a publisher's token, the moderator behind an API token."""

import contextlib
import hashlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from moderation.domain import actors
from moderation.domain.author import Reader
from moderation.domain.clock import rfc3339
from moderation.domain.errors import (
    AlreadyExists,
    Invalid,
    NotAllowed,
    NotSignedIn,
    StorageUnavailable,
    UnknownSite,
)
from moderation.domain.learning import Learned
from moderation.domain.model_choice import ModelChoices
from moderation.domain.moderator import Role, Token
from moderation.domain.policy import Policy
from moderation.domain.site import DEFAULT_SITE, Site, valid_site_id
from moderation.services.identity import reader_of_token
from moderation.services.policies import policy_of
from moderation.services.rulebook import Prepared, prepare
from moderation.services.site_secret import address_hash
from moderation.storage.records import Records

LIFETIME = 5.0
"""Seconds for which what a site is, allows and trusts is remembered; changes are announced and apply sooner."""
_MOST_STRANGERS = 10_000
"""Tokens that nobody holds are remembered too, so that a caller with a wrong one does not keep storage busy."""


class _Remembered:
    """One site as this process knows it."""

    __slots__ = ("learned", "models", "policy", "prepared", "site", "tokens", "until")

    def __init__(
        self, site: Site, policy: Policy, models: ModelChoices, learned: Learned, tokens: dict[str, Token]
    ) -> None:
        self.site = site
        self.policy = policy
        self.models = models
        self.learned = learned
        self.tokens = tokens
        self.prepared: Prepared | None = None
        self.until = time.monotonic() + LIFETIME


class Access:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[str, _Remembered] = {}
        self._changes: dict[str, int] = {}
        self._homes: dict[str, str] = {}
        self._strangers: dict[str, float] = {}
        self._follow: Callable[[str], Awaitable[None]] | None = None

    def follow_with(self, follow: Callable[[str], Awaitable[None]]) -> None:
        """Have every site that is asked for followed, so that `forget` is called when another process changes it."""
        self._follow = follow

    def forget(self, site_id: str) -> None:
        """Policy, models, what was learned, tokens or the site itself changed."""
        self._changes[site_id] = self._changes.get(site_id, 0) + 1
        if (known := self._known.get(site_id)) is not None:
            known.until = 0.0

    async def site(self, site_id: str) -> Site:
        """UnknownSite if there is none."""
        return (await self._site(site_id)).site

    async def policy(self, site_id: str) -> Policy:
        return (await self._site(site_id)).policy

    async def models(self, site_id: str) -> ModelChoices:
        """Which models the site has chosen, per language."""
        return (await self._site(site_id)).models

    async def learned(self, site_id: str) -> Learned:
        """What the site has learned from its moderators."""
        return (await self._site(site_id)).learned

    async def prepared(self, site_id: str) -> Prepared:
        """The site's word lists and rules, made ready once per version of its policy."""
        known = await self._site(site_id)
        if known.prepared is None:
            known.prepared = prepare(site_id, known.policy)
        return known.prepared

    async def _site(self, site_id: str) -> _Remembered:
        known = self._known.get(site_id)
        if known is not None and known.until > time.monotonic():
            return known
        if not valid_site_id(site_id):
            raise UnknownSite(f"There is no site {site_id[:64]!r}.")
        if known is None:
            return await self._read(site_id, None)
        # Whoever comes while this is read again goes on with what is known.
        known.until = time.monotonic() + 1.0
        try:
            return await self._read(site_id, known)
        except StorageUnavailable:
            return known

    async def _read(self, site_id: str, known: _Remembered | None) -> _Remembered:
        sites, changes = self._records.sites, self._changes.get(site_id, 0)
        site = await sites.site(site_id)
        if site is None:
            self._known.pop(site_id, None)
            raise UnknownSite(f"There is no site {site_id!r}. `moderation site create {site_id}` makes one.")
        if self._follow is not None:
            await self._follow(site_id)  # before the rest is read, so that no change falls in between
        version, document = await sites.policy(site_id)
        _, models = await self._records.models.choices(site_id)
        _, learned = await self._records.learning.learned(site_id)
        fresh = _Remembered(site, policy_of(document, version), models, learned, await sites.tokens(site_id))
        if known is not None and known.policy.version == version:
            fresh.prepared = known.prepared
        if self._changes.get(site_id, 0) != changes:
            fresh.until = 0.0  # a change overtook this reading
        self._known[site_id] = fresh
        return fresh

    async def reader(self, site_id: str, bearer: str | None, address: str, edit_token: str | None) -> Reader:
        """Whoever sends a request from `address`; NotSignedIn if they show a token that does not hold."""
        known = await self._site(site_id)
        hashed = address_hash(known.site, address)
        if bearer is None:
            return Reader(address=hashed, edit_token=edit_token)
        return reader_of_token(known.policy, bearer, hashed, edit_token)

    async def moderator(self, site_id: str, bearer: str | None) -> Token:
        """The holder of an API token of this site, or of an administrator's token of the default site."""
        if bearer is None:
            raise NotSignedIn("Send an API token: Authorization: Bearer mod_...")
        token = await self.token(site_id, token_digest(bearer))
        if token is None:
            raise NotSignedIn("This API token is not known here; it may have been revoked or belong to another site.")
        return token

    async def still_holds(self, site_id: str, bearer: str | None) -> bool:
        """Whether that is the case at this moment, as storage itself says. StorageUnavailable."""
        try:
            token = await self.moderator(site_id, bearer)
        except NotSignedIn:
            return False
        return await self._records.sites.token(token.site, token_digest(bearer or "")) is not None

    async def token(self, site_id: str, digest: str) -> Token | None:
        """What the token of this SHA-256 is at a site: one of its own, or an administrator's of the default site."""
        token = (await self._site(site_id)).tokens.get(digest) or await self._records.sites.token(site_id, digest)
        if token is None and site_id != DEFAULT_SITE:
            head = (await self._site(DEFAULT_SITE)).tokens.get(digest)
            token = head if head is not None and head.role is Role.ADMIN else None
        return token

    async def holder(self, secret: str) -> Token | None:
        """Who holds an API token of any site; None if nobody does.

        Asks storage only for a token that this process has not met, so that each request of another program costs no
        round trip, and what it was told before holds while storage is away.
        """
        digest = token_digest(secret)
        home = self._homes.get(digest)
        if home is not None:
            with contextlib.suppress(UnknownSite):
                if (token := (await self._site(home)).tokens.get(digest)) is not None:
                    return token
        if self._strangers.get(digest, 0.0) > time.monotonic():
            return None
        token = await self._records.sites.holder(digest)
        if token is None:
            self._homes.pop(digest, None)
            if len(self._strangers) >= _MOST_STRANGERS:
                self._strangers.clear()
            self._strangers[digest] = time.monotonic() + LIFETIME
        else:
            self._homes[digest] = token.site
        return token

    async def moderator_name(self, site_id: str, actor: str) -> str:
        """The name behind `moderator:<token id>`, or the actor as it is."""
        token_id = actors.token_id(actor)
        for site in dict.fromkeys((site_id, DEFAULT_SITE)):
            for token in (await self._site(site)).tokens.values():
                if token.id == token_id:
                    return token.name
        return actor

    async def sites(self) -> list[dict[str, Any]]:
        found = [await self._records.sites.site(name) for name in await self._records.sites.names()]
        return [site_document(site) for site in found if site is not None]

    async def create_site(self, site_id: str, title: str, actor: str) -> dict[str, Any]:
        if not valid_site_id(site_id):
            rule = "Must be 1 to 63 of a-z, 0-9 and -, with a letter or digit at both ends."
            raise Invalid(f"{site_id[:64]!r} cannot be a site's id.", {"id": [rule]})
        detail = orjson.dumps({"action": "create_site", "actor": actor, "site": site_id, "title": title})
        site = await self._records.sites.create(site_id, title or site_id, detail)
        if site is None:
            raise AlreadyExists(f"There is a site {site_id!r} already.")
        return site_document(site)

    async def delete_site(self, site_id: str, actor: str) -> None:
        await self._site(site_id)
        if site_id == DEFAULT_SITE:
            raise NotAllowed("The default site cannot be deleted.")
        detail = orjson.dumps({"action": "delete_site", "actor": actor, "site": site_id})
        await self._records.sites.note(DEFAULT_SITE, "site", detail)
        kept = self._records
        for nouns in (kept.models, kept.learning, kept.sessions, kept.passwords, kept.identities, kept.webhooks):
            await nouns.delete(site_id)
        await kept.sites.delete(site_id)
        self._known.pop(site_id, None)


def site_document(site: Site) -> dict[str, Any]:
    return {"id": site.id, "title": site.title, "created_at": rfc3339(site.created_at)}


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
