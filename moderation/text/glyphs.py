"""What one written character is: which letter, in which kind of script, whatever it is dressed up as.

A *cluster* is a base character with the combining marks and invisible characters that follow it: what a reader
takes for one character. Everything here works on clusters, so that a precomposed and a decomposed spelling agree and
no word ever ends between a letter and its mark.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from moderation.text.confusables import LETTER_LIKE

# Kinds of glyph, one character each, so that a text's kinds are a string that a regular expression can read.
LATIN = "L"  # Latin letters, fullwidth and mathematical ones included
ALPHABET = "F"  # Greek, Cyrillic, Armenian ...: separate letters, some of which look like Latin ones
SPACED = "W"  # any other script that puts spaces between words: Arabic, Hebrew, Devanagari, Tamil ...
KATAKANA = "K"
HANGUL = "H"
UNSPACED = "C"  # Han, hiragana, Thai, Lao, Khmer, Burmese: words run into each other
DIGIT = "D"
LEET = "S"  # signs that stand for a letter: @ $ !
MASK = "M"  # signs that hide a letter or decorate a word: * # _ emoji
JOINER = "-"  # . - / and their like, put between letters
APOSTROPHE = "'"
SPACE = " "
OTHER = "."

WORD_KINDS = "LFW"

LEET_LETTERS = {"@": "a", "$": "s", "!": "i", "|": "i", "+": "t", "¡": "i", "§": "s"}
DIGIT_LETTERS = dict(zip("0123456789", "oizeasgtbg", strict=True))
_CYRILLIC_DIGITS = {"0": "о", "3": "з", "4": "ч", "6": "б", "9": "я"}

# A reader takes these for one another often enough to search for them together; ``spelling`` looks closer.
_LOOK_ALIKE = str.maketrans("lv", "iu")

_SCRIPT_KINDS = {
    "LATIN": LATIN, "GREEK": ALPHABET, "CYRILLIC": ALPHABET, "ARMENIAN": ALPHABET, "GEORGIAN": ALPHABET,
    "CHEROKEE": ALPHABET, "COPTIC": ALPHABET, "LISU": ALPHABET, "CANADIAN": ALPHABET, "WARANG": ALPHABET,
    "DESERET": ALPHABET, "TIFINAGH": ALPHABET, "OSAGE": ALPHABET, "ELBASAN": ALPHABET, "LYCIAN": ALPHABET,
    "CARIAN": ALPHABET, "OLD": ALPHABET, "GOTHIC": ALPHABET, "GLAGOLITIC": ALPHABET,
    "KATAKANA": KATAKANA, "KATAKANA-HIRAGANA": KATAKANA, "HALFWIDTH": KATAKANA, "HANGUL": HANGUL,
    "CJK": UNSPACED, "HIRAGANA": UNSPACED, "BOPOMOFO": UNSPACED, "IDEOGRAPHIC": UNSPACED, "THAI": UNSPACED,
    "LAO": UNSPACED, "KHMER": UNSPACED, "MYANMAR": UNSPACED, "TAI": UNSPACED, "JAVANESE": UNSPACED, "YI": UNSPACED,
    "TIBETAN": UNSPACED,
}  # fmt: skip
_POINTED = ("ARABIC", "HEBREW", "SYRIAC", "THAANA")  # scripts whose marks are optional vowel signs
_JOINERS = frozenset(".-/\\·•‧∙⋅‐‑‒–—―~`^")
_MASKS = frozenset("*#%_✱∗⁎＊■█●○◯□▪◾░▒▓�")
_APOSTROPHES = frozenset("'’‘ʼ´")

# Letters of their own, not accented ones: año is not ano, мой is not мои.
_RECOMPOSED = {"n\u0303": "ñ", "и\u0306": "й"}
_STROKE = "\u0338"
_STROKED = frozenset("øđłħŧƀɇɉɍɏⱥⱦ")
_FOLDED = str.maketrans({
    "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه", "ۀ": "ه", "ـ": None,
    "ँ": "ं", "ς": "σ", "æ": "ae", "œ": "oe",
})  # fmt: skip

# Conjoining jamo that were typed alone, as the letters a keyboard gives, so that they never join their neighbours.
_JAMO = {
    unicodedata.normalize("NFKD", chr(code)): chr(code)
    for code in (*range(0x3165, 0x318F), *range(0x3131, 0x3164))
    if len(unicodedata.normalize("NFKD", chr(code))) == 1
}


class Glyph(NamedTuple):
    """One cluster. ``own`` is its canonical letters, ``twin`` what it passes for in a Latin word (``own`` where it
    passes for nothing), ``marks`` the accents taken off, sorted; ``key`` and ``twin_key`` are for searching."""

    kind: str
    own: str
    twin: str
    marks: str
    key: str
    twin_key: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Clusters:
    """A text cut into clusters: cluster ``i`` is ``text[starts[i]:starts[i + 1]]`` and is ``glyphs[i]``."""

    text: str
    starts: list[int] | range  # one more than there are clusters
    glyphs: list[Glyph]
    kinds: str


def is_invisible(character: str) -> bool:
    """Format characters, variation selectors, tags, fillers, control characters other than white space."""
    category = unicodedata.category(character)
    return (
        category == "Cf"
        or (category == "Cc" and not character.isspace())
        or character in "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


class _Classes(dict[str, str]):
    """``B`` base, ``E`` extends the one before, ``I`` invisible, ``J`` Hangul that a ``V`` (vowel, final) continues."""

    def __missing__(self, character: str) -> str:
        if is_invisible(character):
            found = "I"
        elif unicodedata.category(character)[0] == "M" or character in "ﾞﾟـ":
            found = "E"
        elif "\u1160" <= character <= "\u11ff":
            found = "V"
        elif "\u1100" <= character <= "\u115f" or "가" <= character <= "힣":
            found = "J"
        else:
            found = "B"
        if len(self) > 20_000:  # a bound on memory, whatever people post
            self.clear()
        self[character] = found
        return found


class _Glyphs(dict[str, Glyph]):
    def __missing__(self, cluster: str) -> Glyph:
        glyph = _read(cluster)
        if len(cluster) <= 8:  # towers of marks are not worth remembering
            if len(self) > 20_000:
                self.clear()
            self[cluster] = glyph
        return glyph


_CLUSTER = re.compile("I*(?:J(?:I*V)*|[BJV])I*(?:EI*)*|(?:EI*)+|I+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_classes = _Classes()
_glyphs = _Glyphs()


def clusters(text: str) -> Clusters:
    """Cut a text into clusters. Never fails; time is linear in the length of the text."""
    starts: list[int] | range
    if text.isascii() and not _CONTROLS.search(text):
        found = [_glyphs[character] for character in text]
        starts = range(len(text) + 1)
    else:
        classes = "".join([_classes[character] for character in text])
        if "E" in classes or "I" in classes or "V" in classes:
            starts = [match.start() for match in _CLUSTER.finditer(classes)]
            starts.append(len(text))
            found = [_glyphs[text[a:b]] for a, b in pairwise(starts)]
        else:
            found = [_glyphs[character] for character in text]
            starts = range(len(text) + 1)
    return Clusters(text, starts, found, "".join([glyph.kind for glyph in found]))


def visible_places(text: str) -> Sequence[int]:
    """The places of the characters that can be seen, in ascending order."""
    if text.isascii() and not _CONTROLS.search(text):
        return range(len(text))
    return [place for place, character in enumerate(text) if _classes[character] != "I"]


def visible_end(cut: Clusters, cluster: int) -> int:
    """Where a cluster ends in the text, without the invisible characters that trail it."""
    end = cut.starts[cluster + 1]
    while end > cut.starts[cluster] + 1 and is_invisible(cut.text[end - 1]):
        end -= 1
    return end


def visible_start(cut: Clusters, cluster: int) -> int:
    """Where a cluster starts in the text, without the invisible characters before it."""
    start = cut.starts[cluster]
    while start < cut.starts[cluster + 1] - 1 and is_invisible(cut.text[start]):
        start += 1
    return start


def _decompose(characters: str) -> str:
    """NFKD and case folding until neither changes anything, marks in canonical order and at most four to a letter."""
    before = None
    while before != characters:
        before = characters
        characters = unicodedata.normalize("NFKD", characters).casefold()
    return characters


def _read(cluster: str) -> Glyph:
    visible = "".join([character for character in cluster if not is_invisible(character)])
    if not visible:
        return Glyph(OTHER, "", "", "", "", "", False)
    if visible.isspace():
        return Glyph(SPACE, visible if visible == "\n" else " ", " ", "", "", "", False)
    rest = "".join([unicodedata.normalize("NFKD", c) for c in visible[1:]])
    marks = sorted(dict.fromkeys(c for c in rest if unicodedata.combining(c)), key=unicodedata.combining)
    others = [c for c in rest if not unicodedata.combining(c)]
    folded = _decompose(visible[0] + "".join(others[:8]) + "".join(marks[:4]))
    base = next((c for c in folded if unicodedata.category(c)[0] != "M"), folded[0])
    shown = unicodedata.normalize("NFKD", visible[0])[0]
    if unicodedata.category(base)[0] != "L":
        return _sign(visible, base, folded)
    script = unicodedata.name(base, "?").split(" ", 1)[0]
    kind = _SCRIPT_KINDS.get(script, SPACED)
    if kind in (LATIN, ALPHABET):
        return _alphabetic(kind, shown, folded)
    letters = "".join([c for c in folded if not _is_optional(c, script)]).translate(_FOLDED)
    own = unicodedata.normalize("NFC", letters).replace("ํา", "ำ").replace("ໍາ", "ຳ")
    own = "".join([_JAMO.get(c, c) for c in own])
    return Glyph(kind, own, own, "", own, own, False)


def _is_optional(mark: str, script: str) -> bool:
    category = unicodedata.category(mark)
    if category[0] != "M":
        return False
    return (script in _POINTED and category == "Mn") or unicodedata.name(mark, "").endswith("SIGN NUKTA")


def _alphabetic(kind: str, shown: str, folded: str) -> Glyph:
    letters = "".join([c for c in folded if unicodedata.category(c)[0] != "M"]).translate(_FOLDED)
    marks = "".join(sorted({c for c in folded if unicodedata.category(c) == "Mn"}))
    if len(letters) > 1:  # a ligature or a unit: each letter for itself
        twins = "".join([LETTER_LIKE.get(c, c) for c in letters])
        if any(map(str.isascii, letters)):
            kind, letters = LATIN, twins
        key, twin_key = letters.translate(_LOOK_ALIKE), twins.translate(_LOOK_ALIKE)
        return Glyph(kind, letters, twins, "", key, twin_key, shown.isupper())
    own = _RECOMPOSED.get(letters + marks, letters)
    if own != letters:
        marks = ""
    base = letters[:1]
    twin = own
    looks_like = LETTER_LIKE.get(shown) or LETTER_LIKE.get(base)
    if looks_like and own == letters:
        twin = looks_like
        if kind == LATIN:
            marks += _STROKE if own in _STROKED else ""
            own = twin
    return Glyph(kind, own, twin, marks, own.translate(_LOOK_ALIKE), twin.translate(_LOOK_ALIKE), shown.isupper())


def _sign(visible: str, base: str, folded: str) -> Glyph:
    category = unicodedata.category(base)
    if category == "Nd":
        digit = str(unicodedata.digit(base))
        letter = DIGIT_LETTERS[digit]
        return Glyph(DIGIT, digit, digit, "", letter, letter, False)
    letter = LEET_LETTERS.get(base) or LETTER_LIKE.get(base, "")
    key = letter.translate(_LOOK_ALIKE)
    if letter and category == "So":  # letters in boxes, circles and flags
        return Glyph(LATIN, letter, letter, "", key, key, True)
    if unicodedata.category(base)[0] != "M":
        folded = "".join([c for c in folded if unicodedata.category(c)[0] != "M"])
    own = unicodedata.normalize("NFC", folded)
    parts = _parts(folded)
    if len(parts) > 1:
        own = "".join([_glyphs[part].twin for part in parts])
    if letter:
        return Glyph(LEET, own, own, "", key, key, False)
    if base in _APOSTROPHES or visible[0] in _APOSTROPHES:
        kind = APOSTROPHE
    elif base in _MASKS or category == "So":
        kind = MASK
    elif base.isspace():
        kind = SPACE
    else:
        kind = JOINER if base in _JOINERS else OTHER
    return Glyph(kind, own, own, "", "", "", False)


def _parts(text: str) -> list[str]:
    starts = [match.start() for match in _CLUSTER.finditer("".join([_classes[character] for character in text]))]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def cyrillic_digit(digit: str) -> str:
    """The Cyrillic letter a digit stands for among Cyrillic letters, or nothing: 3 is з, 4 is ч."""
    return _CYRILLIC_DIGITS.get(digit, "")
