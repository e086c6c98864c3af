"""Idempotency-Key for every request that creates something, but comments, whose own script keeps the answer."""

import hashlib
from dataclasses import dataclass

from moderation.domain.errors import KeyInUse, KeyReused
from moderation.storage.records import Records


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    status: int
    body: bytes


class Retries:
    def __init__(self, records: Records) -> None:
        self._records = records

    async def recall(self, site_id: str, who: str, key: str, request_digest: str) -> StoredAnswer | None:
        """The answer this key was given before; None if it is new and from now on in progress. KeyReused if it came
        with another request, KeyInUse while the first request is still being answered."""
        answer = await self._records.answers.begin(site_id, _name(who, key), request_digest)
        if answer == "key-reused":
            raise KeyReused("This Idempotency-Key was sent with another request; use a new one for each.")
        if answer == "in-progress":
            raise KeyInUse("A request with this Idempotency-Key is being answered; ask again in a moment.")
        if isinstance(answer, bytes):
            status, _, body = answer.partition(b"|")
            return StoredAnswer(int(status), body)
        return None

    async def keep(self, site_id: str, who: str, key: str, request_digest: str, answer: StoredAnswer) -> None:
        stored = str(answer.status).encode() + b"|" + answer.body
        await self._records.answers.keep(site_id, _name(who, key), request_digest, stored)

    async def forget(self, site_id: str, who: str, key: str) -> None:
        """The request failed: a retry may run."""
        await self._records.answers.forget(site_id, _name(who, key))


def _name(who: str, key: str) -> str:
    return hashlib.blake2b(f"{who}|{key}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
