"""How often a signed-in reader's reports were right, by what was decided about the comments they reported."""

from dataclasses import dataclass
from typing import Final

from moderation.domain.report import NoticeOutcome
from moderation.services.report_outcomes import answer_of
from moderation.storage.records import Records

REMEMBERED: Final = 20
"""The newest reports that a reader is judged by."""


@dataclass(frozen=True, slots=True)
class Reputation:
    answered: int
    """Reports, of the newest REMEMBERED, on which a moderator has decided since, or whose comment is gone."""
    right: int
    """Those after which the comment was removed."""

    def wrong(self, least: int) -> bool:
        """Whether at least so many were answered and none was right; never with `least` 0."""
        return bool(least) and self.answered >= least and self.right == 0


async def reputation_of(records: Records, site_id: str, reader: str) -> Reputation:
    """Worked out anew each time, so a decision that is taken back, or overturned on appeal, counts at once."""
    made = [each.comment_id for each in await records.reporters.made(site_id, reader, REMEMBERED)]
    if not made:
        return Reputation(0, 0)
    reports = await records.reporters.reports(site_id, reader, made)
    comments = await records.comments.read_many(site_id, made)
    decisions = await records.decisions.of_comments(site_id, made)
    answers = [
        answer_of(history, comment, report.at)
        for report, comment, history in zip(reports, comments, decisions, strict=True)
        if report is not None
    ]
    outcomes = [answer.outcome for answer in answers if answer is not None]
    return Reputation(len(outcomes), sum(outcome is NoticeOutcome.REMOVED for outcome in outcomes))
