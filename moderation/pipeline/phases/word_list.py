"""Does the text contain words that this site has banned, or wants a moderator to look at?

One opinion for each list, with the places where words were found.
"""

from collections.abc import Iterator, Sequence

from moderation.domain.comment import Span
from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion
from moderation.text.words import WordMatch

PHASE = "word_list"
NAMED = 5
"""So many different words are named in the sentence."""
SHOWN = 50
"""So many places are kept with the comment: one word over and over must not cost more room than the comment."""


def opinions(facts: Facts) -> Iterator[Opinion]:
    if banned := facts.words.banned.find(facts.body):
        yield _opinion(
            Effect.REJECT,
            "banned_word",
            banned,
            author_sentence="It contains a word that is not allowed here.",
        )
    if suspect := sorted({match for words in facts.words.suspect for match in words.find(facts.body)}):
        yield _opinion(
            Effect.HOLD if facts.policy.hold_suspect_words else Effect.REPORT,
            "suspect_word",
            suspect,
            author_sentence="A moderator will look at its wording before it appears.",
            waivable=True,
        )


def _opinion(
    effect: Effect, reason: str, matches: Sequence[WordMatch], *, author_sentence: str, waivable: bool = False
) -> Opinion:
    attribute = reason.upper()
    shown = matches[:SHOWN]
    words = list(dict.fromkeys(match.word for match in shown))
    named = ", ".join(f"“{word}”" for word in words[:NAMED]) + (" and more" if len(words) > NAMED else "")
    return Opinion(
        PHASE,
        effect,
        reason,
        f"Contains {named}, {'banned' if reason == 'banned_word' else 'suspect'} on this site.",
        {"attribute": attribute, "score": 1.0, "words": words, "found": len(matches)},
        spans=tuple(Span(attribute, match.start, match.end, 1.0) for match in shown),
        author_sentence=author_sentence,
        waivable=waivable,
        wording=True,
    )
