"""Accounts at the operator's OpenID Connect provider that stand for API tokens."""

from dataclasses import dataclass

import orjson

from moderation.storage import door_keys
from moderation.storage.client import Store
from moderation.storage.replies import fields


@dataclass(frozen=True, slots=True)
class Identity:
    token_id: str
    token_digest: str
    """SHA-256 of the token (hexadecimal)."""
    subject: str | None = None
    """The provider's own name for the account that came with the address first; no other counts from then on."""


class Identities:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, site: str, email: str) -> Identity | None:
        key = door_keys.identities(site)
        raw = await self._store.command(key, "HGET", key, email)
        return None if raw is None else _identity_of(raw)

    async def all(self, site: str) -> dict[str, Identity]:
        """By e-mail address."""
        key = door_keys.identities(site)
        stored = fields(await self._store.command(key, "HGETALL", key))
        return {email: _identity_of(raw) for email, raw in stored.items()}

    async def save(self, site: str, email: str, identity: Identity) -> None:
        key = door_keys.identities(site)
        document = {"token": identity.token_id, "digest": identity.token_digest, "subject": identity.subject}
        await self._store.command(key, "HSET", key, email, orjson.dumps(document))

    async def remove(self, site: str, token_id: str) -> bool:
        """Whether the token had one."""
        key = door_keys.identities(site)
        emails = [email for email, known in (await self.all(site)).items() if known.token_id == token_id]
        for email in emails:
            await self._store.command(key, "HDEL", key, email)
        return bool(emails)

    async def delete(self, site: str) -> None:
        """Forget every identity of a site."""
        key = door_keys.identities(site)
        await self._store.command(key, "UNLINK", key)


def _identity_of(raw: bytes) -> Identity:
    document = orjson.loads(raw)
    return Identity(document["token"], document["digest"], document["subject"])
