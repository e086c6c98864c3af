"""Is there something to read, and not too much of it?"""

import unicodedata
from collections.abc import Iterator, Mapping

from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "length"
MAX_BYTES = 65_536
"""Of UTF-8, whatever the policy allows in characters: what storage keeps of one comment is bounded."""

_UNDRAWN = frozenset({"Cc", "Cf", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Categories of controls, invisible and direction marks, combining marks and spaces. Unassigned characters are not
among them: to an older Unicode table, this year's emoji are unassigned."""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Hangul fillers and the empty Braille cell: letters and signs by their category that draw nothing."""
_IGNORABLE = ((0x2065, 0x2065), (0xFDD0, 0xFDEF), (0xFFF0, 0xFFF8), (0xFFFE, 0xFFFF), (0xE0000, 0xE0FFF))
"""Unassigned, and never to be drawn: reserved for invisible characters, or for programs' own use."""


def opinions(facts: Facts) -> Iterator[Opinion]:
    characters = len(facts.body)
    least, most = facts.policy.body_min, facts.policy.body_max
    try:
        size = len(facts.body.encode())
    except UnicodeEncodeError:  # half of a surrogate pair
        yield _refusal("unreadable", "The text is not valid Unicode.")
        return
    if not any(_drawn(character) for character in facts.body):
        yield _refusal("empty", "There is no text to read.", {"characters": characters})
    elif (seen := _seen(facts.body, least)) < least:
        yield _refusal("too_short", f"The text must have at least {least} characters.", {"characters": seen})
    elif characters > most:
        sentence = f"The text must have at most {most} characters; it has {characters}."
        yield _refusal("too_long", sentence, {"characters": characters})
    elif size > MAX_BYTES:
        sentence = f"The text must have at most {MAX_BYTES} bytes; it has {size}."
        yield _refusal("too_long", sentence, {"bytes": size})


def _drawn(character: str) -> bool:
    return (
        unicodedata.category(character) not in _UNDRAWN
        and character not in _BLANK
        and not any(first <= ord(character) <= last for first, last in _IGNORABLE)
    )


def _seen(text: str, enough: int) -> int:
    """Characters, counted up to `enough`: a run of white space between others is one, invisible ones are none.

    Combining marks count: in many scripts they are vowels.
    """
    seen, space = 0, False
    for character in text:
        if seen >= enough:
            break
        if character.isspace():
            space = seen > 0
        elif _drawn(character) or unicodedata.category(character)[0] == "M":
            seen += 1 + space
            space = False
    return seen


def _refusal(reason: str, sentence: str, detail: Mapping[str, int] | None = None) -> Opinion:
    return Opinion(PHASE, Effect.REFUSE, reason, sentence, detail or {}, author_sentence=sentence)
