"""Names, tags and what authors are told are read by people, so something must be seen of them."""

from collections.abc import Iterator

from moderation.rules.mistake import Mistake
from moderation.rules.tree import Document
from moderation.text.drawn import readable


def mistakes(document: Document) -> Iterator[Mistake]:
    for rule in document.rules:
        if not readable(rule.name):
            yield Mistake(rule.place, "There is nothing to read in this name.", "Say what the rule is for.")
        for action in rule.actions:
            if any(text and not readable(text) for text in (action.tag, action.saying)):
                yield Mistake(action.place, "There is nothing to read in what this says.", "Write it in words.")
