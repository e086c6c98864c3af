"""Rules and a case in; what they found and why out.

Three answers: yes, no, and not known. What is not known stays so under not, and a rule acts on yes alone: a comment
that could not be scored is neither over nor under a threshold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from moderation.domain.comment import Span
from moderation.rules import tree
from moderation.rules.case import Case, Reading, spans_of
from moderation.rules.checks import mistakes
from moderation.rules.cost import EACH, LONGEST_PART, WORD_LIST, Cost, cost_of
from moderation.rules.mistake import RulesInvalid
from moderation.rules.patterns import pattern_of, readable, weight
from moderation.rules.syntax import parse
from moderation.rules.tree import Comparison, Condition, Listing, Literal, Name, Not, Pattern, Rule, Truth, Type, Value
from moderation.rules.vocabulary import BODY, FIELDS, PLAIN_BODY, Field
from moderation.text.words import WordList

_SHOWN: Final = 60


_UNITS = {"days": "d", "hours": "h", "minutes": "min", "seconds": "s"}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a rule looked at: a field and what it was, None where that was not known."""

    field: str
    value: Value | None

    @property
    def shown(self) -> str:
        """The value in signs that need no translation."""
        if self.value is None:
            return "?"
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, float | int):
            number, _, unit = _number(self.field, self.value).partition(" ")
            return f"{number} {_UNITS[unit]}" if unit else number
        return ", ".join(self.value) if isinstance(self.value, tuple) else f"“{self.value}”"

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.field} is not known"
        if isinstance(self.value, bool):
            return f"{self.field} is {'true' if self.value else 'false'}"
        if isinstance(self.value, float | int):
            return f"{self.field} is {_number(self.field, self.value)}"
        if isinstance(self.value, tuple):
            return f"{self.field} has {', '.join(self.value)}" if self.value else f"{self.field} is empty"
        return f"{self.field} is “{self.value}”"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule whose condition is fulfilled."""

    rule: Rule
    grounds: tuple[Ground, ...]
    spans: tuple[Span, ...]
    """Where in the text its words and patterns were found."""


@dataclass(slots=True)
class _Seen:
    grounds: dict[str, Ground]
    places: list[tuple[int, int]]


_Test: TypeAlias = Callable[[Reading, _Seen], bool | None]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules without mistakes, ready to be asked. Costs milliseconds to make, so keep it as long as the text lasts."""

    text: str
    rules: tuple[Rule, ...]
    cost: Cost
    zone: ZoneInfo | None
    _tests: tuple[_Test, ...]

    def ask(self, case: Case) -> list[Finding]:
        """The rules that are fulfilled, in the order of the text. Never fails, and says the same of the same case."""
        return self.asked(Reading(case, self.zone))

    def asked(self, reading: Reading) -> list[Finding]:
        """The same; `reading.steps` tells afterwards what it took."""
        found = []
        for rule, test in zip(self.rules, self._tests, strict=True):
            reading.steps += EACH
            seen = _Seen({}, [])
            if test(reading, seen):
                found.append(Finding(rule, tuple(seen.grounds.values()), spans_of(seen.places)))
        return found


@lru_cache(maxsize=128)
def compile_rules(text: str, *, saved: bool = False) -> Ruleset:
    """Rules that can be asked; RulesInvalid with their mistakes. `saved`: a site has them already, so they need only be
    such as can act. Remembered, as a policy is checked whenever it is read."""
    document = parse(text)
    if found := mistakes(document, saved=saved):
        raise RulesInvalid(text, found)
    zone = None if document.zone is None else ZoneInfo(str(document.zone.value))
    tests = tuple(_test(rule.condition) for rule in document.rules)
    return Ruleset(text, document.rules, cost_of(document), zone, tests)


def _test(condition: Condition) -> _Test:
    match condition:
        case Truth(name):
            return _compared(name, bool)
        case Not(inner):
            denied = _test(inner)
            return lambda reading, seen: None if (said := denied(reading, seen)) is None else not said
        case tree.All(parts):
            every = [_test(part) for part in parts]
            return lambda reading, seen: _first_or(every, False, reading, seen)
        case tree.Any(parts):
            some = [_test(part) for part in parts]
            return lambda reading, seen: _first_or(some, True, reading, seen)
        case Comparison():
            return _comparison(condition)


def _first_or(tests: Sequence[_Test], decisive: bool, reading: Reading, seen: _Seen) -> bool | None:
    """The decisive answer if any part gives it, not known if any part does not know, otherwise the other answer."""
    known = True
    for test in tests:
        said = test(reading, seen)
        if said is decisive:
            return decisive
        known = known and said is not None
    return (not decisive) if known else None


def _comparison(leaf: Comparison) -> _Test:
    if isinstance(leaf.left, Name):
        match leaf.operator:
            case "matches":
                return _matches(leaf.left, leaf)
            case "contains":
                return _contains(leaf.left, leaf)
            case "in" if isinstance(leaf.right, Listing):
                wanted = frozenset(_folded(item.value) for item in leaf.right.items)
                return _compared(leaf.left, lambda value: _folded(value) in wanted)
    compare = _ORDERED[leaf.operator]
    left, right = _side(leaf.left), _side(leaf.right)

    def test(reading: Reading, seen: _Seen) -> bool | None:
        reading.steps += EACH
        one, other = left(reading, seen), right(reading, seen)
        return None if one is None or other is None else compare(_folded(one), _folded(other))

    return test


_ORDERED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda one, other: bool(one == other),
    "!=": lambda one, other: bool(one != other),
    "<": lambda one, other: bool(one < other),
    "<=": lambda one, other: bool(one <= other),
    ">": lambda one, other: bool(one > other),
    ">=": lambda one, other: bool(one >= other),
}


def _side(operand: tree.Operand) -> Callable[[Reading, _Seen], Value | None]:
    if isinstance(operand, Name):
        field = FIELDS[operand.name]
        return lambda reading, seen: _read(field, reading, seen)
    value = operand.value if isinstance(operand, Literal) else None
    return lambda _reading, _seen: value


def _compared(name: Name, said_of: Callable[[Value], bool]) -> _Test:
    field = FIELDS[name.name]

    def test(reading: Reading, seen: _Seen) -> bool | None:
        reading.steps += EACH
        value = _read(field, reading, seen)
        return None if value is None else said_of(value)

    return test


def _matches(name: Name, leaf: Comparison) -> _Test:
    field, source = FIELDS[name.name], leaf.right.source if isinstance(leaf.right, Pattern) else ""
    pattern, each = pattern_of(source), weight(source)

    def test(reading: Reading, seen: _Seen) -> bool | None:
        reading.steps += EACH
        value = _read(field, reading, seen, shown=False)
        if value is None:
            return None
        for text in _texts(value):
            reading.steps += each * len(text)
            match = pattern.search(readable(text))
            if match is not None:
                _note(field, text, match.span(), reading, seen)
                return True
        return False

    return test


def _contains(name: Name, leaf: Comparison) -> _Test:
    field = FIELDS[name.name]
    items = leaf.right.items if isinstance(leaf.right, Listing) else (leaf.right,)
    words = [str(item.value) for item in items if isinstance(item, Literal)]
    if field.type is Type.TEXTS:
        return _has(name, frozenset(map(str.casefold, words)))
    listed = WordList(words)

    def test(reading: Reading, seen: _Seen) -> bool | None:
        reading.steps += EACH
        value = _read(field, reading, seen, shown=False)
        if value is None:
            return None
        text = str(value)
        reading.steps += WORD_LIST * len(text)
        found = listed.find(text)
        for match in found:
            _note(field, text, (match.start, match.end), reading, seen)
        return bool(found)

    return test


def _has(name: Name, wanted: frozenset[str]) -> _Test:
    return _compared(name, lambda value: any(text.casefold() in wanted for text in _texts(value)))


def _read(field: Field, reading: Reading, seen: _Seen, *, shown: bool = True) -> Value | None:
    """What the field is, no longer than rules look at it."""
    value = field.read(reading)
    if isinstance(value, str):
        value = value if field.of_text else value[: field.longest]
        reading.steps += len(value)
    elif isinstance(value, tuple):
        value = value if field.of_text else tuple(text[:LONGEST_PART] for text in value)
        reading.steps += sum(EACH + len(text) for text in value)
    if shown:
        cut = value[:_SHOWN] if isinstance(value, str) else value[:10] if isinstance(value, tuple) else value
        seen.grounds.setdefault(field.name, Ground(field.name, cut))
    return value


def _note(field: Field, text: str, place: tuple[int, int], reading: Reading, seen: _Seen) -> None:
    start, end = place
    seen.grounds.setdefault(field.name, Ground(field.name, text[start : min(end, start + _SHOWN)]))
    if field.name == BODY:
        seen.places.append((start, end))
    elif field.name == PLAIN_BODY:
        seen.places.append(reading.plain().span(start, end))


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _folded(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


def _number(field: str, value: float) -> str:
    if FIELDS[field].type is not Type.DURATION:
        return f"{value:.4g}"
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if value >= 2 * size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.0f} seconds"


NO_RULES: Final = compile_rules("")
