"""How a comment looks to the models: disguises undone, everything else left alone.

`fold(text)` gives the canonical text, `words(text)` its words, and `word_places(text)` where each was typed, so that
whatever is found can be shown in the original. Training and serving both come through here, which keeps them from
drifting apart.

What is undone: compatibility forms and case (NFKC, casefold), Latin accents, invisible and direction-changing
characters, letters that are drawn like plain ones, l e t t e r s spaced out, and token by token what
`classifiers.disguise` knows of.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from classifiers.disguise import SIGNS, SINGLE, join, replaced, undisguise
from classifiers.seams import Piece, cut_letters
from classifiers.vocabulary import ABBREVIATIONS

# Latin letters that are drawn like a plain one but are a letter of their own to Unicode: small capitals, turned and
# barred ones, those of phonetics.
_DRAWN_LIKE: Final = str.maketrans(
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıȷøđłħŧɨʉƒɓɗƙɐǝɥʇʍʞɹʎ",
    "abcdefghijklmnoprstuvwyzagijodlhtiufbdkaehtwkry",
) | {first + letter: ord("a") + letter for first in (0x1F150, 0x1F170) for letter in range(26)}

_COMBINING: Final = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
_APOSTROPHES: Final = frozenset("’‘ʼ`´′＇")
# Letters one by one with the same between them, blanks among it; lists and sums (a, b, c; a + b = c) are none.
_GAP: Final = rf" [{SIGNS}]{{1,4}} ?|[{SIGNS}]{{1,4}} | {{1,2}}"
_SPACED: Final = re.compile(
    rf"(?<![^\W_])(?<![^\W_][^\w\s]){SINGLE}({_GAP}){SINGLE}(?:\1{SINGLE})+(?![^\W_])(?![^\w\s][^\W_])"
)
# What the second of them looks like; a quick way to tell that there are none.
_PERHAPS_SPACED: Final = re.compile(
    rf" (?!\w\w)[^\w\s]{{0,4}}{SINGLE}[^\w\s]{{0,4}} (?!\w\w)[^\w\s]{{0,4}} ?{SINGLE}(?![^\W_])"
)
_STOP: Final = re.compile(r"[.!?。]\W*$")
# What parts a sentence, behind a word or by itself: colons, dashes, emoji (but flags may be letters).
_BREAK: Final = re.compile(r".*[;:]\W*|[^\w\s&+/*'\"@#$%(),\U0001f1e6-\U0001f1ff]+", re.DOTALL)
# A part of so many words may stand for a sentence.
_LEAST_PART: Final = 3
_TOKEN: Final = re.compile(r"\S+")

_WORD: Final = re.compile(r"[^\W_]+(?:['*]+[^\W_]+)+|[^\W_]\*{2,}|[^\W_]+")


class _CharacterFold(dict[int, str]):
    """Code point to canonical characters, worked out once per code point. There are at most 1.1 million, and 100 in
    practice.
    """

    _LIMIT = 20_000

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < self._LIMIT:
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character.isspace():
        return "\n" if character == "\n" else " "
    if unicodedata.category(character) in {"Cf", "Cc", "Cs", "Co", "Cn"} or _combines(character):
        return ""
    if character in _APOSTROPHES:
        return "'"
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    plain = unicodedata.normalize("NFD", folded)
    if plain and plain[0].isascii():
        folded = "".join(mark for mark in plain if not _combines(mark))
    return "".join(" " if part.isspace() else part for part in folded).translate(_DRAWN_LIKE)


def _combines(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _COMBINING)


_FOLD: Final = _CharacterFold()


# Spaced letters run over several tokens, the rest stays within one: `fold`, `words` and `word_places` rely on it.
_remembered: Final = lru_cache(maxsize=20_000)(undisguise)
_LONGEST_REMEMBERED: Final = 48


def _open(token: str) -> Piece:
    return _remembered(token) if len(token) <= _LONGEST_REMEMBERED else undisguise(token)


def fold(text: str) -> str:
    """The canonical text. Never fails, whatever the string; time and size are linear in it."""
    return _TOKEN.sub(lambda match: _open(match[0])[0], _closed_up(text.translate(_FOLD)))


def _closed_up(folded: str) -> str:
    """The text with its spaced letters joined to words."""
    if _PERHAPS_SPACED.search(folded) is None:
        return folded
    return _SPACED.sub(lambda match: _close_up(match[0])[0], folded)


def _close_up(letters: str) -> Piece:
    return cut_letters(join(letters))


def tokens(text: str) -> list[str]:
    """The comment cut at white space, half way to canonical; a token that ends a line still has the line's end, and one
    without a character stands where blanks met. `token_words` of each gives the words, `end_of` what
    ends with it. The same token always gives the same.
    """
    return _cut(_closed_up(text.translate(_FOLD)))


def _cut(folded: str) -> list[str]:
    return folded.replace("\n", "\n ").split(" ")


def token_words(token: str) -> list[str]:
    """The canonical words of one of `tokens`."""
    return _WORD.findall(undisguise(token)[0])


class End(IntEnum):
    """What ends with a token: nothing, a part of a sentence, a sentence."""

    NOTHING = 0
    PART = 1
    SENTENCE = 2


def end_of(token: str) -> End:
    """What ends with one of `tokens`: a sentence at a line's end or after a full stop that is not of a word cut short,
    a part at a colon, a dash, an emoji.
    """
    if token.endswith("\n"):
        return End.SENTENCE
    tail = token[-_LONGEST_REMEMBERED:]
    match = _STOP.search(tail)
    if match is None:
        return End.PART if _BREAK.fullmatch(tail) else End.NOTHING
    word = tail[: match.start()].lstrip("([{'\"*_~“‘«„")
    short = word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")
    return End.NOTHING if short and match[0][0] == "." else End.SENTENCE


def sentence_ends(ends: Iterable[tuple[int, End]]) -> list[int]:
    """How many words precede each end that counts, of all ends with the words before them: parts that are long enough
    count like sentences.
    """
    found: list[int] = []
    begun = 0
    for place, end in ends:
        if end is End.SENTENCE or place - begun >= _LEAST_PART:
            found.append(place)
            begun = place
    return found


def sentence_words(text: str) -> list[list[str]]:
    """The canonical words of a comment by sentence, those without words left out."""
    found: list[str] = []
    ends: list[tuple[int, End]] = []
    for token in tokens(text):
        found += token_words(token)
        if end := end_of(token):
            ends.append((len(found), end))
    limits = (0, *sentence_ends(ends), len(found))
    return [found[start:after] for start, after in pairwise(limits) if start < after]


def words(text: str) -> list[str]:
    """The canonical words of a comment, in order."""
    return [word for token in tokens(text) for word in token_words(token)]


def word_places(text: str) -> list[tuple[int, int]]:
    """The place of each of `words` in the text as it was typed: the characters it was made from, end exclusive."""
    folded = text.translate(_FOLD)
    origins: Sequence[int] | None = None
    if len(folded) != len(text) or not text.isascii():
        origins = [index for index, character in enumerate(text) for _ in _FOLD[ord(character)]]
    if _PERHAPS_SPACED.search(folded) is not None:
        folded, kept = replaced(folded, [(*match.span(), _close_up(match[0])) for match in _SPACED.finditer(folded)])
        origins = kept if origins is None else [origins[index] for index in kept]
    found: list[tuple[int, int]] = []
    place = 0
    for token in _cut(folded):
        for start, end in _places(token):
            found.append((place + start, place + end))
        place += len(token) + (not token.endswith("\n"))
    return found if origins is None else [(origins[start], origins[end - 1] + 1) for start, end in found]


def _places(token: str) -> Sequence[tuple[int, int]]:
    """The place of each word of a token in it."""
    return _remembered_places(token) if len(token) <= _LONGEST_REMEMBERED else _find_places(token)


def _find_places(token: str) -> Sequence[tuple[int, int]]:
    text, kept = undisguise(token)
    return [(kept[match.start()], kept[match.end() - 1] + 1) for match in _WORD.finditer(text)]


_remembered_places: Final = lru_cache(maxsize=20_000)(_find_places)
