"""Which characters leave a mark on the page, and so whether there is anything to read."""

import unicodedata

_UNDRAWN = frozenset({"Cc", "Cf", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Categories of controls, invisible and direction marks, combining marks and spaces. Unassigned characters are not
among them: to an older Unicode table, this year's emoji are unassigned."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Hangul fillers and the empty Braille cell: letters and signs by their category that draw nothing."""
_IGNORABLE = ((0x2065, 0x2065), (0xFDD0, 0xFDEF), (0xFFF0, 0xFFF8), (0xFFFE, 0xFFFF), (0xE0000, 0xE0FFF))
"""Unassigned, and never to be drawn: reserved for invisible characters, or for programs' own use."""

_UNLINED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")


def readable(text: str) -> bool:
    """Whether a reader sees anything of it."""
    return any(drawn(character) for character in text)


def on_one_line(text: str) -> bool:
    """Whether all of it is letters, signs and spaces of one line, in the order in which they are drawn: no controls, no
    marks that turn the direction, nothing invisible but the joiners that some languages are written with."""
    return not any(
        (unicodedata.category(character) in _UNLINED and character not in _JOINERS) or ignorable(character)
        for character in text
    )


def ignorable(character: str) -> bool:
    """Whether programs draw nothing for it although it is not assigned."""
    return any(first <= ord(character) <= last for first, last in _IGNORABLE)


def drawn(character: str) -> bool:
    """Whether the character is seen by itself; a combining mark is not."""
    return unicodedata.category(character) not in _UNDRAWN and character not in _BLANK and not ignorable(character)
