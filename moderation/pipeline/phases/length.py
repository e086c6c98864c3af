"""Is there something to read, and not too much of it?"""

import unicodedata
from collections.abc import Iterator, Mapping

from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion
from moderation.text.drawn import drawn, readable

PHASE = "length"
MAX_BYTES = 65_536
"""Of UTF-8, whatever the policy allows in characters: what storage keeps of one comment is bounded."""


def opinions(facts: Facts) -> Iterator[Opinion]:
    characters = len(facts.body)
    least, most = facts.policy.body_min, facts.policy.body_max
    try:
        size = len(facts.body.encode())
    except UnicodeEncodeError:  # half of a surrogate pair
        yield _refusal("unreadable", "The text is not valid Unicode.")
        return
    if not readable(facts.body):
        yield _refusal("empty", "There is no text to read.", {"characters": characters})
    elif (seen := _seen(facts.body, least)) < least:
        yield _refusal("too_short", f"The text must have at least {least} characters.", {"characters": seen})
    elif characters > most:
        sentence = f"The text must have at most {most} characters; it has {characters}."
        yield _refusal("too_long", sentence, {"characters": characters})
    elif size > MAX_BYTES:
        sentence = f"The text must have at most {MAX_BYTES} bytes; it has {size}."
        yield _refusal("too_long", sentence, {"bytes": size})


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
        elif drawn(character) or unicodedata.category(character)[0] == "M":
            seen += 1 + space
            space = False
    return seen


def _refusal(reason: str, sentence: str, detail: Mapping[str, int] | None = None) -> Opinion:
    return Opinion(PHASE, Effect.REFUSE, reason, sentence, detail or {}, author_sentence=sentence)
