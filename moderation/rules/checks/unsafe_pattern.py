"""Every pattern must be one that RE2 takes, and small: what it costs is known then for every text."""

from collections.abc import Iterator
from typing import Final

from moderation.rules.mistake import Mistake
from moderation.rules.patterns import PatternInvalid, pattern_of
from moderation.rules.tree import Comparison, Document, Pattern, comparisons

_HINTS: Final = (
    ("invalid perl operator", "Looking ahead or behind, (?=...) and (?<...), is not possible here."),
    ("invalid escape sequence", r"Back references such as \1 are not possible here; \d \w \s \b are."),
    ("missing argument to repetition", r"Write \* \+ \? for the signs themselves."),
    ("bad repetition operator", r"Write \* \+ \? for the signs themselves."),
    ("unexpected )", r"Write \( \) for the signs themselves."),
    ("missing )", r"Write \( \) for the signs themselves."),
    ("missing ]", r"Write \[ for the sign itself."),
    ("too large", "Repeat less: {1,50} of a class counts fifty times."),
    ("instructions", "Repeat less: {1,50} of a class counts fifty times."),
)


def mistakes(document: Document) -> Iterator[Mistake]:
    for rule in document.rules:
        for leaf in comparisons(rule.condition):
            if isinstance(leaf, Comparison):
                for side in (leaf.left, leaf.right):
                    if isinstance(side, Pattern):
                        try:
                            pattern_of(side.source)
                        except PatternInvalid as why:
                            hint = next((hint for sign, hint in _HINTS if sign in why.reason), "")
                            yield Mistake(side.place, f"This pattern cannot be used: {why.reason}.", hint)
