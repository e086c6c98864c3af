"""Words run together to hide one of them (youstupididiot), cut apart again."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from classifiers.vocabulary import COMMON, DISGUISED, GLUED

# What stands there now, and for each of its characters the index of the character it was made from.
Piece = tuple[str, Sequence[int]]

_LONGEST: Final = 48
_RUN_TOGETHER: Final = re.compile("|".join(sorted((word for word in GLUED if len(word) > 3), key=len)))
# Known words that are part of no other word but their own forms, so that what is glued to them comes off.
_UNMISTAKABLE: Final = re.compile("stupid|idiot|asshole|motherfucker|faggot|bastard|bullshit")
_LEAST_GLUED: Final = 4
_ENDINGS: Final = frozenset(("as", "us", "am"))


def cut_apart(piece: Piece) -> Piece:
    """Words run together, apart: all of them known or common, or glued to one that is not part of other words."""
    text, kept = piece
    if len(text) < 2 * _LEAST_GLUED or len(text) > _LONGEST or text in DISGUISED or not _RUN_TOGETHER.search(text):
        return piece
    cuts = _words_in(text) or _around(text)
    if not cuts:
        return piece
    ends = (*cuts, len(text))
    words = [text[start:end] for start, end in pairwise((0, *ends))]
    return " ".join(words), [kept[index] for index in _with_blanks(ends)]


def _words_in(text: str) -> tuple[int, ...]:
    """Where to cut so that every part is known or common and one of them known; nothing if it cannot be."""
    # The longest word that ends at each place, after a beginning that can be cut too.
    before: dict[int, int] = {0: 0}
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 12), end):
            if start in before and _stands_alone(text[start:end], start):
                before[end] = start
                break
    if len(text) not in before:
        return ()
    cuts: list[int] = []
    end = len(text)
    while end:
        end = before[end]
        cuts.append(end)
    cuts.reverse()
    parts = [text[start:end] for start, end in pairwise((*cuts, len(text)))]
    return tuple(cuts[1:]) if any(part in GLUED for part in parts) else ()


def _stands_alone(word: str, start: int) -> bool:
    if word in GLUED:
        return len(word) > 3
    return word in COMMON and word not in _ENDINGS and (len(word) > 1 or start == 0)


def _around(text: str) -> tuple[int, ...]:
    match = _UNMISTAKABLE.search(text)
    if match is None:
        return ()
    start, end = match.span()
    if 0 < start < _LEAST_GLUED or 0 < len(text) - end < _LEAST_GLUED:
        return ()
    return tuple(cut for cut in (start, end) if 0 < cut < len(text))


def _with_blanks(ends: Sequence[int]) -> Iterator[int]:
    """Indices of the characters up to each end in turn, with the first one of the next part standing for a blank."""
    start = 0
    for end in ends:
        if start:
            yield start
        yield from range(start, end)
        start = end
