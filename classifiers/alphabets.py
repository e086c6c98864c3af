"""Letters of other alphabets that pose as Latin ones, made Latin in words that are mixed or that a known word hides in;
and letters that make flags.
"""

import re
from typing import Final

from classifiers.vocabulary import COMMON, COUNTRIES, DISGUISED

# Small letters of other alphabets (as casefold leaves them) that are drawn like a Latin one, small or capital:
# Cyrillic, Greek, Armenian, Cherokee, Lisu.
_CONFUSABLE: Final = str.maketrans(
    "асеорхуіјѕԁԛԝһӏквмнтгпαβεικορτυχωγηѵνօսոհցյզᎠᎡᎢᎪᎫᎬᎳᎷᎻᎶᏃᏞᏟᏢᏦᏴᏙᏚᏒꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ",
    "aceopxyijsdqwhlkbmhtrnabeikoptuxwynvvounhgjqdrtajewmhgzlcpkbvsrbpdtgkjczfmnlsrvhwxyaeiou",
)
# Further ones that pass only among Latin letters.
_LOOSE: Final = _CONFUSABLE | str.maketrans("ияшцьбдёэйчґђћљњџлλσςδθξπμφψж", "nrwubbaeenyrhhjhuaaosdoenuoyx")
_RUN: Final = re.compile(r"[^\W\d_]+")

# Letters that make flags two by two, and spell something where they do not.
FLAG: Final = "[\U0001f1e6-\U0001f1ff]"
_FLAGS: Final = re.compile(f"{FLAG}+")
_FLAG_A: Final = 0x1F1E6


def in_latin(token: str) -> str:
    """Letters of other alphabets made Latin ones in words that are mixed, or that a known word hides in."""
    if token.isascii():
        return token
    return _RUN.sub(_latin, _FLAGS.sub(_spelt_in_flags, token))


def _spelt_in_flags(match: re.Match[str]) -> str:
    spelt = "".join(chr(ord(flag) - _FLAG_A + ord("a")) for flag in match[0])
    flags = [spelt[start : start + 2] for start in range(0, len(spelt), 2)]
    return match[0] if spelt not in DISGUISED and COUNTRIES.issuperset(flags) else spelt


def _latin(match: re.Match[str]) -> str:
    run = match[0]
    if run.isascii():
        return run
    strict = run.translate(_CONFUSABLE)
    if any(character.isascii() for character in run):
        loose = run.translate(_LOOSE)
        return loose if loose.isascii() else strict
    return strict if strict in DISGUISED or (len(strict) > 2 and strict in COMMON) else run
