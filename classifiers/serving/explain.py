"""Which words earned a score: the passages a moderator's eye should go to, in characters of the comment as it was
typed.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers import text as canonical_text

# Scores below this have earned no attention and get no spans.
WORTH_EXPLAINING: Final = 0.3
MOST_SPANS: Final = 3
# A word belongs to a span if it adds at least this share of what the strongest word adds, and this much to the logit.
_SHARE: Final = 0.25
_LEAST: Final = 0.1

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of the comment as typed, and the part of the attribute's score they
    earned.

    `value` (0..1) is the score times the span's share of all that speaks for the attribute.
    """

    attribute: str
    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scores and, on demand, what each word added to the logits of the attributes with these numbers."""

    attributes: tuple[str, ...]
    probabilities: Sequence[float]
    contributions: Callable[[Sequence[int]], Sequence[Doubles]]


def spans(text: str, evidence: Evidence) -> tuple[Span, ...]:
    """For each high score at most three runs of neighbouring words, ordered by attribute and place; the same text
    always gives the same spans.
    """
    high = [index for index, probability in enumerate(evidence.probabilities) if probability >= WORTH_EXPLAINING]
    if not high:
        return ()
    places = canonical_text.word_places(text)
    if not places:
        return ()
    return tuple(
        Span(evidence.attributes[index], start, _with_marks(text, end), value)
        for index, added in zip(high, evidence.contributions(high), strict=True)
        for start, end, value in _strongest(evidence.probabilities[index], added, places)
    )


def _with_marks(text: str, end: int) -> int:
    """The end moved behind what belongs to the last letter: accents, vowel signs, what cannot be seen."""
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Mc", "Me", "Cf"}:
        end += 1
    return end


def _strongest(probability: float, added: Doubles, places: Sequence[tuple[int, int]]) -> list[tuple[int, int, float]]:
    """Start, end and value of the spans of an attribute, in order of place."""
    shares = added.tolist()
    enough = max(_LEAST, _SHARE * max(shares))
    runs: list[list[int]] = []
    for index, share in enumerate(shares):
        if share >= enough:
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    total = sum(share for share in shares if share > 0)
    found = [
        (places[run[0]][0], places[run[-1]][1], round(probability * sum(shares[index] for index in run) / total, 4))
        for run in runs
    ]
    return sorted(sorted(found, key=lambda span: (-span[2], span[0]))[:MOST_SPANS])


def utf16_spans(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same spans of the text counted in UTF-16 code units, as browsers and Java count; other callers count
    characters.
    """
    wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]
    return tuple(
        replace(span, start=span.start + bisect_left(wide, span.start), end=span.end + bisect_left(wide, span.end))
        for span in spans
    )
