"""Leases on duties that one process at a time has for a site, and kept answers of repeated requests."""

from moderation.domain.clock import DAY_MS
from moderation.storage import keys
from moderation.storage.client import Store

IN_PROGRESS_MS = 10_000
KEEP_MS = DAY_MS


class Leases:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def hold(self, site: str, duty: str, holder: str, lease_ms: int) -> bool:
        """Take or extend the lease; False while somebody else has it."""
        return bool(await self._store.run("hold_lease", [keys.lease(site, duty)], [holder, lease_ms], resend=True))

    async def give_back(self, site: str, duty: str, holder: str) -> None:
        await self._store.run("release_lease", [keys.lease(site, duty)], [holder], resend=True)


class Answers:
    """Answers kept for an Idempotency-Key, 24 hours; a request that never ended frees its key after ten seconds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(self, site: str, name: str, request: str) -> bytes | str:
        """The kept answer, or `begun`, `key-reused` or `in-progress`."""
        reply = await self._store.run("begin_retry", [keys.retry_anywhere(site, name)], [request, IN_PROGRESS_MS])
        return bytes(reply[0]) if isinstance(reply, list) else str(reply.decode())

    async def keep(self, site: str, name: str, request: str, answer: bytes) -> None:
        key = keys.retry_anywhere(site, name)
        await self._store.command(key, "SET", key, request.encode() + b"!" + answer, "PX", KEEP_MS)

    async def forget(self, site: str, name: str) -> None:
        key = keys.retry_anywhere(site, name)
        await self._store.command(key, "DEL", key)
