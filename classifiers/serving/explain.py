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
    """Scores and, on demand, what each word added to the logit of the attribute with that number."""

    attributes: tuple[str, ...]
    probabilities: Doubles
    contributions: Callable[[int], Doubles]


def spans(text: str, evidence: Evidence) -> tuple[Span, ...]:
    """For each high score at most three runs of neighbouring words, ordered by attribute and place; the same text
    always gives the same spans.
    """
    high = [index for index, probability in enumerate(evidence.probabilities) if probability >= WORTH_EXPLAINING]
    if not high:
        return ()
    words = canonical_text.placed_words(text)
    found: list[Span] = []
    for index in high:
        added = evidence.contributions(index)
        found.extend(_spans(evidence.attributes[index], float(evidence.probabilities[index]), added, words))
    return tuple(replace(span, end=_with_marks(text, span.end)) for span in found)


def _with_marks(text: str, end: int) -> int:
    """The end moved behind what belongs to the last letter: accents, vowel signs, what cannot be seen."""
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Mc", "Me", "Cf"}:
        end += 1
    return end


def _spans(attribute: str, probability: float, added: Doubles, words: list[canonical_text.Word]) -> list[Span]:
    if not words:
        return []
    enough = max(_LEAST, _SHARE * float(added.max()))
    runs: list[list[int]] = []
    for index in np.flatnonzero(added >= enough).tolist():
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    total = float(added[added > 0].sum())
    spans = [
        Span(
            attribute, words[run[0]].start, words[run[-1]].end, round(probability * float(added[run].sum()) / total, 4)
        )
        for run in runs
    ]
    strongest = sorted(spans, key=lambda span: (-span.value, span.start))[:MOST_SPANS]
    return sorted(strongest, key=lambda span: span.start)


def utf16_spans(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same spans of the text counted in UTF-16 code units, as browsers and Java count; other callers count
    characters.
    """
    wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]
    return tuple(
        replace(span, start=span.start + bisect_left(wide, span.start), end=span.end + bisect_left(wide, span.end))
        for span in spans
    )
