"""What was done to one token of a comment so that a machine should not know it, undone: letters of other alphabets,
digits and signs for letters, letters masked, cut apart or stretched, words run together.

Where a known word of `classifiers.vocabulary` comes to light, all of that comes off. Elsewhere little does: letters of
other alphabets in a Latin word, digits between letters, letters written three times and more; so that a price, a
version, a flat number or a Russian word stays what it is.

It works on text that is folded already (`classifiers.text`).
"""

import re
from collections.abc import Sequence
from typing import Final

from classifiers.alphabets import FLAG, in_latin
from classifiers.seams import Piece, cut_apart
from classifiers.spellings import DOUBLE, LETTER, LONGEST, STRETCHED, known, masked, spells

_LEET: Final = str.maketrans("013457@$!|€", "oieastasiie")

# A word with ordinary punctuation around it, as most are.
_OPEN: Final = re.compile(r"[\"'(\[#]*([a-z]+)[.,;:?)\]\"'\n]*")
# A number, a time, a sum in brackets: figures alone spell nothing.
_FIGURES: Final = re.compile(r"[\d.,:;()\[\]\"'\n]*")
_LONGEST_WORD: Final = 15

# Letters that English doubles keep two of a stretched run, the others one: coool, killll, fuuuck, biiitch.
_DOUBLED: Final = frozenset("eglos")
# A letter by itself (of any alphabet, or one that makes flags), and the signs that are put between such letters.
SINGLE: Final = r"(?:[^\W\d_]|[\U0001f1e6-\U0001f1ff])"
SIGNS: Final = r"^\w\s'’,;:/()+=<>&|\""
_CUT: Final = re.compile(rf"(?<![^\W_]){SINGLE}([^\w\s'’]{{1,4}}|_{{1,2}}){SINGLE}(?:\1{SINGLE})+(?![^\W_])")
_AMONG_LETTERS: Final = re.compile(rf"(?<={LETTER})[013457@$!|€]+(?={LETTER})")
_DIGIT_AMONG_LETTERS: Final = re.compile(rf"{LETTER}[013457]+{LETTER}")

# A word in a token, with the signs that may be letters of it; then the token without the signs around it.
_PART: Final = re.compile(r"(?:[^\W_]|[@$](?=\w))(?:(?:[^\W_]|[@$!|€+*#%£¢(<])*(?:[^\W_]|[$*#+]))?")
_TRIMS: Final = (
    re.compile(r"[^\w@$*|!+€£]*(.*?)[^\w@$*+#|!]*$", re.DOTALL),
    re.compile(r"[^\w@$*|!]*(.*?)[^\w@$*+#]*$", re.DOTALL),
    re.compile(r"\W*(.*?)\W*$", re.DOTALL),
)


def undisguise(token: str) -> Piece:
    """The token as it would have been written openly; several words where they were run together."""
    core = plain_core(token)
    if core and not spells(core):
        piece = cut_apart((core, range(len(core))))
        start = token.index(core)
        return piece if core == token else replaced(token, [(start, start + len(core), piece)])
    if _FIGURES.fullmatch(token):
        return token, range(len(token))
    if _CUT.search(token) is None:
        return _opened(token)
    changes = [(*match.span(), masked(match[0]) or join(match[0])) for match in _CUT.finditer(token)]
    closed, indices = replaced(token, changes)
    text, kept = _opened(closed)
    return text, [indices[index] for index in kept]


def plain_core(token: str) -> str:
    """The token's one word in plain letters, without the ordinary punctuation around it; empty where it is more than
    that. It says what the token says.
    """
    match = _OPEN.fullmatch(token)
    return match[1] if match else ""


def join(letters: str) -> Piece:
    """Letters one by one, without what is between them."""
    kept = [index for index, letter in enumerate(letters) if letter.isalpha() or re.match(FLAG, letter)]
    return "".join(letters[index] for index in kept), kept


def _opened(token: str) -> Piece:
    token = in_latin(token)
    if token.isascii() and token.isalpha() and not DOUBLE.search(token):
        return known(token) or cut_apart((token, range(len(token))))
    tried = ""
    for trim in _TRIMS if len(token) <= LONGEST else ():
        match = trim.match(token)
        if match and match[1] != tried and (found := known(match[1])):
            return replaced(token, [(*match.span(1), found)])
        tried = match[1] if match else tried
    return replaced(token, [(*match.span(), _read(match[0])) for match in _PART.finditer(token)])


def _read(part: str) -> Piece:
    return known(part) or cut_apart(_unstretch(_unleet(part)))


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
    for match in STRETCHED.finditer(part):
        last = match.start() + (2 if match[1] in _DOUBLED else 1)
        text.append(part[done:last])
        kept += range(done, last)
        done = match.end()
    return "".join((*text, part[done:])), (*kept, *range(done, len(part)))
