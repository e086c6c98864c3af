"""Near-duplicates: whether two comments are the same words again, give or take a few.

A fingerprint is stored with the comment, so its form has a version: fingerprints of different versions are never
similar. SimHash after Charikar, "Similarity estimation techniques from rounding algorithms" (STOC 2002), over the
four-letter shingles of the canonical text without its punctuation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from moderation.text.canonical import canonical_text

VERSION = 1

BANDS = 8  # of eight bits: two fingerprints at most seven bits apart agree on at least one of them
NEAR = 7

_SHINGLE = 4
_FEWEST_LETTERS = 40  # a shorter text is compared as a whole: "thank you so much" is not spam
_MOST_SHINGLES = 2048
_LONGEST_READ = 6000  # letters; longer texts that begin alike are alike
_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``simhash`` is 64 bits; ``digest`` is 64 bits that are equal only for equal canonical texts."""

    version: int
    simhash: int
    digest: int
    letters: int

    def __str__(self) -> str:
        return f"{self.version}.{self.simhash:016x}.{self.digest:016x}.{self.letters}"


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text (of its first 6000 characters), the same whatever its case, accents and punctuation.

    Texts that differ only in case, accents, spacing, look-alike letters, invisible characters or punctuation have equal
    fingerprints. Never fails.
    """
    words = _SEPARATORS.sub(" ", canonical_text(text[:_LONGEST_READ])).strip()
    letters = len(words) - words.count(" ")
    return Fingerprint(VERSION, _simhash(words), _hash(words), letters)


def parse(stored: str) -> Fingerprint:
    """A fingerprint from its text form (``str(fingerprint)``). Raises ``ValueError`` for anything else."""
    version, simhash, digest, letters = stored.split(".")
    return Fingerprint(int(version), int(simhash, 16), int(digest, 16), int(letters))


def distance(a: int, b: int) -> int:
    """In how many bits two SimHashes differ (Hamming distance): 0 to 64, about 32 for unrelated texts."""
    return (a ^ b).bit_count()


def similar(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two texts are near-duplicates: at most ``NEAR`` apart, or equal where either of them is short."""
    if a.version != b.version or not a.letters or not b.letters:
        return False
    if a.digest == b.digest:
        return True
    return min(a.letters, b.letters) >= _FEWEST_LETTERS and distance(a.simhash, b.simhash) <= NEAR


def bands(mark: Fingerprint) -> list[str]:
    """Index terms: similar fingerprints share at least one. Empty for a text without letters."""
    if not mark.letters:
        return []
    terms = [f"{mark.version}.{mark.digest:016x}"]
    if mark.letters >= _FEWEST_LETTERS:
        for band, value in enumerate(mark.simhash.to_bytes(BANDS, "big")):
            terms.append(f"{mark.version}.{band}.{value:02x}")
    return terms


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _shingles(words: str) -> Iterator[int]:
    """Hashes of the distinct shingles; of a long text a sample chosen by the hashes, so that copies agree on it."""
    seen = {words[i : i + _SHINGLE] for i in range(max(1, len(words) - _SHINGLE + 1))}
    share = -(-len(seen) // _MOST_SHINGLES)
    for shingle in seen:
        value = _hash(shingle)
        if share == 1 or value % share == 0:
            yield value


# Every byte spread over eight counters of sixteen bits, so that adding integers counts all the bits at once.
_SPREAD = [sum(1 << (16 * bit) for bit in range(8) if byte >> bit & 1) for byte in range(256)]


def _simhash(words: str) -> int:
    counters = [0] * 8
    total = 0
    for value in _shingles(words):
        total += 1
        for place, byte in enumerate(value.to_bytes(8, "little")):
            counters[place] += _SPREAD[byte]
    found = 0
    for place, counter in enumerate(counters):
        for bit in range(8):
            if 2 * (counter >> (16 * bit) & 0xFFFF) > total:
                found |= 1 << (8 * place + bit)
    return found
