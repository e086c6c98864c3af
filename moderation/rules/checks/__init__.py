"""What rules must keep that are read without a mistake of grammar, as a list. Each check says everything it finds."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from moderation.rules.checks import (
    contradiction,
    cost,
    impossible_value,
    nothing_to_read,
    repeated_name,
    type_mismatch,
    unknown_name,
    unknown_zone,
    unsafe_pattern,
)
from moderation.rules.mistake import MOST_MISTAKES, Mistake
from moderation.rules.tree import Document

Check = Callable[[Document], Iterator[Mistake]]

CHECKS: Final[tuple[tuple[Check, ...], ...]] = (
    # What the words mean; without that nothing more can be said of them.
    (unknown_name.mistakes, unsafe_pattern.mistakes, unknown_zone.mistakes, repeated_name.mistakes),
    # Whether they go together.
    (type_mismatch.mistakes, contradiction.mistakes),
    # Whether it can ever be so, and what asking costs.
    (impossible_value.mistakes, cost.mistakes),
)
"""Each group is asked only where the ones before it found nothing."""


WRITTEN: Final[tuple[Check, ...]] = (nothing_to_read.mistakes,)
"""What rules must keep that somebody writes now. Those that were saved before act without it."""


def mistakes(document: Document, *, saved: bool) -> list[Mistake]:
    """Of the first group that finds any; empty for rules that can be used. `saved`: they were taken before."""
    for group in CHECKS if saved else (*CHECKS, WRITTEN):
        if found := list(islice((mistake for check in group for mistake in check(document)), MOST_MISTAKES)):
            return found
    return []
