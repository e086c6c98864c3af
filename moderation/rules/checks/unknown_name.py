"""Every field must be one of the vocabulary."""

from collections.abc import Iterator

from moderation.rules.mistake import Mistake, did_you_mean
from moderation.rules.tree import Document, names
from moderation.rules.vocabulary import FIELDS


def mistakes(document: Document) -> Iterator[Mistake]:
    for rule in document.rules:
        for name in names(rule.condition):
            if name.name not in FIELDS:
                yield Mistake(name.place, f"There is no field {name.name[:80]}.", _hint(name.name))


def _hint(written: str) -> str:
    group, _, rest = written.partition(".")
    if meant := did_you_mean(written, FIELDS):
        return meant
    family = [known for known in FIELDS if known.startswith(f"{group}.")]
    if group == "score" and rest:
        family = [known for known in family if known.lower() == written.lower()] or family
    if len(family) == 1:
        return f"Did you mean {family[0]}?"
    return f"There are {', '.join(family)}." if family else 'A text stands in quotes: "text".'
