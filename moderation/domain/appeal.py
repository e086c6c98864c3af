"""An author's appeal against the rejection of a comment, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.comment import Revision, Status


class AppealOutcome(StrEnum):
    UPHELD = "upheld"  # the rejection was right
    OVERTURNED = "overturned"  # it was not


class AppealState(StrEnum):
    OPEN = "open"  # only while the comment stands rejected on the revision that is appealed
    UPHELD = "upheld"
    OVERTURNED = "overturned"  # by its outcome, or by whoever let the comment through otherwise
    WITHDRAWN = "withdrawn"  # the comment was taken back, replaced by its author or erased meanwhile


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal. It keeps the revision that was rejected as it was then, with every opinion and score."""

    id: str
    comment_id: str
    state: AppealState
    at: int
    """Milliseconds since 1970, as every time here."""
    against: str
    """Who rejected: `moderator:<token id>`, or POLICY."""
    decision_id: str | None
    """The decision that is appealed; None where POLICY rejected."""
    revision_number: int
    statement: str
    revision: Revision | None
    """None once it was erased."""
    decided_at: int | None = None
    decided_by: str | None = None
    outcome_id: str | None = None
    """The decision that the outcome is kept as, by which it can be undone; None where none overturned it, but somebody
    who took the rejection back, or the site's policy."""
    note: str | None = None
    """For moderators."""
    message: str | None = None
    """For the author."""

    @property
    def open(self) -> bool:
        return self.state is AppealState.OPEN

    def contests(self, status: Status, revision: int) -> bool:
        """Whether a comment that stands so, with its revision of this number, is still rejected as it was appealed."""
        return status is Status.REJECTED and revision == self.revision_number
