"""Sites: their record, policy and tokens."""

import secrets
from collections.abc import Mapping
from typing import Any

import orjson

from moderation.domain.audit import digest
from moderation.domain.moderator import Role, Token
from moderation.domain.site import Site
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.documents import read_document, save_document
from moderation.storage.replies import fields, sound
from moderation.storage.site_removal import SiteRemoval

STORE_FORMAT = 1


class Sites:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def names(self) -> list[str]:
        found = await self._store.command(keys.SITES, "SMEMBERS", keys.SITES)
        return sorted(name.decode() for name in found)

    async def create(self, site: str, title: str, detail: bytes) -> Site | None:
        """The new site, or None if there is one of that name."""
        secret = secrets.token_bytes(32)
        reply = await self._store.run(
            "create_site",
            [keys.site_head(site), keys.site_record(site), keys.site_audit(site)],
            [title, secret, STORE_FORMAT, detail, digest(detail)],
        )
        # Listed after it exists: a crash in between is mended by the next start or `verify --repair`.
        await self._store.command(keys.SITES, "SADD", keys.SITES, site)
        return None if reply == b"exists" else Site(site, title, secret, int(reply))

    async def site(self, site: str) -> Site | None:
        key = keys.site_record(site)
        stored = fields(await self._store.command(key, "HGETALL", key))
        if "secret" not in stored:
            return None
        return Site(site, stored["title"].decode(), stored["secret"], int(stored["created"]))

    async def format(self, site: str) -> int:
        key = keys.site_record(site)
        return int(await self._store.command(key, "HGET", key, "format") or 0)

    async def note(self, site: str, change: str, detail: bytes) -> None:
        """An audit entry among the site's settings."""
        await self._store.run(
            "append_change",
            [keys.site_head(site), keys.site_record(site), keys.site_audit(site)],
            [change, detail, digest(detail)],
        )

    async def replace_secret(self, site: str, secret: bytes, detail: bytes) -> None:
        """What guests' edit tokens and readers' address hashes rest on: those of the present one no longer hold."""
        key = keys.site_record(site)
        await self._store.command(key, "HSET", key, "secret", secret)
        await self.note(site, "secret", detail)

    async def delete(self, site: str) -> None:
        """Remove a site with everything it has but what other repositories keep. Walks all of its threads."""
        await self._store.command(keys.SITES, "SREM", keys.SITES, site)
        await SiteRemoval(self._store, site).carry_out()

    async def policy(self, site: str) -> tuple[int, Mapping[str, Any]]:
        """(version, what was set apart from the defaults)."""
        version, document = await read_document(self._store, keys.site_policy(site))
        return version, document or {}

    async def save_policy(self, site: str, version: int, document: Mapping[str, Any], detail: bytes) -> int | None:
        """The new version; None if somebody else saved one after `version`."""
        return await save_document(self._store, site, keys.site_policy(site), "policy", version, document, detail)

    async def tokens(self, site: str) -> dict[str, Token]:
        """SHA-256 of each token (hexadecimal) -> who holds it."""
        key = keys.site_tokens(site)
        stored = fields(await self._store.command(key, "HGETALL", key))
        return {name: token_of(site, raw) for name, raw in stored.items()}

    async def token(self, site: str, token_digest: str) -> Token | None:
        key = keys.site_tokens(site)
        raw = await self._store.command(key, "HGET", key, token_digest)
        return None if raw is None else token_of(site, raw)

    async def holder(self, token_digest: str) -> Token | None:
        """Who holds a token, whichever site it is of."""
        sites = await self.names()
        asked = [(key, ("HGET", key, token_digest)) for key in map(keys.site_tokens, sites)]
        replies = sound(await self._store.commands(asked))
        return next((token_of(site, raw) for site, raw in zip(sites, replies, strict=True) if raw is not None), None)

    async def save_token(self, site: str, token_digest: str, token: Token | None, detail: bytes) -> bool:
        """Add a token, or revoke it (None); False if there was none to revoke."""
        holder = (
            b""
            if token is None
            else orjson.dumps(
                {
                    "id": token.id,
                    "name": token.name,
                    "role": str(token.role),
                    "created": token.created_at,
                    **({} if token.quota is None else {"quota": token.quota}),
                }
            )
        )
        reply = await self._store.run(
            "save_token",
            [keys.site_head(site), keys.site_tokens(site), keys.site_audit(site), keys.site_bell(site)],
            [token_digest, holder, detail, digest(detail)],
        )
        return bool(reply == b"saved")


def token_of(site: str, raw: bytes) -> Token:
    document = orjson.loads(raw)
    return Token(
        document["id"], document["name"], Role(document["role"]), site, document["created"], document.get("quota")
    )
