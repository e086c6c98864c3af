"""What of a rejected comment can be appealed, and until when."""

from collections.abc import Sequence
from typing import Final

from moderation.domain import ids
from moderation.domain.appeal import Appeal, AppealOutcome
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Action, Decision

DAY_MS: Final = 86_400_000


def contested(decisions: Sequence[Decision]) -> Decision | None:
    """The decision by which a rejected comment is rejected, of all on it, oldest first; None where that was the policy:
    nobody decided, or the newest decision let the comment stand and an edit was rejected since."""
    for decision in reversed(decisions):
        if decision.undone_at is None and decision.action is not Action.ESCALATE:
            return decision if decision.status_after is Status.REJECTED else None
    return None


def rejected_at(comment: Comment, rejection: Decision | None) -> int:
    """When a comment was rejected (ms): by that decision, or by the policy as it was written."""
    return rejection.at if rejection is not None else comment.state.edited_at or ids.time_of(comment.id)


def appealable_until(
    comment: Comment, decisions: Sequence[Decision], appeals: Sequence[Appeal], window_days: int
) -> int | None:
    """Until when (ms) its author may appeal; None where there is nothing to appeal, or it has been appealed."""
    if comment.state.status is not Status.REJECTED or not window_days:
        return None
    rejection = contested(decisions)
    if rejection is not None and rejection.action is AppealOutcome.UPHELD:
        return None
    about = (None if rejection is None else rejection.id, comment.state.revision)
    if any(each.open or (each.decision_id, each.revision_number) == about for each in appeals):
        return None
    return rejected_at(comment, rejection) + window_days * DAY_MS
