"""May this author write here at all? Banned and suspended authors are told so, and warned ones until they
acknowledge it; shadowed ones are not."""

from collections.abc import Iterator

from moderation.domain.author import Standing
from moderation.domain.clock import rfc3339
from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "banned_author"


def opinions(facts: Facts) -> Iterator[Opinion]:
    until = facts.author.until
    end = f" until {rfc3339(until)}" if until is not None else ""
    match facts.author.standing_at(facts.now):
        case Standing.BANNED:
            yield Opinion(
                PHASE,
                Effect.REFUSE,
                "banned_author",
                f"The author is banned{end}.",
                {"until": until},
                author_sentence="You may not comment here.",
            )
        case Standing.SUSPENDED:
            yield Opinion(
                PHASE,
                Effect.REFUSE,
                "suspended_author",
                f"The author is suspended{end}.",
                {"until": until},
                author_sentence=f"You may not comment here{end or ' for now'}.",
            )
        case Standing.SHADOWED:
            yield Opinion(
                PHASE,
                Effect.SHADOW,
                "shadowed_author",
                f"The author is shadowed{end}: nobody else sees this comment, and the author is not told.",
                {"until": until},
            )
        case _:
            if (warning := facts.author.warning) is not None and facts.reader.signed_in:
                yield Opinion(
                    PHASE,
                    Effect.REFUSE,
                    "warned_author",
                    "The author has not acknowledged a warning.",
                    {"warning": warning.number, "message": warning.message},
                    author_sentence="Before you write again, say that you have read this: " + warning.message,
                )
