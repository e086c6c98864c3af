"""A comment: what was written (a revision, which never changes) and how it stands now (its state)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    PUBLISHED = "published"  # visible, nobody has looked yet
    APPROVED = "approved"  # visible, a moderator or a trusted rule said yes
    PENDING = "pending"  # held
    REJECTED = "rejected"
    DELETED = "deleted"  # by its author

    @property
    def visible(self) -> bool:
        return self in VISIBLE


VISIBLE = frozenset({Status.PUBLISHED, Status.APPROVED})
MAX_DEPTH = 100
"""Replies may stand this deep below a top-level comment; so every walk to the root is bounded."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (half open, of the body as typed) that earned `value` for an attribute."""

    attribute: str
    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the pipeline knew and said when it judged one revision."""

    opinions: Sequence[Mapping[str, object]] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    spans: Sequence[Span] = ()
    model: str | None = None
    reader: str = "fast"
    """Which reader of the model gave the scores: `fast`, or `careful`."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The text of a comment as it was written at one time, with its judgement. Never changes once stored,
    except that a comment that could not be scored receives its judgement later."""

    body: str
    author_name: str
    guest: bool
    address: str
    """Keyed hash of the network address; never the address."""
    at: int
    """Milliseconds since 1970."""
    judgement: Judgement = Judgement()
    badges: Sequence[str] = ()
    source: str | None = None
    """Where an imported comment came from."""


@dataclass(frozen=True, slots=True)
class State:
    """The small part of a comment that changes."""

    status: Status
    version: int
    revision: int
    author_id: str
    parent: bytes | None
    depth: int
    likes: int = 0
    shown_replies: int = 0
    """Direct replies that stand in the thread, tombstones included."""
    visible_replies: int = 0
    open_reports: int = 0
    priority: int = 0
    queues: frozenset[str] = frozenset()
    edited_at: int | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as storage gives it back."""

    id: bytes
    state: State
    revision: Revision | None
    """None when only the state was asked for, or when the text was erased."""
