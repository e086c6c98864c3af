"""What rules may cost, known before they are asked about anything.

A step is about a tenth of a microsecond. The bound is a fixed number of steps and a number for each character of the
text; it holds for every text, author and article, as every condition is counted as if it were always looked at.
"""

from dataclasses import dataclass
from typing import Final

from moderation.rules.case import EFFORT, GROWTH, ROOM, SUSPECT
from moderation.rules.patterns import weight
from moderation.rules.tree import Comparison, Condition, Document, Listing, Name, Pattern, Type, comparisons, names
from moderation.rules.vocabulary import FIELDS, PLAIN_BODY, Field

MOST_FIXED: Final = 50_000
MOST_PER_CHARACTER: Final = 40
"""Two fifths of a second for a text of a hundred thousand characters; comments have hundreds."""
EACH: Final = 10
"""Steps for a comparison, and for each of several texts."""
WORD_LIST: Final = 3
"""Steps for each character in which listed words are looked for."""
LONGEST_PART: Final = 100
"""So many characters of one of several texts are looked at, where they are not the text's own."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`suspect` is what each further list of suspect words adds for each character."""

    fixed: int = 0
    per_character: int = 0
    suspect: int = 0

    def bound(self, characters: int, word_lists: int = 1) -> int:
        """Steps that asking about a text of so many characters can take at most."""
        return self.fixed + (self.per_character + self.suspect * max(0, word_lists - 1)) * characters


def cost_of(document: Document) -> Cost:
    """The cost of rules without mistakes."""
    made = {work for rule in document.rules for name in names(rule.condition) if (work := FIELDS[name.name].made_of)}
    costs = [condition_cost(rule.condition) for rule in document.rules]
    return Cost(
        fixed=EACH * len(document.rules) + sum(cost.fixed for cost in costs),
        per_character=sum(EFFORT[work] for work in made) + sum(cost.per_character for cost in costs),
        suspect=EFFORT[SUSPECT] if SUSPECT in made else 0,
    )


def condition_cost(condition: Condition) -> Cost:
    """Of a condition, without the work that is done once for all rules."""
    fixed = per_character = 0
    for leaf in comparisons(condition):
        fixed += EACH
        if isinstance(leaf, Comparison):
            for side in (leaf.left, leaf.right):
                if isinstance(side, Name):
                    field = FIELDS[side.name]
                    each = per_sign(leaf)
                    per_character += each * signs_per_character(field)
                    fixed += each * fixed_signs(field) + EACH * parts(field)
                elif isinstance(side, Listing):
                    fixed += len(side.items)
    return Cost(fixed, per_character)


def per_sign(comparison: Comparison) -> int:
    """Steps for each character that a comparison looks at: one for reading it, and what looking for something takes."""
    if isinstance(comparison.right, Pattern):
        return 1 + weight(comparison.right.source)
    field = FIELDS[comparison.left.name] if isinstance(comparison.left, Name) else None
    return 1 + WORD_LIST if comparison.operator == "contains" and field and field.type is Type.TEXT else 1


def signs_per_character(field: Field) -> int:
    """Of a field, for each character of the text."""
    if not field.of_text:
        return 0
    return GROWTH if field.name == PLAIN_BODY or field.type is Type.TEXTS else 1


def fixed_signs(field: Field) -> int:
    """Of a field, whatever the text."""
    if field.of_text:
        return ROOM
    match field.type:
        case Type.TEXT:
            return field.longest
        case Type.TEXTS:
            return field.longest * LONGEST_PART
        case _:
            return 0


def parts(field: Field) -> int:
    """How many texts a field has at most."""
    return field.longest if field.type is Type.TEXTS else 0
