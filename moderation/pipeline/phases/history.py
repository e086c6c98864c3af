"""Were many of this author's comments rejected before?"""

from collections.abc import Iterator

from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "history"


def opinions(facts: Facts) -> Iterator[Opinion]:
    rate, least = facts.policy.hold_history_rate, max(1, facts.policy.hold_history_minimum)
    rejected = facts.author.rejected
    decided = facts.author.approved + rejected
    if rate > 0 and decided >= least and rejected >= rate * decided:
        yield Opinion(
            PHASE,
            Effect.HOLD,
            "history",
            f"{rejected} of the author's {decided} decided comments were rejected; this site looks from {rate:.0%} on.",
            {"rejected": rejected, "decided": decided, "rate": rate},
            author_sentence="A moderator looks at it before it appears.",
            waivable=True,
        )
