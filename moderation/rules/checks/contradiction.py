"""What a rule does must go together, and be said once."""

from collections.abc import Iterator
from typing import Final

from moderation.rules.mistake import Mistake
from moderation.rules.tree import Act, Document

_FATES: Final = frozenset({Act.HOLD, Act.REJECT, Act.APPROVE, Act.FLAG})


def mistakes(document: Document) -> Iterator[Mistake]:
    for rule in document.rules:
        seen: set[tuple[Act, str]] = set()
        fate: Act | None = None
        for action in rule.actions:
            if (action.act, action.tag.casefold()) in seen:
                yield Mistake(action.place, "This is said twice.", "Leave one of them out.")
            elif action.act in _FATES:
                if fate is not None:
                    hint = "A rule does one of hold, reject, approve and flag."
                    yield Mistake(action.place, f"One rule cannot {fate} and {action.act}.", hint)
                fate = action.act
            seen.add((action.act, action.tag.casefold()))
