"""Is it in a language that a model reads? If not there are no scores, and what then happens is the site's choice."""

from collections.abc import Iterator

from moderation.domain.policy import OnFailure
from moderation.pipeline.facts import Facts, Unread
from moderation.pipeline.opinion import Effect, Opinion
from moderation.text.language import name_of

PHASE = "language"


def opinions(facts: Facts) -> Iterator[Opinion]:
    if isinstance(facts.scoring, Unread):
        language = facts.scoring.language
        hold = facts.policy.on_unsupported_language is OnFailure.HOLD
        yield Opinion(
            PHASE,
            Effect.HOLD if hold else Effect.NOTE,
            "unsupported_language",
            f"Written in {name_of(language)}, which no model here reads, so it has no scores.",
            {"language": language},
            author_sentence="A moderator will look at it before it appears." if hold else None,
            waivable=hold,
        )
