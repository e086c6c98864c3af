"""The discussion under one article."""

from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.comment import Comment
from moderation.domain.ids import Place


class ThreadSort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class Thread:
    """An article as the service knows it. `place` is None for one that nobody has commented on or described."""

    article: str
    place: Place | None = None
    title: str | None = None
    url: str | None = None
    open: bool = True
    mode: str | None = None
    """`post` or `pre` where the article overrides the site's policy."""
    count: int = 0
    first_at: int | None = None
    """Milliseconds since 1970 of the first comment."""


@dataclass(frozen=True, slots=True)
class Node:
    """A comment in its thread with the replies that came with the page.

    `replies_cursor` is None when every reply is in `replies`; otherwise paging goes on from it with `parent`.
    """

    comment: Comment
    replies: tuple["Node", ...]
    replies_cursor: str | None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    thread: Thread
    nodes: tuple[Node, ...]
    next_cursor: str | None
