"""From words to numbered features, the same way in training and in serving.

A comment is the set of its distinct words and of its pairs of neighbouring words. A word counts by itself and through
the runs of 2 to 5 bytes inside it, so that a spelling never seen before still looks like the words it imitates. Runs
never cross a word's edge: what they add up to is a property of the word, which is what makes serving fast
(`classifiers.serving.classifier`).

Features are numbered by CRC-32 into a fixed number of buckets, a power of two; there is no vocabulary to ship.
"""

from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Hashes32 = npt.NDArray[np.uint32]

SHORTEST: Final = 2
LONGEST: Final = 5
# A word is judged by its first bytes; nobody insults at byte 41, and work per word is bounded.
WORD_BYTES: Final = 40

# Odd numbers that spread 32 bits over 64 (those of xxHash64).
_FIRST: Final = 0x9E3779B185EBCA87
_SECOND: Final = 0xC2B2AE3D27D4EB4F
_OFFSET: Final = 0x165667B19E3779F9


def word_hash(word: str) -> int:
    """32 bits that stand for the word, from which its own feature and those of its pairs follow."""
    return crc32(word.encode())


def pair_halves(words: Hashes) -> Hashes:
    """What each word brings into a pair's hash as its first and as its second word, from its `word_hash`; n x 2."""
    return np.stack((words * np.uint64(_FIRST), words * np.uint64(_SECOND) + np.uint64(_OFFSET)), axis=1)


def pair_hashes(first: Hashes, second: Hashes) -> Hashes:
    """32 bits for each two neighbouring words, from the first of one's `pair_halves` and the second of the other's;
    arrays, elementwise.
    """
    return (first ^ second) >> np.uint64(16) & np.uint64(0xFFFFFFFF)


def run_hashes(word: str) -> list[int]:
    """32 bits for each run of bytes in the word, its two edges marked by a blank."""
    padded = _padded(word)
    size = len(padded)
    return [
        crc32(padded[start : start + length])
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(size - length + 1)
    ]


def _padded(word: str) -> bytes:
    return b" " + word.encode()[:WORD_BYTES] + b" "


class Runs:
    """The runs of many words at once, where looking at them one by one takes three times as long.

    The words lie in one row of `places` bytes, each from its place in `starts` on. Iterating gives, for each length of
    run, 32 bits for the run that begins at each place, as `run_hashes` would, and whether it is one: those that leave
    their word are none.
    """

    def __init__(self, words: Sequence[str]) -> None:
        padded = [_padded(word) for word in words]
        sizes = np.array([len(each) for each in padded])
        ends = sizes.cumsum()
        self.starts = ends - sizes
        self._bytes = np.frombuffer(b"".join(padded), dtype=np.uint8)
        self.places = len(self._bytes)
        self._left = ends.repeat(sizes) - np.arange(len(self._bytes))

    def __iter__(self) -> Iterator[tuple[Hashes32, npt.NDArray[np.bool_]]]:
        states = np.full(len(self._bytes), 0xFFFFFFFF, dtype=np.uint32)
        following = self._bytes
        for length in range(1, LONGEST + 1):
            states = _CRC_OF_BYTE[(states.astype(np.uint8)) ^ following] ^ (states >> np.uint32(8))
            following = np.append(following[1:], np.uint8(0))
            if length >= SHORTEST:
                yield ~states, self._left >= length


def _crc_of_bytes() -> Hashes32:
    """What each byte changes a CRC-32 by (ISO 3309, reflected, as zlib has it)."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & np.uint32(1), table >> np.uint32(1) ^ np.uint32(0xEDB88320), table >> np.uint32(1))
    return table


_CRC_OF_BYTE: Final = _crc_of_bytes()
