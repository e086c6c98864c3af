"""Near-duplicates: whether two comments are the same words again, give or take a few.

A fingerprint is stored with the comment, so its form has a version: fingerprints of different versions are never
similar. SimHash after Charikar, "Similarity estimation techniques from rounding algorithms" (STOC 2002), over the
four-letter shingles of the canonical text without its punctuation.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from moderation.text.canonical import canonical_text

VERSION = 1

NEAR = 7

_SHINGLE = 4
_FEWEST_LETTERS = 40  # a shorter text is compared as a whole: "thank you so much" is not spam
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


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)


def _simhash(words: str) -> int:
    """One array operation per step: a comment has hundreds of shingles, and this runs for each comment posted."""
    letters = np.frombuffer(words.ljust(_SHINGLE).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(letters) - _SHINGLE + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place, odd in enumerate(_ODD):
        mixed = (mixed ^ (letters[place : place + count] * odd)) * _ODD[0]
        mixed ^= mixed >> np.uint64(29)
    bits = np.unpackbits(_finished(mixed).astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    ones = np.add.reduce(bits, axis=0, dtype=np.uint16)
    return int.from_bytes(np.packbits(2 * ones > count, bitorder="little").tobytes(), "little")


def _finished(mixed: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on every letter."""
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
