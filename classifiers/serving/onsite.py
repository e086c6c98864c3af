"""What one site's moderators reject, learned on top of a frozen model: a small table of words and pairs of neighbours,
and a weight for each of the frozen model's scores.

The margin is the frozen TOXICITY's logit plus what was learned, so a table of zeros says what the frozen model says.
The artifact is an archive of plain arrays of at most 70 kB; loading runs no code. The same numbers make the same bytes.
"""

import hashlib
import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from classifiers.attributes import Attribute
from classifiers.serving.artifact import ModelError
from classifiers.serving.hashing import word_hash
from classifiers.serving.odds import logit, probability_of
from classifiers.text import token_words, tokens

BUCKETS: Final = 1 << 14
INPUTS: Final = (
    Attribute.TOXICITY,
    Attribute.SEVERE_TOXICITY,
    Attribute.IDENTITY_ATTACK,
    Attribute.INSULT,
    Attribute.PROFANITY,
    Attribute.THREAT,
    Attribute.SPAM,
)
"""The frozen scores that are looked at, in the order of their weights. Part of the artifact's format."""
MOST_WORDS: Final = 400
"""Words of a comment that count; work per comment is bounded."""

_ARRAYS: Final = ("word_weights", "input_weights", "constant")
_MASK: Final = BUCKETS - 1
_EDGE: Final = 1e-4  # frozen scores are kept so far from 0 and 1
_FARTHEST: Final = 30.0
_PAIR: Final = 0x9E3779B1
"""An odd number that keeps a pair apart from the same two words the other way round."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SiteModel:
    """The learned numbers: a weight per bucket, one per input, and a constant."""

    word_weights: Floats
    input_weights: Floats
    constant: float

    @classmethod
    def unlearned(cls) -> "SiteModel":
        """Says what the frozen model says of TOXICITY."""
        return cls(np.zeros(BUCKETS, np.float32), np.zeros(len(INPUTS), np.float32), 0.0)

    def score(self, text: str, scores: Mapping[str, float]) -> float:
        """The probability (0 to 1) that the site's moderators reject a text with these frozen scores."""
        found = features(text)
        margin = self.constant + offset(scores)
        for weight, value in zip(self.input_weights.tolist(), inputs(scores), strict=True):
            margin += weight * value
        if found:
            margin += float(self.word_weights.take(found).sum()) / math.sqrt(len(found))
        return probability_of(margin, _FARTHEST)

    def pack(self) -> bytes:
        """The artifact: the same numbers always make the same bytes."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
            for name, array in (
                ("word_weights", self.word_weights.astype(np.float16)),
                ("input_weights", self.input_weights),
                ("constant", np.array([self.constant], dtype=np.float32)),
            ):
                content = io.BytesIO()
                np.lib.format.write_array(content, array, allow_pickle=False)
                # A fixed date, or the same numbers would make other bytes tomorrow.
                entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(entry, content.getvalue())
        return archive.getvalue()

    def as_released(self) -> "SiteModel":
        """The model as it will be after a round trip through its artifact."""
        return unpack(self.pack())


def unpack(packed: bytes, sha256: str | None = None) -> SiteModel:
    """A model from its artifact. ModelError if it is damaged, of another shape, or not of this SHA-256."""
    if sha256 is not None and hashlib.sha256(packed).hexdigest() != sha256:
        raise ModelError("The site's model is not the one that was promoted (SHA-256 differs).")
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            words, weights, constant = (np.ascontiguousarray(arrays[name], dtype=np.float32) for name in _ARRAYS)
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"The site's model cannot be read: {error}.") from error
    if words.shape != (BUCKETS,) or weights.shape != (len(INPUTS),) or constant.shape != (1,):
        raise ModelError("The site's model does not have the shape that this version reads.")
    if not (np.isfinite(words).all() and np.isfinite(weights).all() and np.isfinite(constant).all()):
        raise ModelError("The site's model holds what is no number.")
    return SiteModel(words, weights, float(constant[0]))


def features(text: str) -> list[int]:
    """The buckets of a text's distinct canonical words and pairs of neighbours, in rising order."""
    hashes: list[int] = []
    for token in tokens(text):
        hashes += _hashes(token)
        if len(hashes) >= MOST_WORDS:
            del hashes[MOST_WORDS:]
            break
    pairs = (((first * _PAIR ^ second) >> 7) & _MASK for first, second in pairwise(hashes))
    return sorted({*(value & _MASK for value in hashes), *pairs})


@lru_cache(maxsize=16_384)
def _remembered(token: str) -> tuple[int, ...]:
    return tuple(map(word_hash, token_words(token)))


def _hashes(token: str) -> tuple[int, ...]:
    # A long token is rare and would fill the memory of those that are not.
    return _remembered(token) if len(token) <= 40 else tuple(map(word_hash, token_words(token)))


def inputs(scores: Mapping[str, float]) -> list[float]:
    """Logits of the frozen scores in the order of INPUTS, a quarter of them so that they weigh like words; 0 for an
    attribute the frozen model does not have."""
    return [0.25 * logit(scores[name], _EDGE) if name in scores else 0.0 for name in INPUTS]


def offset(scores: Mapping[str, float]) -> float:
    """The logit from which a site's model starts: the frozen TOXICITY's, and 0 where the frozen model has none."""
    return logit(scores.get(Attribute.TOXICITY, 0.5), _EDGE)


def table(rows: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The rows' buckets one after another, and where each row begins (with the end of the last)."""
    limits = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=limits[1:])
    flat: list[Any] = [bucket for row in rows for bucket in row]
    return np.array(flat, dtype=np.int64), limits
