"""What moderators write down for each other: about an author, or for the next shift."""

from dataclasses import dataclass
from typing import Final

LONGEST_TEXT: Final = 2000
"""Characters of a note."""
MOST_NOTES: Final = 100
"""Notes about one author, or for the next shift."""


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    text: str
    by: str
    """The actor who wrote it."""
    at: int
    """Milliseconds since 1970."""
