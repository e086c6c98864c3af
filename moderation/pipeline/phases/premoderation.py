"""Does a moderator look first here, whatever the comment says? For the site, the article or the author."""

from collections.abc import Iterator

from moderation.domain.author import Standing
from moderation.domain.policy import Mode
from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "premoderation"


def opinions(facts: Facts) -> Iterator[Opinion]:
    # An article's own mode goes before the site's, in both directions.
    if (facts.thread.mode or facts.policy.mode) == Mode.PRE:
        where = "this article" if facts.thread.mode else "this site"
        yield _hold("premoderation", f"Comments on {where} are looked at before they appear.")
    if facts.author.standing_at(facts.now) is Standing.PREMODERATED:
        yield _hold("premoderated_author", "This author's comments are looked at before they appear.")


def _hold(reason: str, sentence: str) -> Opinion:
    return Opinion(PHASE, Effect.HOLD, reason, sentence, author_sentence="A moderator looks at it before it appears.")
