"""Has this author been here long enough for moderators to know them?"""

from collections.abc import Iterator

from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "new_commenter"


def opinions(facts: Facts) -> Iterator[Opinion]:
    approved, needed = facts.author.approved, facts.policy.hold_new_commenters
    if approved < needed:
        yield Opinion(
            PHASE,
            Effect.HOLD,
            "new_commenter",
            f"{approved} of the author's comments were approved; this site looks at the first {needed}.",
            {"approved": approved, "needed": needed},
            author_sentence="A moderator looks at the first comments of everybody who is new here.",
            waivable=True,
        )
