"""Who asked for somebody else's decision on a comment, and why."""

from collections.abc import Sequence

from moderation.domain.clock import rfc3339
from moderation.domain.decision import Action, Decision
from moderation.services.access import Access
from moderation.services.documents import Document
from moderation.storage.records import Records


class Escalations:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def asked_by(self, site_id: str, moderator: str, comment_ids: Sequence[bytes]) -> set[bytes]:
        """Those that this moderator escalated, which wait for somebody else."""
        histories = await self._records.decisions.of_comments(site_id, comment_ids)
        found = zip(comment_ids, map(escalation, histories), strict=True)
        return {comment_id for comment_id, asked in found if asked is not None and asked.moderator == moderator}

    async def shown(self, site_id: str, history: Sequence[Decision]) -> Document | None:
        """What the history of a comment says about who escalated it; None where nobody did, or it was decided since."""
        asked = escalation(history)
        if asked is None:
            return None
        return {
            "moderator": await self._access.moderator_name(site_id, asked.moderator),
            "at": rfc3339(asked.at),
            "reason": asked.reason,
            "note": asked.note,
        }


def escalation(history: Sequence[Decision]) -> Decision | None:
    """The escalation that stands, given every decision on a comment, oldest first."""
    for decision in reversed(history):
        if decision.undone_at is None and not decision.first_reading:
            return decision if decision.action is Action.ESCALATE else None
    return None
