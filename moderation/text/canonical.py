"""The canonical form of a text: one spelling for everything that reads the same, and the way back to the original.

Compatibility forms, case, invisible characters, look-alike letters from other alphabets, accents, Arabic vowel signs
and tatweel are folded away; letters that are letters of their own (ñ, й, Indic and Thai vowel signs, kana with their
voicing marks) stay. Look-alikes are folded by word: a word that mixes Latin with another alphabet is read as Latin,
and so is one from another alphabet standing in a mostly Latin text; Russian in a Russian text stays Russian.
"""

import re
from dataclasses import dataclass

from moderation.text.glyphs import ALPHABET, LATIN, Clusters, clusters

_TOKENS = re.compile("[LFDSM]*F[LFDSM]*")


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical text; ``text[i]`` comes from the original's characters ``starts[i]`` to ``ends[i]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span of the canonical text's characters ``start`` to ``end`` (an empty span is a place)."""
        if not self.text:
            return (0, 0)
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return (place, place)
        return (self.starts[start], self.ends[end - 1])


def canonical(text: str) -> Canonical:
    """The canonical form with its offset map. Idempotent: the canonical form of a canonical text is itself."""
    cut = clusters(text)
    pieces = readings(cut)
    starts: list[int] = []
    ends: list[int] = []
    for index, piece in enumerate(pieces):
        for _ in piece:
            starts.append(cut.starts[index])
            ends.append(cut.starts[index + 1])
    return Canonical("".join(pieces), tuple(starts), tuple(ends))


def canonical_text(text: str) -> str:
    """The canonical form alone; twice as fast."""
    return "".join(readings(clusters(text)))


def readings(cut: Clusters) -> list[str]:
    """What each cluster is read as: its own letters, or the Latin ones it passes for in its word."""
    pieces = [glyph.own for glyph in cut.glyphs]
    for index in disguised(cut):
        pieces[index] = cut.glyphs[index].twin
    return pieces


def disguised(cut: Clusters) -> list[int]:
    """The clusters that are to be read as Latin although they belong to another alphabet, in ascending order."""
    kinds = cut.kinds
    if ALPHABET not in kinds or LATIN not in kinds:
        return []
    latin = sum([len(glyph.own) for glyph in cut.glyphs if glyph.kind == LATIN])
    others = sum([len(glyph.own) for glyph in cut.glyphs if glyph.kind == ALPHABET])
    mixed: list[int] = []
    pure: list[int] = []
    for token in _TOKENS.finditer(kinds):
        members = [i for i in range(*token.span()) if kinds[i] == ALPHABET and cut.glyphs[i].twin != cut.glyphs[i].own]
        if LATIN in token.group():
            mixed += members
        else:
            pure += members
    turned = sum([len(cut.glyphs[i].own) for i in mixed])
    latin += turned
    others -= turned
    if latin > others:
        return sorted(mixed + pure)
    return mixed
