"""What the file of another system says, before it is brought into our form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.domain.comment import Status
from moderation.importers.record import Remark, Unreadable
from moderation.importers.source import Progress


@dataclass(frozen=True, slots=True)
class TheirThread:
    key: str
    """What their comments call it."""
    address: str
    """Of its page: a URL, or the path alone."""
    identifier: str = ""
    """What the publisher's pages call it, where they do."""
    title: str = ""
    open: bool = True
    lost: str = ""
    """Why it and its comments cannot be taken in."""
    implied: bool = False
    """Whether nothing but its comments tells of it, each of them anew."""


@dataclass(frozen=True, slots=True)
class TheirAuthor:
    name: str = ""
    account: str = ""
    """Empty: a guest."""
    email: str = ""
    """Says which comments of guests are of the same person, and is not kept."""


@dataclass(frozen=True, slots=True)
class TheirComment:
    key: str
    thread: str
    parent: str
    """Empty: it answers none."""
    author: TheirAuthor
    at: int | None
    """Milliseconds since 1970; None: nobody knows."""
    body: str
    """In our own markup."""
    status: Status
    likes: int = 0
    against: int = 0
    """Votes against it."""
    edited_at: int | None = None


@dataclass(frozen=True, slots=True)
class TheirName:
    """Of an account, where a file says it apart from the comments."""

    account: str
    name: str


Theirs = TheirThread | TheirComment | TheirName
Found = tuple[str, Theirs | Unreadable | Remark]
"""Where it stands in the file (`line 7`), and what it says."""


@dataclass(frozen=True, slots=True)
class System:
    """A system whose files can be read: what it is called in a command, and in a sentence."""

    name: str
    title: str
    recognises: Callable[[bytes], bool]
    """Whether a file that begins like this (some kilobytes, unpacked) is one of its."""
    found: Callable[[Path, Progress], Iterator[Found]]
    """Everything that a file says, in its order, in constant memory. Unusable, before anything is given out, if the
    file as a whole cannot be read."""
