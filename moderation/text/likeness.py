"""What makes a text look like another: its fingerprint, what it links to, and where it came from.

A likeness is made to be kept, packed, so that one text can be held against all those of some days at once. The packed
form begins with the version of its fingerprint; other versions are never alike.
"""

import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from moderation.text.fingerprint import VERSION, Fingerprint, fingerprint
from moderation.text.links import find_links, registrable

MOST_LINKS: Final = 8
"""Links of a text that are looked at; who sends more than this sends the first of them often enough."""
UNRELATED: Final = 32
"""Bits in which the SimHashes of unrelated texts differ, about half of 64."""
ALIKE: Final = 10
"""Texts of 40 letters or more are near each other with SimHashes at most this far apart. A person looks at what is
found, so it reaches further than `fingerprint.NEAR`: with a word and a number added, 95 of 100 comments of 60 to 120
letters stay within 10 bits and 75 within 7; of 14 million pairs of unrelated comments 2 in 100,000 do (Jigsaw's)."""
_FEWEST_LETTERS: Final = 40
_FIXED: Final = struct.Struct(">BQQH8s")
_LINK: Final = struct.Struct(">QL")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of one text: `links` are 64-bit hashes of its addresses, `hosts` 32-bit hashes of who registered them."""

    mark: Fingerprint
    links: tuple[int, ...]
    hosts: tuple[int, ...]
    origin: bytes
    """Eight bytes that say where it came from; zeros where that is not known."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """In which ways a text is like another one."""

    similarity: float
    """1 for the same words, 0 for unrelated ones."""
    same_text: bool
    near_text: bool
    same_link: bool
    same_host: bool
    same_origin: bool

    @property
    def any(self) -> bool:
        return self.near_text or self.same_link or self.same_host or self.same_origin


def likeness(text: str, origin: bytes = b"") -> Likeness:
    """The likeness of a text; of `origin` the first eight bytes count. Never fails."""
    links = find_links(text)[:MOST_LINKS]
    return Likeness(
        fingerprint(text),
        tuple(_hash(link.url, 8) for link in links),
        tuple(_hash(registrable(link.host), 4) for link in links),
        origin[:8].ljust(8, b"\0"),
    )


def packed(like: Likeness) -> bytes:
    """27 bytes, and 12 for each link."""
    mark = like.mark
    fixed = _FIXED.pack(mark.version, mark.simhash, mark.digest, min(mark.letters, 0xFFFF), like.origin)
    return fixed + b"".join(_LINK.pack(link, host) for link, host in zip(like.links, like.hosts, strict=True))


class Lineup:
    """Packed likenesses made ready for many texts to be held against them, in time that hardly grows with their number.

    What is in another version or damaged is like nothing.
    """

    def __init__(self, stored: Sequence[bytes]) -> None:
        sound = [raw if len(raw) >= _FIXED.size and raw[0] == VERSION else _NOTHING for raw in stored]
        self._table = np.frombuffer(b"".join([raw[: _FIXED.size] for raw in sound]), dtype=_TABLE)
        self._simhashes = self._table["simhash"].astype(np.uint64)
        self._linked = {place: _links(raw) for place, raw in enumerate(sound) if len(raw) > _FIXED.size}

    def resemblances(self, to: Likeness, also: Collection[int] = ()) -> dict[int, Resemblance]:
        """Which of them resemble a likeness, by their places; those at the places `also` in any case."""
        table, mark = self._table, to.mark
        distances = np.bitwise_count(self._simhashes ^ np.uint64(mark.simhash))
        same = (table["digest"] == mark.digest) & (table["letters"] > 0)
        long = (table["letters"] >= _FEWEST_LETTERS) & (mark.letters >= _FEWEST_LETTERS)
        near = same | (long & (distances <= ALIKE))
        alike = np.where(same, 1.0, np.clip(1.0 - distances / UNRELATED, 0.0, 0.99))
        alike[table["letters"] == 0] = 0.0
        origin = (table["origin"] == int.from_bytes(to.origin, "big")) & any(to.origin)
        links, hosts = frozenset(to.links), frozenset(to.hosts)
        linked = self._linked if links else ()
        found = {}
        for place in sorted({*np.flatnonzero(near | origin).tolist(), *linked, *also}):
            theirs = self._linked.get(place, ())
            like = Resemblance(
                similarity=round(float(alike[place]), 3),
                same_text=bool(same[place]),
                near_text=bool(near[place]),
                same_link=any(link in links for link, _ in theirs),
                same_host=any(host in hosts for _, host in theirs),
                same_origin=bool(origin[place]),
            )
            if like.any or place in also:
                found[place] = like
        return found


def resemblances(to: Likeness, stored: Sequence[bytes], also: Collection[int] = ()) -> dict[int, Resemblance]:
    """Which of the packed likenesses resemble a given one, for a single text: see `Lineup`."""
    return Lineup(stored).resemblances(to, also)


def _links(raw: bytes) -> list[tuple[int, int]]:
    end = len(raw) - (len(raw) - _FIXED.size) % _LINK.size
    return [_LINK.unpack_from(raw, start) for start in range(_FIXED.size, end, _LINK.size)]


def _hash(text: str, size: int) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
    return int.from_bytes(digest, "big")


_TABLE = np.dtype([("version", ">u1"), ("simhash", ">u8"), ("digest", ">u8"), ("letters", ">u2"), ("origin", ">u8")])
_NOTHING: Final = bytes(_FIXED.size)
