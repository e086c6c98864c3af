"""Where the sentences of a text are."""

import re
from typing import Final

_SENTENCE: Final = re.compile(r"[^\s](?:[^.!?…。！？\n]|[.!?…](?=\w))*[.!?…。！？]*[\"'”’)\]]*")


def sentences(text: str, most: int) -> tuple[tuple[int, int], ...]:
    """Start and end (characters, end exclusive) of each sentence, without the white space around it.

    A sentence ends at a full stop, question or exclamation mark that no letter or digit follows, at their full-width
    counterparts, and at the end of a line. At most `most` of them: what is left then counts as one.
    """
    found: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        if len(found) == most - 1:
            found.append((match.start(), len(text.rstrip())))
            break
        found.append((match.start(), match.start() + len(match.group().rstrip())))
    return tuple(found)
