"""The audit log: append-only entries, chained so that a missing or changed one shows.

Every chain (one per partition, one per site for its settings) links an entry to the one before it:

    link = SHA1(previous link | sequence | time | change | concerned | decision | SHA256(detail))

Redis scripts have no SHA-256, so the storage script computes the link; what people can choose freely (the detail)
enters only as its SHA-256, so that forging an entry needs a second preimage, not a collision.
`change` is what the script found and did (`P>R|4`: from published to rejected, version 4).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

GENESIS = "0" * 40

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    chain: str
    stream_id: str
    sequence: int
    at: int
    change: str
    concerned: bytes
    """Sixteen bytes of a comment's id, or an article's or author's name, or nothing."""
    decision: bytes
    detail: Mapping[str, object]
    """`action`, `actor`, and what else belongs to it: JSON values."""
    raw_detail: bytes
    """The detail as it is stored, which is what the link covers."""
    link: str


def said(detail: Mapping[str, Said | None]) -> dict[str, Said]:
    """What an entry's detail, or a part of it, says: without what nobody said."""
    return {name: value for name, value in detail.items() if value is not None}


def digest(detail: bytes) -> str:
    """SHA-256, in hexadecimal, of an entry's detail as it is stored."""
    return hashlib.sha256(detail).hexdigest()


def link(previous: str, sequence: int, at: int, change: str, concerned: bytes, decision: bytes, detail: bytes) -> str:
    """The link of an entry, 40 hexadecimal digits; `previous` is GENESIS for the first."""
    sealed = b"|".join(
        (previous.encode(), str(sequence).encode(), str(at).encode(), change.encode(), concerned, decision)
    )
    return hashlib.sha1(sealed + b"|" + digest(detail).encode(), usedforsecurity=False).hexdigest()
