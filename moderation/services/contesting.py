"""What of a comment its author may contest, and for how long."""

from collections.abc import Sequence

from moderation.domain import ids
from moderation.domain.appeal import Appeal, AppealOutcome
from moderation.domain.clock import DAY_MS
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Action, Decision
from moderation.domain.policy import Policy
from moderation.services.documents import seems_published


def contested(decisions: Sequence[Decision]) -> Decision | None:
    """The decision by which a rejected comment is rejected, of all on it, oldest first; None where that was the policy:
    nobody decided, or the newest decision let the comment stand and an edit was rejected since."""
    for decision in reversed(decisions):
        if decision.undone_at is None and decision.action is not Action.ESCALATE:
            return decision if decision.status_after is Status.REJECTED else None
    return None


def rejected_at(comment: Comment, rejection: Decision | None) -> int:
    """Since when a comment is rejected (ms), by a decision or, without one, by the policy."""
    return rejection.at if rejection is not None else comment.state.edited_at or ids.time_of(comment.id)


def appealable_until(rejected: int, policy: Policy) -> int:
    """Until when what was rejected at a time may be appealed (ms)."""
    return rejected + policy.appeal_window_days * DAY_MS


def open_to_appeal(
    comment: Comment, decisions: Sequence[Decision], appeals: Sequence[Appeal], policy: Policy, now: int
) -> int | None:
    """Until when its author may appeal (ms); None where there is nothing to appeal, or it was done already."""
    if comment.state.status is not Status.REJECTED or seems_published(comment):
        return None
    rejection = contested(decisions)
    if rejection is not None and rejection.action is AppealOutcome.UPHELD:
        return None
    name = None if rejection is None else rejection.id
    if any(each.open or (each.decision_id, each.revision_number) == (name, comment.state.revision) for each in appeals):
        return None
    until = appealable_until(rejected_at(comment, rejection), policy)
    return until if policy.appeal_window_days and now <= until else None
