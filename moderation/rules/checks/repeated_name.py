"""Rules are told apart by their names: in what moderators read, in a dry run, in the audit log."""

from collections.abc import Iterator

from moderation.rules.mistake import Mistake
from moderation.rules.tree import Document


def mistakes(document: Document) -> Iterator[Mistake]:
    seen: set[str] = set()
    for rule in document.rules:
        if rule.name.casefold() in seen:
            yield Mistake(rule.place, f"There is a rule “{rule.name}” already.", "Give each rule a name of its own.")
        seen.add(rule.name.casefold())
