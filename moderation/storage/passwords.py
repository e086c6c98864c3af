"""Names and passwords that stand for API tokens. Of a password, storage has its argon2 hash."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from moderation.storage import author_keys, door_keys
from moderation.storage.authors import Authors
from moderation.storage.client import Store
from moderation.storage.replies import fields, sound

NAME_BURST, NAME_MS = 5, 60_000
"""Attempts on one name: five at once, then one a minute."""
ADDRESS_BURST, ADDRESS_MS = 20, 30_000
"""Attempts from one address, whichever names it tries: twenty at once, then two a minute."""


@dataclass(frozen=True, slots=True)
class Password:
    token_id: str
    token_digest: str
    """SHA-256 of the token (hexadecimal)."""
    hashed: str
    """As argon2 encodes it, with its parameters."""


class Passwords:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._allowances = Authors(store)

    async def find(self, site: str, name: str) -> Password | None:
        key = door_keys.passwords(site)
        raw = await self._store.command(key, "HGET", key, name)
        return None if raw is None else _password_of(raw)

    async def all(self, site: str) -> dict[str, Password]:
        """By name."""
        key = door_keys.passwords(site)
        stored = fields(await self._store.command(key, "HGETALL", key))
        return {name: _password_of(raw) for name, raw in stored.items()}

    async def save(self, site: str, name: str, password: Password) -> None:
        key = door_keys.passwords(site)
        document = {
            "token": password.token_id,
            "digest": password.token_digest,
            "hash": password.hashed,
        }
        await self._store.command(key, "HSET", key, name, orjson.dumps(document))

    async def remove(self, site: str, token_id: str) -> bool:
        """Whether the token had a password."""
        key = door_keys.passwords(site)
        names = [name for name, kept in (await self.all(site)).items() if kept.token_id == token_id]
        doors = door_keys.password_doors(site)
        for name in names:
            sound(await self._store.commands([(key, ("HDEL", key, name)), (doors, ("HDEL", doors, name))]))
        return bool(names)

    async def delete(self, site: str) -> None:
        """Forget every password of a site."""
        names = (door_keys.passwords(site), door_keys.password_doors(site))
        sound(await self._store.commands([(key, ("UNLINK", key)) for key in names]))

    async def doors(self, site: str, name: str) -> list[str]:
        """Hashes of the addresses that a name was used from, the latest first."""
        key = door_keys.password_doors(site)
        raw = await self._store.command(key, "HGET", key, name)
        return [] if raw is None else list(orjson.loads(raw))

    async def save_doors(self, site: str, name: str, addresses: Sequence[str]) -> None:
        key = door_keys.password_doors(site)
        await self._store.command(key, "HSET", key, name, orjson.dumps(addresses))

    async def wait_for_name(self, site: str, subject: str) -> int:
        """Count an attempt on a name; milliseconds until one is granted, 0 if this one is."""
        return await self._allowances.allow(site, f"name:{subject}", NAME_MS, NAME_BURST)

    async def wait_for_address(self, site: str, address: str) -> int:
        """Count an attempt from an address (its hash)."""
        return await self._allowances.allow(site, f"door:{address}", ADDRESS_MS, ADDRESS_BURST)

    async def forgive(self, site: str, subject: str) -> None:
        """The attempts on a name count no longer: the right password was among them."""
        key = author_keys.allowance(site, f"name:{subject}")
        await self._store.command(key, "UNLINK", key)


def _password_of(raw: bytes) -> Password:
    document = orjson.loads(raw)
    return Password(document["token"], document["digest"], document["hash"])
