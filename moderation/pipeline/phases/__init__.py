"""What happens to a comment, as a list. All phases are asked; the order is the order in which moderators read."""

from typing import Final

from moderation.pipeline.opinion import Phase
from moderation.pipeline.phases import (
    banned_author,
    closed_thread,
    external,
    flood,
    history,
    language,
    length,
    links,
    new_commenter,
    premoderation,
    repeat,
    rules,
    scores,
    trusted_author,
    word_list,
)

PHASES: Final[tuple[Phase, ...]] = (
    # May this be posted at all? Of several refusals the author hears the first: who, where, what, how fast.
    banned_author.opinions,
    closed_thread.opinions,
    length.opinions,
    flood.opinions,
    # What the text says: the site's own words first, as they are certain; then what is counted; then what the
    # moderators' own rules make of all of it, and what is estimated.
    word_list.opinions,
    links.opinions,
    repeat.opinions,
    language.opinions,
    rules.opinions,
    scores.opinions,
    external.opinions,
    # Who says it: what moderators have seen of this author.
    new_commenter.opinions,
    history.opinions,
    # Where a moderator always looks first, whatever was found above.
    premoderation.opinions,
    # Last, as it answers the doubts above it: they stay on record, and no longer hold the comment.
    trusted_author.opinions,
)

TEXT_PHASES: Final[tuple[Phase, ...]] = (
    # Of a comment that lives at another system, which knows its authors and threads itself.
    word_list.opinions,
    links.opinions,
    language.opinions,
    rules.opinions,
    scores.opinions,
)
