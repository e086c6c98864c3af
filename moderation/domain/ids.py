"""Time-ordered ids (UUIDv7, RFC 9562) that also say where in storage their comment lives.

The sixteen bytes of a comment's or a decision's id:

    0-5    milliseconds since 1970, from the storage server's clock
    6-7    version 7 and a 12-bit counter within the millisecond (RFC 9562, section 6.2, method 1)
    8      variant and 6 random bits
    9      partition of the site
    10-13  number of the article within the partition
    14-15  random

So an id alone leads to its thread without an index, and byte order is time order.
"""

import hashlib
import re
import secrets
import uuid
from dataclasses import dataclass

from moderation.domain.errors import NotFound

PARTITIONS = 16
"""How many partitions a site's data is spread over. Fixed for the life of a store."""

_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread lives: the partition (0 to 15) and the article's number in it."""

    partition: int
    article: int


def to_bytes(text: str) -> bytes:
    """The sixteen bytes of a canonical id; NotFound for anything else, as no such comment can exist."""
    if not _CANONICAL.fullmatch(text):
        raise NotFound(f"No comment has the id {text[:64]!r}; ids look like 019400f0-0000-7000-8000-000000000000.")
    raw = bytes.fromhex(text.replace("-", ""))
    if raw[9] >= PARTITIONS:
        raise NotFound(f"No comment has the id {text!r}.")
    return raw


def to_text(raw: bytes) -> str:
    """The canonical form of sixteen bytes."""
    digits = raw.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def place_of(raw: bytes) -> Place:
    return Place(raw[9], int.from_bytes(raw[10:14], "big"))


def time_of(raw: bytes) -> int:
    """Milliseconds since 1970."""
    return int.from_bytes(raw[:6], "big")


def tail(place: Place, entropy: bytes | None = None) -> bytes:
    """Bytes 8 to 15 of a new id in `place`; the storage script puts time and counter before them."""
    noise = secrets.token_bytes(3) if entropy is None else entropy[:3]
    return bytes((0x80 | (noise[0] & 0x3F), place.partition)) + place.article.to_bytes(4, "big") + noise[1:3]


def at_time(milliseconds: int, place: Place, entropy: bytes) -> bytes:
    """A reproducible id for something that happened elsewhere at a known time; `entropy` has at least 5 bytes."""
    counter = int.from_bytes(entropy[3:5], "big") & 0x0FFF
    return milliseconds.to_bytes(6, "big") + (0x7000 | counter).to_bytes(2, "big") + tail(place, entropy)


def at_place(raw: bytes, place: Place) -> bytes:
    """The id that this one becomes when its thread comes to live at `place`."""
    return raw[:9] + bytes((place.partition,)) + place.article.to_bytes(4, "big") + raw[14:]


def derived(milliseconds: int, *parts: str) -> str:
    """The UUIDv7 that always belongs to these words and that time."""
    digest = hashlib.blake2b("|".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).digest()
    return _version_7(milliseconds.to_bytes(6, "big") + digest)


def referring(milliseconds: int, last_bytes: bytes) -> str:
    """The id under which a comment is spoken of before it has its own: the time it was asked about and the bytes (8 to
    15) that its own id will end in. It says where the comment lives, and does not change."""
    return _version_7(milliseconds.to_bytes(6, "big") + b"\x70\x00" + last_bytes)


def new_uuid(milliseconds: int) -> str:
    """A plain UUIDv7 for what has no place: tokens, requests, audit entries of a site."""
    return _version_7(milliseconds.to_bytes(6, "big") + secrets.token_bytes(10))


def _version_7(sixteen: bytes) -> str:
    raw = bytearray(sixteen)
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return str(uuid.UUID(bytes=bytes(raw)))
