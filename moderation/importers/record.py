"""The neutral records that importers read and exports are written from: a policy, threads, standings, comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moderation.domain.appeal import Appeal
from moderation.domain.author import Standing
from moderation.domain.comment import Revision, Status
from moderation.domain.note import Note


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """Which site an export is of."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """What is set apart from the defaults, as it is stored."""

    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    article: str
    title: str | None = None
    url: str | None = None
    open: bool | None = None
    """None: nobody has said, so it is open."""
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """An author whose standing somebody has set. What their comments come to follows from the comments."""

    author_id: str
    standing: Standing
    until: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class NotesRecord:
    """What moderators noted about an author; None: for the next shift."""

    author_id: str | None
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class EarlierRevision:
    number: int
    since: int
    """Milliseconds since 1970 from which readers saw it."""
    revision: Revision


@dataclass(frozen=True, slots=True)
class Before:
    """How a comment stood when a decision was made: what taking the decision back restores."""

    status: Status
    queues: frozenset[str]
    open_reports: int
    round: int
    priority: int


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    id: bytes
    version: int
    """Of the comment, after it."""
    at: int
    undone_at: int
    undone_by: str
    status_after: Status
    before: Before
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportRecord:
    mark: bytes
    """Eight bytes that stand for the reporter within the thread."""
    round: int
    at: int
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CommentRecord:
    id: bytes
    article: str
    parent: bytes | None
    author_id: str
    status: Status
    queues: frozenset[str]
    version: int
    revision_number: int
    likes: int
    round: int
    """Reports of earlier rounds are closed."""
    priority: int
    edited_at: int
    revision: Revision
    earlier: Sequence[EarlierRevision] = ()
    decisions: Sequence[DecisionRecord] = ()
    reports: Sequence[ReportRecord] = ()
    appeals: Sequence[Appeal] = ()
    likers: Sequence[bytes] = ()


Record = SiteRecord | PolicyRecord | ThreadRecord | StandingRecord | NotesRecord | CommentRecord


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a file that gives no record: which, and why not."""

    kind: str
    """`threads` or `comments`: what it would have been."""
    id: str
    reason: str


class Unusable(Exception):
    """The whole file cannot be imported; the message is a sentence."""
