"""Retries that are safe: the same `Idempotency-Key` with the same body gives the same answer and does nothing twice."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from moderation.api.answers import Reply, encode, json_response
from moderation.domain import ids
from moderation.domain.errors import KeyReused, Malformed
from moderation.services.retries import Retries, StoredAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replay"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def key_of(request: web.Request) -> str | None:
    """The key, 1 to 255 visible ASCII characters; None where the caller sent none."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Malformed(f"{HEADER} must be 1 to 255 visible ASCII characters.")
    return key


def digest(method: str, target: str, body: bytes) -> str:
    """What makes a request the same request."""
    return hashlib.sha256(b"\0".join((method.encode(), target.encode("utf-8", "surrogateescape"), body))).hexdigest()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a request: whose it is, under which key, and what makes it the same request."""

    site: str
    who: str
    key: str
    digest: str
    seal: str | None = None
    """What the caller alone knows (the bearer token), where the answer holds a secret that storage must not have."""

    @property
    def act(self) -> str:
        """The id of what is done under the key: by it whoever does that again sees what has been done."""
        return ids.derived(0, self.site, self.who, self.key, self.digest)


async def once(retries: Retries, attempt: Attempt, act: Callable[[], Awaitable[Reply]]) -> web.Response:
    """Act, unless the same caller did so before with this key; then give that answer again.

    KeyReused for another request under the key, KeyInUse while the first is still being answered. A request that
    failed leaves no trace, so that it can be tried again.
    """
    stored = await retries.recall(attempt.site, attempt.who, attempt.key, attempt.digest)
    if stored is not None:
        body = _unsealed(attempt, stored.body) if attempt.seal is not None else stored.body
        return json_response(stored.status, body or None, {REPLAYED: "true"})
    try:
        reply = await act()
    except BaseException:
        await retries.forget(attempt.site, attempt.who, attempt.key)
        raise
    body = b"" if reply.document is None else encode(reply.document)
    kept = _sealed(attempt, body) if attempt.seal is not None else body
    await retries.keep(attempt.site, attempt.who, attempt.key, attempt.digest, StoredAnswer(reply.status, kept))
    return json_response(reply.status, body or None, reply.headers)


def _cipher(attempt: Attempt) -> AESGCM:
    return AESGCM(hashlib.sha256(f"{attempt.seal}\0{attempt.key}".encode()).digest())


def _sealed(attempt: Attempt, body: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + _cipher(attempt).encrypt(nonce, body, attempt.digest.encode())


def _unsealed(attempt: Attempt, kept: bytes) -> bytes:
    try:
        return _cipher(attempt).decrypt(kept[:12], kept[12:], attempt.digest.encode())
    except InvalidTag:
        raise KeyReused("This Idempotency-Key was used with another token.") from None
