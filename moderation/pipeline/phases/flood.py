"""Is this author writing faster than the site allows?"""

from collections.abc import Iterator

from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "flood"


def opinions(facts: Facts) -> Iterator[Opinion]:
    if not facts.allowance.granted:
        yield Opinion(
            PHASE,
            Effect.REFUSE,
            "flood",
            f"More than {facts.policy.comments_per_minute} comments in a minute.",
            {"retry_after": facts.allowance.retry_after},
            author_sentence="You are writing faster than this site allows. Please wait a moment.",
        )
