"""A reader's report of a comment."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    OFFENSIVE = "offensive"
    ABUSIVE = "abusive"
    SPAM = "spam"
    ILLEGAL = "illegal"
    OFF_TOPIC = "off_topic"
    OTHER = "other"


class NoticeStatus(StrEnum):
    RECEIVED = "received"
    DECIDED = "decided"


class NoticeOutcome(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader who says that a comment is illegal declares (Digital Services Act, article 16), in good faith."""

    law: str | None = None
    """Which law it breaks, as the reader sees it."""
    location: str | None = None
    """The address where the reader saw it."""
    category: str | None = None
    """One of the Transparency Database's categories."""
    name: str | None = None
    email: str | None = None
    """Who declares it; nobody needs to who speaks of a child's abuse."""


@dataclass(frozen=True, slots=True)
class Report:
    reporter: str
    """Author id, or the keyed hash of a guest's address."""
    reason: Reason
    detail: str | None
    at: int
    open: bool = True
    notice: Notice | None = None
    """With a notice of illegal content: `detail` is its explanation then."""
    light: bool = False
    """Of a reader whose reports were always wrong: a moderator sees it, and it lifts the comment in no queue."""
