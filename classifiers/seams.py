"""Words run together to hide one of them (youstupididiot), cut apart again."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from classifiers.vocabulary import COMMON, DISGUISED, GLUED

# What stands there now, and for each of its characters the index of the character it was made from.
Piece = tuple[str, Sequence[int]]

_LONGEST: Final = 48
_LONGEST_PART: Final = 14
_HEAD: Final = 4
_HEADS: Final = frozenset(word[:_HEAD] for word in DISGUISED if len(word) >= _HEAD)
_HEAD_PLACES: Final = tuple(slice(start, start + _HEAD) for start in range(_LONGEST))
# Known words that are part of no other word but their own forms, so that what is glued to them comes off.
_UNMISTAKABLE: Final = (
    "stupid idiot asshole motherfuck faggot bastard bullshit bitch fuck dumbass whore dickhead shithead scumbag asshat"
)
_FORMS: Final = re.compile(
    "|".join(sorted((word for word in GLUED if word.startswith((*_UNMISTAKABLE.split(),))), key=len, reverse=True))
)
_LEAST_GLUED: Final = 4
# Two words may be an innocent one (hangover), three that are all known are none.
_SURE: Final = 3
# A letter between words is a word only in a longer sentence (heisadisgustingpig, but not retard-at-i-on).
_SENTENCE: Final = 5
_NAMES: Final = frozenset(("dickinson", "dickinsons", "dickson", "dicksons", "dickman", "pussycat", "pussycats"))
_ENDINGS: Final = frozenset(("as", "us", "am"))


def cut_apart(piece: Piece) -> Piece:
    """Words run together, apart: all of them known or common, or glued to one that is not part of other words."""
    text, _ = piece
    if not 2 * _LEAST_GLUED <= len(text) <= _LONGEST or text in DISGUISED or text in _NAMES:
        return piece
    if _HEADS.isdisjoint(map(text.__getitem__, _HEAD_PLACES[: len(text) - _HEAD + 1])):
        return piece
    cuts = _words_in(text)
    parts = _parts(text, cuts)
    glued = any(part in GLUED and len(part) >= _LEAST_GLUED for part in parts)
    if not glued and (len(parts) < _SURE or DISGUISED.keys().isdisjoint(parts)):
        cuts = _around(text)
    return _cut(piece, cuts)


def cut_letters(piece: Piece) -> Piece:
    """What was written letter by letter, cut into words if all of them are known or common."""
    return piece if len(piece[0]) > _LONGEST else _cut(piece, _words_in(piece[0]))


def _cut(piece: Piece, cuts: Sequence[int]) -> Piece:
    text, kept = piece
    if not cuts:
        return piece
    return " ".join(_parts(text, cuts)), [kept[index] for index in _with_blanks((*cuts, len(text)))]


def _parts(text: str, cuts: Sequence[int]) -> list[str]:
    return [text[start:end] for start, end in pairwise((0, *cuts, len(text)))]


def _words_in(text: str) -> tuple[int, ...]:
    """Where to cut so that every part is known or common; nothing if it cannot be."""
    # The longest word that ends at each place, after a beginning that can be cut too.
    before: dict[int, int] = {0: 0}
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _LONGEST_PART), end):
            if start in before and _stands_alone(text[start:end]):
                before[end] = start
                break
    if len(text) not in before:
        return ()
    cuts: list[int] = []
    end = before[len(text)]
    while end:
        cuts.append(end)
        end = before[end]
    cuts.reverse()
    letters = any(len(part) == 1 for part in _parts(text, cuts)[1:])
    return () if letters and len(cuts) + 1 < _SENTENCE else tuple(cuts)


def _stands_alone(word: str) -> bool:
    return word in DISGUISED or (word in COMMON and word not in _ENDINGS)


def _around(text: str) -> tuple[int, ...]:
    match = _FORMS.search(text)
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
