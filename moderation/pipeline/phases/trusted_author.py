"""Have moderators decided to trust this author? Then the doubts of machines do not hold the comment."""

from collections.abc import Iterator

from moderation.domain.author import Standing
from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "trusted_author"


def opinions(facts: Facts) -> Iterator[Opinion]:
    if facts.author.standing_at(facts.now) is Standing.TRUSTED:
        yield Opinion(PHASE, Effect.TRUST, "trusted_author", "The author is trusted.")
