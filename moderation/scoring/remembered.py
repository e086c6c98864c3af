"""What was said of a text that comes again soon: a comment is looked at while it is written and again when it is
posted, and a wave of spam is one text many times over.

No text is kept, only a digest of it; so nothing that an author has taken back stays behind here.
"""

from collections import OrderedDict
from collections.abc import Hashable
from hashlib import blake2b
from typing import Final, Generic, TypeVar

MOST: Final = 4096
"""Answers that are kept, about a kilobyte each."""

Key = TypeVar("Key", bound=Hashable)
Said = TypeVar("Said")


class Remembered(Generic[Key, Said]):
    """At most `most` answers; the one that was not asked for the longest makes room."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._said: OrderedDict[Key, Said] = OrderedDict()

    def get(self, key: Key) -> Said | None:
        """What was said, or None."""
        said = self._said.get(key)
        if said is not None:
            self._said.move_to_end(key)
        return said

    def put(self, key: Key, said: Said) -> None:
        self._said[key] = said
        if len(self._said) > self._most:
            self._said.popitem(last=False)


def digest(text: str) -> bytes:
    """Sixteen bytes that stand for the text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
