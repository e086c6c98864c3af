"""Links in a text (interim until the full module lands)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    host: str
    start: int
    end: int


def find_links(text: str) -> list[Link]:
    return [Link(m[0], m[1], m.start(), m.end()) for m in re.finditer(r"https?://([^\s/]+)\S*", text)]
