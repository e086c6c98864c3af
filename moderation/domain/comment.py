"""A comment: what was written (a revision, which never changes) and how it stands now (its state)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from moderation.domain.author import Standing


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


SCORE_STEPS = 10_000


def kept_score(score: float) -> float:
    """A score (0 to 1) as it is stored: to four places. Whatever is to be said of it later must be said of this."""
    return max(0, min(SCORE_STEPS, round(score * SCORE_STEPS))) / SCORE_STEPS


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was known of author and article when a text was judged, beyond the text: kept so that other rules can be
    tried on it later. Times in whole minutes, as that is how they are kept."""

    minute: int
    """Minutes since 1970."""
    language: str = ""
    """Which the text was read in, ISO 639-1; empty where it was not."""
    standing: Standing = Standing.NEW
    posted: int = 0
    visible: int = 0
    approved: int = 0
    rejected: int = 0
    author_minutes: int | None = None
    """Since the author's first comment; None for the first."""
    pause: int | None = None
    """Seconds since the author last wrote; None after more than a day, and for a change to a comment."""
    comments: int = 0
    """Visible under the article."""
    article_minutes: int | None = None
    """Since the article's first comment; None for the first."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the pipeline knew and said when it judged one revision."""

    opinions: Sequence[Mapping[str, object]] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    spans: Sequence[Span] = ()
    model: str | None = None
    reader: str = "fast"
    """Which reader of the model gave the scores: `fast`, or `careful`."""
    circumstances: Circumstances | None = None
    """None for what an earlier version judged, or another system."""


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
    """Harm x confidence as it was judged, 20 to 1000, and whether it was escalated (see `domain/priority.py`)."""
    queues: frozenset[str] = frozenset()
    edited_at: int | None = None
    waiting_since: int | None = None
    """Milliseconds since 1970 when somebody began to wait for an answer; None: since it was written, or nobody does."""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as storage gives it back."""

    id: bytes
    state: State
    revision: Revision | None
    """None when only the state was asked for, or when the text was erased."""
