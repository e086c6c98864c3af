"""Both sides of a comparison must go together."""

from collections.abc import Iterator

from moderation.rules.mistake import Mistake
from moderation.rules.tree import (
    Comparison,
    Document,
    Listing,
    Literal,
    Name,
    Operand,
    Pattern,
    Truth,
    Type,
    comparisons,
)
from moderation.rules.vocabulary import FIELDS


def mistakes(document: Document) -> Iterator[Mistake]:
    for rule in document.rules:
        for leaf in comparisons(rule.condition):
            mistake = _truth(leaf) if isinstance(leaf, Truth) else _comparison(leaf)
            if mistake is not None:
                yield mistake


def _truth(leaf: Truth) -> Mistake | None:
    field = FIELDS[leaf.name.name]
    if field.type is Type.TRUTH:
        return None
    hint = f"Compare it: {field.name} {_EXAMPLES[field.type]}"
    return Mistake(leaf.place, f"{field.name} is {field.type}, so it is no condition by itself.", hint)


_EXAMPLES = {
    Type.NUMBER: ">= 3",
    Type.DURATION: "< 2 days",
    Type.TEXT: 'contains "word"',
    Type.TEXTS: 'contains "example.com"',
}


def _comparison(leaf: Comparison) -> Mistake | None:
    if not isinstance(leaf.left, Name) and not isinstance(leaf.right, Name):
        return Mistake(leaf.place, "Neither side is a field, so this is always the same.")
    match leaf.operator:
        case "in":
            return _in(leaf)
        case "contains":
            return _contains(leaf)
        case "matches":
            return _matches(leaf)
        case _:
            return _ordered(leaf)


def _in(leaf: Comparison) -> Mistake | None:
    left = _type(leaf.left)
    if left not in (Type.TEXT, Type.NUMBER):
        hint = "Write contains." if left is Type.TEXTS else ""
        return Mistake(leaf.left.place, f"This is {left}; in asks of one text or one number.", hint)
    if not isinstance(leaf.right, Listing):
        return Mistake(leaf.right.place, "Behind in comes a list.", 'Such as ["one", "two"].')
    return _items(leaf.right, left)


def _contains(leaf: Comparison) -> Mistake | None:
    left = _type(leaf.left)
    if left not in (Type.TEXT, Type.TEXTS) or not isinstance(leaf.left, Name):
        return Mistake(leaf.left.place, f"This is {left}; contains asks of a field that is text.")
    if isinstance(leaf.right, Listing):
        return _items(leaf.right, Type.TEXT)
    if isinstance(leaf.right, Literal) and leaf.right.type is Type.TEXT:
        return None
    hint = "Write matches for a pattern." if isinstance(leaf.right, Pattern) else 'Such as contains ["one", "two"].'
    return Mistake(leaf.right.place, "Behind contains comes a text in quotes, or a list of them.", hint)


def _matches(leaf: Comparison) -> Mistake | None:
    left = _type(leaf.left)
    if left not in (Type.TEXT, Type.TEXTS) or not isinstance(leaf.left, Name):
        return Mistake(leaf.left.place, f"This is {left}; matches asks of a field that is text.")
    if isinstance(leaf.right, Pattern):
        return None
    hint = "Write contains for words."
    return Mistake(leaf.right.place, r"Behind matches comes a pattern between slashes, such as /\bword\b/i.", hint)


def _ordered(leaf: Comparison) -> Mistake | None:
    left, right = _type(leaf.left), _type(leaf.right)
    for side, kind in ((leaf.left, left), (leaf.right, right)):
        if kind is None:
            hint = "Write in for a list, matches for a pattern."
            return Mistake(side.place, f"{leaf.operator} cannot compare this.", hint)
    if Type.TEXTS in (left, right):
        return Mistake(leaf.place, f"Several texts cannot be compared with {leaf.operator}.", "Write contains.")
    if left is not right:
        durations = Type.DURATION in (left, right) and Type.NUMBER in (left, right)
        hint = "A duration has a unit: 30 seconds, 5 minutes, 2 hours, 7 days." if durations else ""
        if {left, right} == {Type.TEXT, Type.NUMBER}:
            hint = "A number stands without quotes."
        return Mistake(leaf.place, f"The left side is {left}, the right side {right}.", hint)
    if leaf.operator not in ("=", "!=") and left not in (Type.NUMBER, Type.DURATION):
        return Mistake(leaf.sign, f"{leaf.operator} compares numbers and durations; this is {left}.", "Write = or !=.")
    return None


def _items(listing: Listing, wanted: Type) -> Mistake | None:
    for item in listing.items:
        if item.type is not wanted:
            return Mistake(item.place, f"This is {item.type}; in this list comes {wanted}.")
    return None


def _type(operand: Operand) -> Type | None:
    match operand:
        case Name(name):
            return FIELDS[name].type
        case Literal():
            return operand.type
        case _:
            return None
