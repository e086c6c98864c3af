"""Asking must stay cheap for every text that may ever come."""

from collections.abc import Iterator

from moderation.rules.cost import MOST_FIXED, MOST_PER_CHARACTER, condition_cost, cost_of
from moderation.rules.mistake import Mistake
from moderation.rules.tree import Document


def mistakes(document: Document) -> Iterator[Mistake]:
    whole = cost_of(document)
    if whole.fixed <= MOST_FIXED and whole.per_character <= MOST_PER_CHARACTER:
        return
    each = [(condition_cost(rule.condition), rule) for rule in document.rules]
    _, dearest = max(each, key=lambda pair: pair[0].per_character / MOST_PER_CHARACTER + pair[0].fixed / MOST_FIXED)
    message = (
        f"All rules together cost {whole.fixed} steps and {whole.per_character} for each character of a text; "
        f"there may be {MOST_FIXED} and {MOST_PER_CHARACTER}. This rule costs most."
    )
    hint = "Put words into one list, contains [...], and patterns into one, /one|two/; repeat less in patterns."
    yield Mistake(dearest.place, message, hint)
