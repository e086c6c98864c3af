"""Who comments: identity, standing, and the record that comments leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.actors import ADDRESS


class Standing(StrEnum):
    NEW = "new"
    TRUSTED = "trusted"
    PREMODERATED = "premoderated"
    SUSPENDED = "suspended"
    BANNED = "banned"
    SHADOWED = "shadowed"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever sends a request to the public side. `author_id` is None for a reader without a valid token.

    `address` is the keyed hash of the network address for this site; `subject` names whose allowance is spent.
    """

    address: str
    author_id: str | None = None
    name: str | None = None
    roles: Sequence[str] = ()
    edit_token: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.author_id is not None

    @property
    def subject(self) -> str:
        return self.author_id if self.author_id is not None else ADDRESS + self.address


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that its author has not acknowledged yet."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """What an author's comments came to so far. Fed from the event stream, so it may lag by moments."""

    id: str
    name: str | None = None
    standing: Standing = Standing.NEW
    until: int | None = None
    reason: str | None = None
    posted: int = 0
    visible: int = 0
    approved: int = 0
    rejected: int = 0
    version: int = 0
    first_at: int | None = None
    warning: Warned | None = None

    def standing_at(self, now: int) -> Standing:
        """A suspension (or any standing) with an end is over when its time has come."""
        if self.until is not None and self.until <= now:
            return Standing.NEW
        return self.standing
