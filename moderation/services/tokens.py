"""API tokens: given out, listed, revoked."""

import secrets
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Invalid, NotFound
from moderation.domain.moderator import Role, Token
from moderation.services.access import Access, token_digest
from moderation.storage.records import Records
from moderation.text.names import clean_name

TOKEN_PREFIX = "mod_"  # noqa: S105 - a prefix that secret scanners can look for, not a secret


class Tokens:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def create(
        self, site_id: str, role: Role, name: str, actor: str, quota: int | None = None
    ) -> tuple[Token, str]:
        """A new token's holder, under a name of one line, and the token itself, which is shown this once."""
        await self._access.site(site_id)
        shown = clean_name(name)
        if not 1 <= len(shown) <= 100:
            raise Invalid("A token needs a name.", {"name": ["Must have 1 to 100 characters."]})
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        now = await self._records.store.server_time_ms()
        token = Token(ids.new_uuid(now), shown, role, site_id, now, quota)
        detail = orjson.dumps(
            {"action": "create_token", "actor": actor, "token": token.id, "name": token.name, "role": str(role)}
        )
        await self._records.sites.save_token(site_id, token_digest(secret), token, detail)
        self._access.forget(site_id)
        return token, secret

    async def all(self, site_id: str) -> list[dict[str, Any]]:
        await self._access.site(site_id)
        found = await self._records.sites.tokens(site_id)
        return [token_document(token) for token in sorted(found.values(), key=lambda token: token.id)]

    async def moderators(self, site_id: str) -> list[dict[str, Any]]:
        """Who can review: the holders of tokens of the roles moderator and admin."""
        return [document for document in await self.all(site_id) if document["role"] in (Role.MODERATOR, Role.ADMIN)]

    async def revoke(self, site_id: str, token_id: str, actor: str) -> None:
        digest, token = await self.of_id(site_id, token_id)
        detail = orjson.dumps({"action": "revoke_token", "actor": actor, "token": token.id, "name": token.name})
        await self._records.sites.save_token(site_id, digest, None, detail)
        for means in (self._records.passwords, self._records.identities):
            await means.remove(site_id, token.id)
        self._access.forget(site_id)

    async def of_id(self, site_id: str, token_id: str) -> tuple[str, Token]:
        """A token of the site with its SHA-256; NotFound if there is none."""
        await self._access.site(site_id)
        for digest, token in (await self._records.sites.tokens(site_id)).items():
            if token.id == token_id:
                return digest, token
        raise NotFound(f"Site {site_id} has no token with the id {token_id[:64]!r}.")


def token_document(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "role": str(token.role),
        "site": token.site,
        "created_at": rfc3339(token.created_at),
        "quota": token.quota,
    }
