"""What rules mean, as a tree. Every part knows its place in the text."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from moderation.rules.mistake import Place

Value: TypeAlias = bool | float | str | tuple[str, ...]
"""Of a truth, of a number or a duration (in seconds), of a text, of several texts."""


class Type(StrEnum):
    NUMBER = "a number"
    DURATION = "a duration"
    TEXT = "a text"
    TEXTS = "several texts"
    TRUTH = "true or false"


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value
    type: Type
    place: Place


@dataclass(frozen=True, slots=True)
class Name:
    """A field of the vocabulary."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """Texts or numbers, any of which will do."""

    items: tuple[Literal, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression in RE2's syntax."""

    source: str
    place: Place


Operand: TypeAlias = Literal | Name | Listing | Pattern


@dataclass(frozen=True, slots=True)
class Comparison:
    """`operator` is one of = != < <= > >= in contains matches."""

    left: Operand
    operator: str
    right: Operand
    sign: Place

    @property
    def place(self) -> Place:
        return self.left.place.to(self.right.place)


@dataclass(frozen=True, slots=True)
class Truth:
    """A field that is true or false by itself."""

    name: Name

    @property
    def place(self) -> Place:
        return self.name.place


@dataclass(frozen=True, slots=True)
class Not:
    inner: "Condition"
    place: Place


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Condition", ...]

    @property
    def place(self) -> Place:
        return self.parts[0].place.to(self.parts[-1].place)


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Condition", ...]

    @property
    def place(self) -> Place:
        return self.parts[0].place.to(self.parts[-1].place)


Condition: TypeAlias = Comparison | Truth | Not | All | Any


class Act(StrEnum):
    HOLD = "hold"
    REJECT = "reject"
    APPROVE = "approve"
    FLAG = "flag"
    TAG = "tag"
    SLOW_DOWN = "slow down"


@dataclass(frozen=True, slots=True)
class Action:
    act: Act
    place: Place
    tag: str = ""
    seconds: int = 0
    """For slowing down: so long an author waits between comments."""
    saying: str | None = None
    """What the comment's author is told instead of the usual sentence."""


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    condition: Condition
    actions: tuple[Action, ...]
    place: Place
    """Of its name."""
    tried: bool = False
    """Only notes what it would have done."""


@dataclass(frozen=True, slots=True)
class Document:
    rules: tuple[Rule, ...]
    zone: Literal | None = None
    """The time zone that hours and days are told in; UTC where none is named."""


def comparisons(condition: Condition) -> list[Comparison | Truth]:
    """The leaves of a condition, in the order of the text."""
    match condition:
        case Comparison() | Truth():
            return [condition]
        case Not(inner):
            return comparisons(inner)
        case All(parts) | Any(parts):
            return [leaf for part in parts for leaf in comparisons(part)]


def names(condition: Condition) -> list[Name]:
    """The fields that a condition asks for, in the order of the text, each as often as it is written."""
    found: list[Name] = []
    for leaf in comparisons(condition):
        sides = (leaf.name,) if isinstance(leaf, Truth) else (leaf.left, leaf.right)
        found += [side for side in sides if isinstance(side, Name)]
    return found
