"""Borderline comments are read by two moderators, where a site wants that.

The first reader's word is kept and changes nothing: the comment waits on, ahead of the others, for somebody else, who
decides without being shown what the first one said. Acts of many decisions at once are deliberate and need no second.
"""

from collections.abc import Collection, Sequence

from moderation.domain.audit import said
from moderation.domain.comment import Comment
from moderation.domain.decision import Decision, Order
from moderation.domain.policy import Policy
from moderation.storage.records import Records


class SecondReading:
    def __init__(self, records: Records) -> None:
        self._records = records

    async def asked_of(
        self, site_id: str, policy: Policy, moderator: str, comment_ids: Sequence[bytes]
    ) -> tuple[Collection[bytes], Collection[bytes]]:
        """Of these comments, those this moderator is to be the first reader of, and those they have been."""
        if not policy.second_reader_margin:
            return (), ()
        comments = await self._records.comments.read_many(site_id, comment_ids)
        doubtful = [comment for comment in comments if comment is not None and borderline(comment, policy)]
        readers = await self._first_readers(site_id, doubtful)
        first = {comment_id for comment_id, reader in readers.items() if reader is None}
        return first, {comment_id for comment_id, reader in readers.items() if reader == moderator}

    async def read_by(self, site_id: str, policy: Policy, moderator: str, comment_ids: Sequence[bytes]) -> set[bytes]:
        """Those that wait for somebody else than this moderator."""
        return set((await self.asked_of(site_id, policy, moderator, comment_ids))[1])

    async def _first_readers(self, site_id: str, comments: Sequence[Comment]) -> dict[bytes, str | None]:
        histories = await self._records.decisions.of_comments(site_id, [comment.id for comment in comments])
        return {
            comment.id: first_reader(comment, history) for comment, history in zip(comments, histories, strict=True)
        }


def borderline(comment: Comment, policy: Policy) -> bool:
    """Whether a score lies so close to its threshold that two should agree on it."""
    scores = {} if comment.revision is None else comment.revision.judgement.scores
    margin = policy.second_reader_margin
    return any(
        abs(scores[attribute] - threshold) <= margin
        for attribute, threshold in policy.hold.items()
        if attribute in scores
    )


def first_reader(comment: Comment, history: Sequence[Decision]) -> str | None:
    """Who has read the comment as it is now and waits for a second, given every decision on it, oldest first."""
    for decision in reversed(history):
        if decision.undone_at is None:
            edited = comment.state.edited_at
            read = decision.first_reading and (edited is None or decision.at >= edited)
            return decision.moderator if read else None
    return None


def kept_word(order: Order) -> dict[str, str]:
    """What the first reader said, as it is kept with the decision."""
    return {"action": str(order.action)} | spoken(order)


def spoken(order: Order) -> dict[str, str]:
    """The words of an order, as far as there are any."""
    return said({"reason": order.reason, "note": order.note})
