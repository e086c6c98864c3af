"""Has this author just said the same thing elsewhere?

A long text that comes twice is pasted; "Thank you!" that comes twice is good manners. So a short text has to be the
very same several times before it counts, and a long one only has to be nearly the same once.
"""

from collections.abc import Iterator

from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion
from moderation.text.fingerprint import similar

PHASE = "repeat"
SHORT_LETTERS = 30
"""Texts of up to this many letters are short: "Thank you so much for this article" has 28."""
SHORT_REPEATS = 3
"""This many earlier ones make a short text a repeat."""


def opinions(facts: Facts) -> Iterator[Opinion]:
    mark = facts.fingerprint
    # A new revision resembles the one before it, which is what revising means. Without letters there is only applause.
    if not facts.policy.hold_repeats or facts.edit or mark is None or not mark.letters:
        return
    short = mark.letters <= SHORT_LETTERS
    same = sum(earlier == mark for earlier in facts.recent)
    alike = same if short else sum(similar(earlier, mark) for earlier in facts.recent)
    if alike >= (SHORT_REPEATS if short else 1):
        times = "once" if alike == 1 else f"{alike} times"
        yield Opinion(
            PHASE,
            Effect.HOLD,
            "repeat",
            f"The author said {'the same' if same == alike else 'nearly the same'} {times} before, not long ago.",
            {"alike": alike, "same": same},
            author_sentence="You have posted this before. A moderator will look at it.",
            waivable=True,
        )
