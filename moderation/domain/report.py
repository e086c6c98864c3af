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


@dataclass(frozen=True, slots=True)
class Report:
    reporter: str
    """Author id, or the keyed hash of a guest's address."""
    reason: Reason
    detail: str | None
    at: int
    open: bool = True
