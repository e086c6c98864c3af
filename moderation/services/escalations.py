"""Who asked for somebody else's decision on a comment, and why."""

from collections.abc import Collection, Sequence

from moderation.domain.actors import token_id
from moderation.domain.clock import rfc3339
from moderation.domain.decision import Action, Decision
from moderation.domain.moderator import Role
from moderation.domain.policy import Decider, Policy
from moderation.domain.queue import Queue
from moderation.domain.site import DEFAULT_SITE
from moderation.services.access import Access
from moderation.services.documents import Document
from moderation.services.tokens import Tokens
from moderation.storage.records import Records


class Escalations:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._tokens = Tokens(records, access)

    async def asked_by(self, site_id: str, moderator: str, comment_ids: Sequence[bytes]) -> set[bytes]:
        """Those that this moderator escalated, which wait for somebody else."""
        histories = await self._records.decisions.of_comments(site_id, comment_ids)
        found = zip(comment_ids, map(escalation, histories), strict=True)
        return {comment_id for comment_id, asked in found if asked is not None and asked.moderator == moderator}

    async def reserved(
        self, site_id: str, policy: Policy, moderator: str, comment_ids: Sequence[bytes]
    ) -> Collection[bytes]:
        """Of these comments, the escalated ones that the policy leaves to administrators, if this moderator is none."""
        if policy.escalations_decided_by is not Decider.ADMINS:
            return ()
        comments = await self._records.comments.read_many(site_id, comment_ids)
        asked = {each.id for each in comments if each is not None and str(Queue.ESCALATED) in each.state.queues}
        return () if not asked or await self._administers(site_id, moderator) else asked

    async def closed_to(self, site_id: str, policy: Policy, moderator: str) -> bool:
        """Whether the queue is worked by others than this moderator."""
        return policy.escalations_decided_by is Decider.ADMINS and not await self._administers(site_id, moderator)

    async def _administers(self, site_id: str, moderator: str) -> bool:
        holder = token_id(moderator)
        listed = [await self._tokens.moderators(each) for each in dict.fromkeys((site_id, DEFAULT_SITE))]
        return any(each["id"] == holder and each["role"] == Role.ADMIN for found in listed for each in found)

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
