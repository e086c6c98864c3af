"""What was done to one token of a comment so that a machine should not know it, undone: letters of other alphabets,
digits and signs for letters, letters masked, cut apart or stretched, words run together.

Where a known word of `classifiers.vocabulary` comes to light, all of that comes off. Elsewhere little does: letters of
other alphabets in a Latin word, digits between letters, letters written three times and more; so that a price, a
version, a flat number or a Russian word stays what it is.

It works on text that is folded already (`classifiers.text`).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, product
from typing import Final

from classifiers.alphabets import FLAG, in_latin
from classifiers.seams import Piece, cut_apart
from classifiers.vocabulary import COMMON, DISGUISED

_LEET: Final = str.maketrans("013457@$!|€", "oieastasiie")

# Which letters a digit or sign may stand for in a known word.
_SIGNS: Final = "0o 1il 2z 3e 4a 5s 6gb 7t 8b 9g @auoie $s !il |il +t €e £l ¢c (c <c ¥y §s"
_STANDS_FOR: Final = {entry[0]: entry[1:] for entry in _SIGNS.split()}
# A whole word may be hidden behind these; of the others at most one letter.
_STARS: Final = frozenset("*#%&•●■█")
_DASHES: Final = frozenset("_-~?^")
_HIDING: Final = re.compile(f"[{re.escape(''.join(sorted(_STARS | _DASHES)))}]")
_NO_SIGN: Final = re.compile(rf"(?:_|[^\w{re.escape(''.join(_STANDS_FOR))}])+")
_NO_LETTER: Final = re.compile(r"[\W_]+")
# A word with ordinary punctuation around it, as most are.
_OPEN: Final = re.compile(r"[\"'(\[#]*([a-z]+)[.,;:?)\]\"'\n]*")
# A number, a time, a sum in brackets: figures alone spell nothing.
_FIGURES: Final = re.compile(r"[\d.,:;()\[\]\"'\n]*")
_SHORT_MASKED: Final = frozenset(("a**", "f*g", "f#g", "p*g", "p#g"))
_LONGEST: Final = 48
_LONGEST_WORD: Final = 15

# Letters that English doubles keep two of a stretched run, the others one: coool, killll, fuuuck, biiitch.
_DOUBLED: Final = frozenset("eglos")
# Words that are not a known one with a letter doubled, though they look it.
_INNOCENT: Final = frozenset(("looser", "loosers", "hatted", "assess"))
# A letter by itself (of any alphabet, or one that makes flags), and the signs that are put between such letters.
SINGLE: Final = r"(?:[^\W\d_]|[\U0001f1e6-\U0001f1ff])"
SIGNS: Final = r"^\w\s'’,;:/()+=<>&|\""
_CUT: Final = re.compile(rf"(?<![^\W_]){SINGLE}([^\w\s'’]{{1,4}}|_{{1,2}}){SINGLE}(?:\1{SINGLE})+(?![^\W_])")
_LETTER: Final = r"[^\W\d_]"
_STRETCHED: Final = re.compile(rf"({_LETTER})\1\1+")
_RUN: Final = re.compile(r"(.)\1+", re.DOTALL)
_DOUBLE: Final = re.compile(rf"({_LETTER})\1")
_AMONG_LETTERS: Final = re.compile(rf"(?<={_LETTER})[013457@$!|€]+(?={_LETTER})")
_DIGIT_AMONG_LETTERS: Final = re.compile(rf"{_LETTER}[013457]+{_LETTER}")

# A word in a token, with the signs that may be letters of it; then the token without the signs around it.
_PART: Final = re.compile(r"(?:[^\W_]|[@$](?=\w))(?:(?:[^\W_]|[@$!|€+*#%£¢(<])*(?:[^\W_]|[$*#+]))?")
_TRIMS: Final = (
    re.compile(r"[^\w@$*|!+€£]*(.*?)[^\w@$*+#|!]*$", re.DOTALL),
    re.compile(r"[^\w@$*|!]*(.*?)[^\w@$*+#]*$", re.DOTALL),
    re.compile(r"\W*(.*?)\W*$", re.DOTALL),
)


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


def undisguise(token: str) -> Piece:
    """The token as it would have been written openly; several words where they were run together."""
    core = plain_core(token)
    if core and not _spells(core):
        piece = cut_apart((core, range(len(core))))
        start = token.index(core)
        return piece if core == token else replaced(token, [(start, start + len(core), piece)])
    if _FIGURES.fullmatch(token):
        return token, range(len(token))
    if _CUT.search(token) is None:
        return _opened(token)
    changes = [(*match.span(), _masked(match[0]) or join(match[0])) for match in _CUT.finditer(token)]
    closed, indices = replaced(token, changes)
    text, kept = _opened(closed)
    return text, [indices[index] for index in kept]


def plain_core(token: str) -> str:
    """The token's one word in plain letters, without the ordinary punctuation around it; empty where it is more than
    that. It says what the token says.
    """
    match = _OPEN.fullmatch(token)
    return match[1] if match else ""


def _spells(letters: str) -> bool:
    """Whether plain letters may be a known word, or one stretched."""
    if letters in DISGUISED:
        return True
    return bool(_DOUBLE.search(letters)) and (bool(_STRETCHED.search(letters)) or _RUN.sub(r"\1", letters) in _BY_RUNS)


def join(letters: str) -> Piece:
    """Letters one by one, without what is between them."""
    kept = [index for index, letter in enumerate(letters) if letter.isalpha() or re.match(FLAG, letter)]
    return "".join(letters[index] for index in kept), kept


def _opened(token: str) -> Piece:
    token = in_latin(token)
    if token.isascii() and token.isalpha() and not _DOUBLE.search(token):
        return _known(token) or cut_apart((token, range(len(token))))
    tried = ""
    for trim in _TRIMS if len(token) <= _LONGEST else ():
        match = trim.match(token)
        if match and match[1] != tried and (found := _known(match[1])):
            return replaced(token, [(*match.span(1), found)])
        tried = match[1] if match else tried
    return replaced(token, [(*match.span(), _read(match[0])) for match in _PART.finditer(token)])


def _read(part: str) -> Piece:
    return _known(part) or cut_apart(_unstretch(_unleet(part)))


def replaced(token: str, changes: Sequence[tuple[int, int, Piece]]) -> Piece:
    """The text with pieces put in place of its characters from start to end."""
    text: list[str] = []
    kept: list[int] = []
    done = 0
    for start, end, (new, indices) in changes:
        text += (token[done:start], new)
        kept += range(done, start)
        kept += (start + index for index in indices)
        done = end
    return "".join((*text, token[done:])), (*kept, *range(done, len(token)))


def _known(core: str) -> Piece | None:
    """The known word that the characters spell or mask, if they do."""
    if len(core) > _LONGEST:
        return None
    if core.isalpha() and core.isascii():
        if core in DISGUISED:
            return DISGUISED[core], _spread(range(len(core)), len(DISGUISED[core]))
        if not _DOUBLE.search(core) or core in _INNOCENT:
            return None
    return _spelt(core) or _masked(core) or _everyday(core)


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
        return len(spelling) > 4 or len(core) - len(spelling) > 1 or bool(_STRETCHED.search(core))
    return len(spelling) > 3 or all(character.isalpha() or character in _STANDS_FOR for character in core)


def _masked(core: str) -> Piece | None:
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


def _unleet(part: str) -> str:
    if not _AMONG_LETTERS.search(part):
        return part
    # The name of somebody addressed keeps its sign; so do the ends of what is too long for a word, or has signs alone.
    if len(part) > _LONGEST_WORD or not _DIGIT_AMONG_LETTERS.search(part):
        return _AMONG_LETTERS.sub(lambda match: match[0].translate(_LEET), part)
    return part[0].replace("@", "\0").translate(_LEET).replace("\0", "@") + part[1:].translate(_LEET)


def _unstretch(part: str) -> Piece:
    text: list[str] = []
    kept: list[int] = []
    done = 0
    for match in _STRETCHED.finditer(part):
        last = match.start() + (2 if match[1] in _DOUBLED else 1)
        text.append(part[done:last])
        kept += range(done, last)
        done = match.end()
    return "".join((*text, part[done:])), (*kept, *range(done, len(part)))
