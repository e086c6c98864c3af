"""Near-copies of a comment belong together: they go to training or to measuring, never one to each.

Every comment is cut into runs of three words; twelve minimum hashes of the runs, in four bands of three, join two
comments that share most of their runs (Broder, 1997): with probability 0.94 when they share 80 %, 0.1 when they share
30 %.
"""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

_BANDS: Final = 4
_ROWS: Final = 3
_RUN: Final = 3


def group(comments: Sequence[Sequence[str]]) -> npt.NDArray[np.uint32]:
    """For each comment (canonical words) 32 bits shared by its near-copies, which do not depend on the order of the
    comments.
    """
    generator = np.random.default_rng(20261123)
    multipliers = generator.integers(1, 2**63, size=_BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    parents = list(range(len(comments)))
    seen: dict[tuple[int, bytes], int] = {}
    for index, words in enumerate(comments):
        sketch = (_runs(words)[:, None] * multipliers >> np.uint64(20)).min(axis=0)
        for band in range(_BANDS):
            other = seen.setdefault((band, sketch[band * _ROWS : (band + 1) * _ROWS].tobytes()), index)
            parents[_root(parents, index)] = _root(parents, other)
    smallest: dict[int, int] = {}
    for index, words in enumerate(comments):
        root = _root(parents, index)
        smallest[root] = min(smallest.get(root, 2**32), crc32(" ".join(words).encode()))
    return np.array([smallest[_root(parents, index)] for index in range(len(comments))], dtype=np.uint32)


def _runs(words: Sequence[str]) -> npt.NDArray[np.uint64]:
    count = max(len(words) - _RUN + 1, 1)
    return np.array(
        [crc32(" ".join(words[start : start + _RUN]).encode()) + 1 for start in range(count)], dtype=np.uint64
    )


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index
