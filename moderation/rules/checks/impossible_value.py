"""What a field can never be must not be asked for: such a rule would never act, or always, and nobody would notice."""

from collections.abc import Iterator

from moderation.rules.mistake import Mistake, did_you_mean
from moderation.rules.tree import Comparison, Document, Listing, Literal, Name, Operand, Type, comparisons
from moderation.rules.vocabulary import FIELDS, Field
from moderation.text.drawn import readable


def mistakes(document: Document) -> Iterator[Mistake]:
    for rule in document.rules:
        for leaf in comparisons(rule.condition):
            if isinstance(leaf, Comparison):
                yield from _about(leaf.left, leaf.right, leaf.operator)
                yield from _about(leaf.right, leaf.left, leaf.operator)


def _about(name: Operand, value: Operand, operator: str) -> Iterator[Mistake]:
    if not isinstance(name, Name):
        return
    field = FIELDS[name.name]
    for literal in value.items if isinstance(value, Listing) else (value,):
        if isinstance(literal, Literal):
            yield from _literal(field, literal, operator)


def _literal(field: Field, literal: Literal, operator: str) -> Iterator[Mistake]:
    if literal.type is Type.TEXT and operator in ("=", "!=", "in"):
        written = str(literal.value)
        if field.choices and written.lower() not in field.choices:
            known = sorted(field.choices)
            hint = did_you_mean(written.lower(), known)
            listed = f"It is one of {', '.join(known)}." if len(known) < 20 else "It is a code such as en or de."
            yield Mistake(literal.place, f"{field.name} is never “{written[:60]}”.", hint or listed)
    if literal.type is Type.TEXT and not readable(str(literal.value)):
        yield Mistake(literal.place, "An empty text is found nowhere.")
    if field.share and isinstance(literal.value, float) and literal.value > 1:
        share = literal.value / 100
        hint = f"Write {share:g} or {literal.value:g}%." if literal.value <= 100 else ""
        yield Mistake(literal.place, f"{field.name} is a number from 0 to 1.", hint)
    if field.name == "time.hour" and isinstance(literal.value, float) and literal.value > 23:
        yield Mistake(literal.place, "Hours go from 0 to 23.")
