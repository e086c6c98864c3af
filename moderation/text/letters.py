"""A text as nothing but its letters, one after another, with the way back: what word lists search in."""

import re
from dataclasses import dataclass

from moderation.text.canonical import disguised
from moderation.text.glyphs import ALPHABET, DIGIT, LATIN, LEET, Clusters, cyrillic_digit

_SIGNS = re.compile("S+")
_SIGN_FIRST = re.compile("S[LFD]")
_REPEATS = re.compile(r"(.)\1+", re.DOTALL)
_RUNS = re.compile(r"(.)\1*", re.DOTALL)
_CYRILLIC_TOKENS = re.compile("[LFD]+")


@dataclass(frozen=True, slots=True)
class Stream:
    """The letters of a text one after another: ``owner[i]`` is the cluster of letter ``i``; ``runs[r]`` is where the
    ``r``-th run of equal keys starts (with the number of letters as the last entry)."""

    cut: Clusters
    letters: str
    owner: list[int]
    runs: list[int]
    mostly_latin: bool


def has_leet(cut: Clusters) -> bool:
    """Whether signs may stand for letters: before a letter, or any but an exclamation mark after one."""
    if LEET not in cut.kinds:
        return False
    return bool(_SIGN_FIRST.search(cut.kinds)) or cut.kinds.count(LEET) > cut.text.count("!")


def search_keys(cut: Clusters, signs_are_letters: bool) -> list[str]:
    """What to search each cluster as; nothing for gaps. @ $ ! are letters beside letters, or punctuation everywhere."""
    kinds = cut.kinds
    keys = [glyph.key for glyph in cut.glyphs]
    for index in disguised(cut):
        keys[index] = cut.glyphs[index].twin_key
    for signs in _SIGNS.finditer(kinds) if LEET in kinds else ():
        beside = kinds[max(signs.start() - 1, 0) : signs.start()] + kinds[signs.end() : signs.end() + 1]
        if not signs_are_letters or not any(kind in "LFD" for kind in beside):
            keys[signs.start() : signs.end()] = [""] * (signs.end() - signs.start())
    if DIGIT in kinds and ALPHABET in kinds:
        for token in _CYRILLIC_TOKENS.finditer(kinds):
            if ALPHABET in token.group() and LATIN not in token.group():
                for index in range(*token.span()):
                    if kinds[index] == DIGIT:
                        keys[index] = cyrillic_digit(cut.glyphs[index].own) or keys[index]
    return keys


def collapse(keys: list[str]) -> str:
    """The keys one after another, repeats once: one character for each run of ``stream``."""
    return _REPEATS.sub(r"\1", "".join(keys))


def stream(cut: Clusters, keys: list[str]) -> Stream:
    """The letters of a text with its search keys."""
    letters = [glyph.own if key else "" for glyph, key in zip(cut.glyphs, keys, strict=True)]
    for index in disguised(cut):
        letters[index] = cut.glyphs[index].twin
    for signs in _SIGNS.finditer(cut.kinds) if LEET in cut.kinds else ():
        letters[signs.start() : signs.end()] = keys[signs.start() : signs.end()]
    key_text = "".join(keys)
    owner = [index for index, key in enumerate(keys) if key]
    if len(owner) < len(key_text):
        owner = [index for index, key in enumerate(keys) for _ in key]
    runs = [repeat.start() for repeat in _RUNS.finditer(key_text)]
    runs.append(len(key_text))
    mostly_latin = cut.kinds.count(LATIN) > cut.kinds.count(ALPHABET)
    return Stream(cut, "".join(letters), owner, runs, mostly_latin)
