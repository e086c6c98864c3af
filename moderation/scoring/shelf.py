"""What is kept of what was asked for lately: models that are loaded, and what was said of a text.

Texts come again soon: a comment is looked at while it is written and again when it is posted, and a wave of spam is one
text many times over. No text is kept, only a digest of it; so nothing that an author has taken back stays behind here.
"""

from collections import OrderedDict
from collections.abc import Hashable
from hashlib import blake2b
from typing import Final, Generic, TypeVar

MOST_ANSWERS: Final = 4096
"""About a kilobyte each."""

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Shelf(Generic[Key, Kept]):
    """At most `most` things by their keys; the one that was not asked for the longest makes room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, kept: Kept) -> None:
        self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def keys(self) -> tuple[Key, ...]:
        """Of everything that is kept, the one asked for last at the end."""
        return tuple(self._kept)

    def clear(self) -> None:
        self._kept.clear()


def digest(text: str) -> bytes:
    """Sixteen bytes that stand for the text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
