"""Is the discussion still open? Nothing is added to a closed one, nor changed in it."""

from collections.abc import Iterator

from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "closed_thread"


def opinions(facts: Facts) -> Iterator[Opinion]:
    if not facts.thread.open:
        yield Opinion(
            PHASE,
            Effect.REFUSE,
            "closed_thread",
            "The discussion is closed.",
            author_sentence="This discussion is closed.",
        )
