"""From words to numbered features, the same way in training and in serving.

A comment is the set of its distinct words and of its pairs of neighbouring words. A word counts by itself and through
the runs of 2 to 5 bytes inside it, so that a spelling never seen before still looks like the words it imitates. Runs
never cross a word's edge: what they add up to is a property of the word, which is what makes serving fast
(`classifiers.serving.classifier`).

Features are numbered by CRC-32 into a fixed number of buckets, a power of two; there is no vocabulary to ship.
"""

from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

SHORTEST: Final = 2
LONGEST: Final = 5
# A word is judged by its first bytes; nobody insults at byte 41, and work per word is bounded.
WORD_BYTES: Final = 40

# Odd numbers that spread 32 bits over 64 (those of xxHash64).
_FIRST: Final = 0x9E3779B185EBCA87
_SECOND: Final = 0xC2B2AE3D27D4EB4F
_OFFSET: Final = 0x165667B19E3779F9
_64_BITS: Final = 0xFFFFFFFFFFFFFFFF


def word_hash(word: str) -> int:
    """32 bits that stand for the word, from which its own feature and those of its pairs follow."""
    return crc32(word.encode())


def pair_halves(word: int) -> tuple[int, int]:
    """What a word brings into a pair's hash as its first and as its second word, from its `word_hash`."""
    return word * _FIRST & _64_BITS, word * _SECOND + _OFFSET & _64_BITS


def pair_hashes(first: Hashes, second: Hashes) -> Hashes:
    """32 bits for each two neighbouring words, from the first of one's `pair_halves` and the second of the other's;
    arrays, elementwise.
    """
    return (first ^ second) >> np.uint64(16) & np.uint64(0xFFFFFFFF)


def run_hashes(word: str) -> list[int]:
    """32 bits for each run of bytes in the word, its two edges marked by a blank."""
    padded = b" " + word.encode()[:WORD_BYTES] + b" "
    size = len(padded)
    return [
        crc32(padded[start : start + length])
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(size - length + 1)
    ]
