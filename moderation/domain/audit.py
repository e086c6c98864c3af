"""The audit log: append-only entries, chained so that a missing or changed one shows.

Every chain (one per partition, one per site for its settings) links an entry to the one before it:

    link = SHA1(previous link | sequence | time | SHA256(detail))

Redis scripts have no SHA-256, so the storage script computes the link; what people can choose freely (the detail)
enters only as its SHA-256, so that forging an entry needs a second preimage, not a collision.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

GENESIS = "0" * 40


@dataclass(frozen=True, slots=True)
class AuditEntry:
    chain: str
    sequence: int
    at: int
    detail: Mapping[str, object]
    """`action`, `actor`, and what it concerned: JSON values."""
    link: str


def digest(detail: bytes) -> str:
    """SHA-256, in hexadecimal, of an entry's detail as it is stored."""
    return hashlib.sha256(detail).hexdigest()


def link(previous: str, sequence: int, at: int, detail: bytes) -> str:
    """The link of an entry, 40 hexadecimal digits; `previous` is GENESIS for the first."""
    sealed = f"{previous}|{sequence}|{at}|{digest(detail)}"
    return hashlib.sha1(sealed.encode(), usedforsecurity=False).hexdigest()
