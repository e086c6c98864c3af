"""Which language's model reads a text: what was asked for, what it is written in, or what its site expects.

Whoever wants to slip by must not be able to by a disguise, or by a paragraph in another language around an insult. So
a text counts as foreign only if that is nearly certain and no passage of it is in a language that is read
(measurements in the README).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.scoring.scorer import LanguageNotSupported
from moderation.text.language import UNKNOWN, detect, likeliest, plain_code, plainly_english

_SURE: Final = 0.95
"""Probability from which a text is taken to be in a language that nobody here reads."""
_LIKELY: Final = 0.9
"""Probability from which it is read as one of several languages that are."""
_LETTERS: Final = 20
"""Fewer letters are never called foreign. Signs for whole syllables or words count threefold."""
_PASSAGE: Final = 8
"""Words of a passage; each begins half a passage after the one before."""
_PASSAGES: Final = 32


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language whose model reads a text, and what was found in it (nothing where nobody had to look)."""

    language: str
    detected: tuple[str, ...] = ()


def asked_for(requested: Sequence[str], text: str, served: Collection[str]) -> Spoken:
    """The language of a text whose sender says what it is in, BCP 47 or ISO 639-1; of several the likeliest that is
    served. LanguageNotSupported if none of them is."""
    possible = list(dict.fromkeys(code for tag in requested if (code := plain_code(tag)) in served))
    if not possible:
        raise LanguageNotSupported((), tuple(requested))
    return Spoken(likeliest(text, possible))


def told_from(text: str, expected: Sequence[str], served: Collection[str]) -> Spoken:
    """The language of a text as it reads. One that is too short or doubtful counts as what the site expects, the first
    such language that is served. LanguageNotSupported if it is clearly in one that is not."""
    possible = [language for language in expected if language in served]
    if possible == ["en"] and plainly_english(text):
        return Spoken("en", ("en",))
    found, probability = detect(text)
    if found in served and probability >= _LIKELY:
        return Spoken(found, (found,))
    if found != UNKNOWN and probability >= _SURE and _weight(text) >= _LETTERS:
        passage = _passage_in(text, served)
        if passage is None:
            raise LanguageNotSupported((found,), ())
        return Spoken(passage, (found, passage))
    if possible:
        language = likeliest(text, possible)
        return Spoken(language, (language,))
    raise LanguageNotSupported((expected[0],), ())


def _passage_in(text: str, served: Collection[str]) -> str | None:
    """The first language that is read among those of the passages."""
    words = text.split()
    step = max(_PASSAGE // 2, len(words) // _PASSAGES)
    for start in range(0, max(1, len(words) - step), step):
        language, probability = detect(" ".join(words[start : start + 2 * step]))
        if language in served and probability >= _LIKELY:
            return language
    return None


def _weight(text: str) -> int:
    return sum(1 if character < "\u0e00" else 3 for character in text[:200] if character.isalpha())
