"""A text as nothing but its letters, one after another, with the way back: what word lists search in."""

import re
from dataclasses import dataclass

from moderation.text.canonical import disguised
from moderation.text.glyphs import ALPHABET, DIGIT, LATIN, LEET, Clusters, cyrillic_digit

_SIGNS = re.compile("S+")
_CYRILLIC_TOKENS = re.compile("[LFD]+")


@dataclass(frozen=True, slots=True)
class Stream:
    """The letters of a text one after another: ``owner[i]`` is the cluster of letter ``i``; ``runs[r]`` is where the
    ``r``-th run of equal keys starts (with the number of letters as the last entry)."""

    cut: Clusters
    letters: str
    keys: str
    owner: list[int]
    runs: list[int]
    mostly_latin: bool

    def collapsed(self) -> str:
        return "".join([self.keys[place] for place in self.runs[:-1]])


def stream(cut: Clusters, signs_are_letters: bool) -> Stream:
    """The letters of a text, with @ $ ! read as letters beside letters, or as punctuation everywhere."""
    kinds = cut.kinds
    letters = [glyph.own if glyph.key else "" for glyph in cut.glyphs]
    keys = [glyph.key for glyph in cut.glyphs]
    for index in disguised(cut):
        letters[index] = cut.glyphs[index].twin
        keys[index] = cut.glyphs[index].twin_key
    for signs in _SIGNS.finditer(kinds) if LEET in kinds else ():
        beside_letters = kinds[signs.start() - 1 : signs.start()] or " ", kinds[signs.end() : signs.end() + 1] or " "
        for index in range(*signs.span()):
            if not signs_are_letters or not any(kind in "LFD" for kind in beside_letters):
                keys[index] = ""
            letters[index] = keys[index]
    if DIGIT in kinds and ALPHABET in kinds:
        for token in _CYRILLIC_TOKENS.finditer(kinds):
            if ALPHABET in token.group() and LATIN not in token.group():
                for index in range(*token.span()):
                    if kinds[index] == DIGIT:
                        keys[index] = cyrillic_digit(letters[index]) or keys[index]
    key_text = "".join(keys)
    owner = [index for index, key in enumerate(keys) for _ in key]
    runs = [i for i, (a, b) in enumerate(zip(key_text, "\0" + key_text, strict=False)) if a != b]
    runs.append(len(key_text))
    return Stream(cut, "".join(letters), key_text, owner, runs, kinds.count(LATIN) > kinds.count(ALPHABET))
