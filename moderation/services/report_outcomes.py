"""What came of a report or a notice: what the decisions since then made of the comment, appeals included."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Action, Decision
from moderation.domain.report import NoticeOutcome
from moderation.services.documents import Document
from moderation.storage.authors import NewestComments
from moderation.storage.records import Records


@dataclass(frozen=True, slots=True)
class Answer:
    """`decision` is None where the comment is gone without one: by its author, or by the site's policy."""

    outcome: NoticeOutcome
    decision: Decision | None


def answer_of(decisions: Sequence[Decision], comment: Comment | None, since: int) -> Answer | None:
    """The answer to what a reader said at `since` (ms); None while nobody has decided. The last decision that stands
    counts, and the outcome of an appeal is one."""
    standing = [
        each for each in decisions if each.at >= since and not each.undone_at and each.action != Action.ESCALATE
    ]
    if standing:
        kept = standing[-1].status_after.visible
        return Answer(NoticeOutcome.KEPT if kept else NoticeOutcome.REMOVED, standing[-1])
    if comment is not None and comment.state.status in (Status.REJECTED, Status.DELETED):
        return Answer(NoticeOutcome.REMOVED, None)
    return None


async def reports_on(records: Records, site_id: str, newest: NewestComments) -> Document:
    """How many of an author's newest comments readers reported, and how many of those a moderator rejected. Worked out
    anew each time, so a decision that is taken back, or overturned on appeal, counts at once. StorageUnavailable."""
    reported = await records.reports.reported(site_id, newest.ids)
    # Nobody can report what is rejected, so a rejection that stands came after every report.
    answers = [answer_of(made, None, 0) for made in await records.decisions.of_comments(site_id, reported)]
    upheld = sum(answer is not None and answer.outcome is NoticeOutcome.REMOVED for answer in answers)
    return {"reported": len(reported), "upheld": upheld, "comments": len(newest.ids), "complete": newest.complete}
