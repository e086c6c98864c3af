"""The known words (`classifiers.vocabulary`) that the characters of a token spell or mask: with digits and signs for
letters, with letters repeated, cut apart or left out."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, product
from typing import Final

from classifiers.seams import Piece
from classifiers.vocabulary import COMMON, DISGUISED

# Which letters a digit or sign may stand for in a known word.
_SIGNS: Final = "0o 1il 2z 3e 4a 5s 6gb 7t 8b 9g @auoie $s !il |il +t €e £l ¢c (c <c ¥y §s"
_STANDS_FOR: Final = {entry[0]: entry[1:] for entry in _SIGNS.split()}
# A whole word may be hidden behind these; of the others at most one letter.
_STARS: Final = frozenset("*#%&•●■█")
_DASHES: Final = frozenset("_-~?^")
_HIDING: Final = re.compile(f"[{re.escape(''.join(sorted(_STARS | _DASHES)))}]")
_NO_SIGN: Final = re.compile(rf"(?:_|[^\w{re.escape(''.join(_STANDS_FOR))}])+")
_NO_LETTER: Final = re.compile(r"[\W_]+")
_SHORT_MASKED: Final = frozenset(("a**", "f*g", "f#g", "p*g", "p#g"))
LONGEST: Final = 48  # what is longer is no word in disguise

# Words that are not a known one with a letter doubled, though they look it.
_INNOCENT: Final = frozenset(("looser", "loosers", "hatted", "assess"))
LETTER: Final = r"[^\W\d_]"
STRETCHED: Final = re.compile(rf"({LETTER})\1\1+")
_RUN: Final = re.compile(r"(.)\1+", re.DOTALL)
DOUBLE: Final = re.compile(rf"({LETTER})\1")

_Spelling = tuple[str, str]  # how a known word is written, and the word


def _signs_for(letter: str) -> list[str]:
    return [letter, *(sign for sign, letters in _STANDS_FOR.items() if letter in letters)]


def _by_first() -> dict[str, list[_Spelling]]:
    found = defaultdict(list)
    for spelling in DISGUISED.items():
        for first in _signs_for(spelling[0][0]):
            found[first].append(spelling)
    return dict(found)


def _by_ends() -> dict[str, list[_Spelling]]:
    found = defaultdict(list)
    for spelling in DISGUISED.items():
        for ends in product(_signs_for(spelling[0][0]), _signs_for(spelling[0][-1])):
            found["".join(ends)].append(spelling)
    return dict(found)


def _by_runs() -> dict[str, list[_Spelling]]:
    found = defaultdict(list)
    for spelling in DISGUISED.items():
        found[_RUN.sub(r"\1", spelling[0])].append(spelling)
    return dict(found)


# Known spellings by the sign that may be their first, by those that may be first and last, and without doubled letters.
_BY_FIRST: Final = _by_first()
_BY_ENDS: Final = _by_ends()
_BY_RUNS: Final = _by_runs()


def spells(letters: str) -> bool:
    """Whether plain letters may be a known word, or one stretched."""
    if letters in DISGUISED:
        return True
    return bool(DOUBLE.search(letters)) and (bool(STRETCHED.search(letters)) or _RUN.sub(r"\1", letters) in _BY_RUNS)


def known(core: str) -> Piece | None:
    """The known word that the characters spell or mask, if they do."""
    if len(core) > LONGEST:
        return None
    if core.isalpha() and core.isascii():
        if core in DISGUISED:
            return DISGUISED[core], _spread(range(len(core)), len(DISGUISED[core]))
        if not DOUBLE.search(core) or core in _INNOCENT:
            return None
    return _spelt(core) or masked(core) or _everyday(core)


def _spelt(core: str) -> Piece | None:
    """A known word in letters and what stands for them, cut by any signs, its letters repeated or not."""
    if "'" in core:
        return None
    signs, letters = _NO_SIGN.sub("", core), _NO_LETTER.sub("", core)
    return _spelt_by(core, signs, _NO_SIGN) or (_spelt_by(core, letters, _NO_LETTER) if letters != signs else None)


def _spelt_by(core: str, letters: str, left_out: re.Pattern[str]) -> Piece | None:
    if letters.isalpha():
        candidates = _BY_RUNS.get(_RUN.sub(r"\1", letters), ())
    else:
        candidates = _BY_ENDS.get(letters[:1] + letters[-1:], ())
    if not candidates:
        return None
    kept = [index for index, sign in enumerate(core) if not left_out.match(sign)]
    for spelling, word in candidates:
        if (places := _spell(spelling, letters)) and _is_sure(spelling, [letters[place] for place in places], core):
            return word, _spread([kept[place] for place in places], len(word))
    return None


def _spell(spelling: str, letters: str) -> list[int] | None:
    """Which of the letters make the spelling, each next to the last but for repetitions, and none left over."""
    places: list[int] = []
    at = 0
    for wanted in spelling:
        while at < len(letters) and not _fits(letters[at], wanted) and places and letters[at] == letters[at - 1]:
            at += 1
        if at == len(letters) or not _fits(letters[at], wanted):
            return None
        places.append(at)
        at += 1
    return places if all(letter == letters[at - 1] for letter in letters[at:]) else None


def _fits(sign: str, wanted: str) -> bool:
    return sign == wanted or wanted in _STANDS_FOR.get(sign, "")


def _is_sure(spelling: str, used: Sequence[str], core: str) -> bool:
    """Whether it is a disguise, rather than a number, a road or two words."""
    digits = sum(sign.isdigit() for sign in used)
    if digits and (digits == len(used) or (len(spelling) < 4 and (used[0].isdigit() or used[-1].isdigit()))):
        return False
    if core.isalpha():
        # One letter doubled is a slip as likely as not; it takes a long word or a second letter too many to be sure.
        return len(spelling) > 4 or len(core) - len(spelling) > 1 or bool(STRETCHED.search(core))
    return len(spelling) > 3 or all(character.isalpha() or character in _STANDS_FOR for character in core)


def masked(core: str) -> Piece | None:
    """A known word of which some letters are stars, or one a dash."""
    if not _HIDING.search(core):
        return None
    stars = sum(sign in _STARS for sign in core)
    dashes = sum(sign in _DASHES for sign in core)
    if not stars and (dashes != 1 or core[0] in _DASHES or core[-1] in _DASHES):
        return None
    hidden = _STARS if stars else _DASHES
    enough = stars * 2 <= len(core) or core[-1] not in hidden or (core[0] in "fsbcn" and _STARS.issuperset(core[1:]))
    if not enough or len(core) < 3 or (len(core) == 3 and core not in _SHORT_MASKED):
        return None
    for spelling, word in _BY_FIRST.get(core[0], ()):
        if len(spelling) == len(core) and all(
            sign in hidden or _fits(sign, letter) for sign, letter in zip(core, spelling, strict=True)
        ):
            return word, _spread(range(len(core)), len(word))
    return None


def _everyday(core: str) -> Piece | None:
    """A common word in digits or with a letter stretched."""
    if core.isalpha():
        runs = [(letter, len(list(run))) for letter, run in groupby(core)]
        if max(length for _, length in runs) < 3:
            return None
        short = "".join(letter * min(length, 2) for letter, length in runs)
        shortest = "".join(letter for letter, _ in runs)
        found = next((word for word in (short, shortest) if word in COMMON), None)
        places = _spell(found, core) if found else None
        return (found, places) if found and places else None
    if _NO_SIGN.search(core):
        return None
    digits, letters = sum(map(str.isdigit, core)), sum(map(str.isalpha, core))
    # 4r3 and y0u, but 45k is a sum and a!! no word.
    many = digits > letters and not (core[0].isdigit() and core[-1].isdigit() and digits <= 2 * letters)
    if len(core) < 3 or many or not core[-1].isalnum() or "(" in core or "<" in core:
        return None
    for one in "il":
        found = "".join(one if character in "1!|" else _STANDS_FOR.get(character, character)[0] for character in core)
        if found in COMMON:
            return found, range(len(core))
    return None


def _spread(places: Sequence[int], length: int) -> list[int]:
    """Indices for a word that is longer or shorter than what spelt it."""
    return [places[min(index, len(places) - 1)] for index in range(length)]
