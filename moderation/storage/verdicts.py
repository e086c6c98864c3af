"""Moderators' decisions as labels, read back from the audit log: what was decided, by whom, and what still stands.

Nothing is stored twice for learning, so nothing can disagree: a decision that was undone, a comment that changed since,
was taken back or erased is no label any more.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import orjson

from moderation.domain.comment import Comment, Status
from moderation.domain.ids import PARTITIONS
from moderation.domain.learning import Label
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.comments import Comments
from moderation.storage.learning import LONGEST_MS
from moderation.storage.replies import fields, sound

MOST_ENTRIES: Final = 2000
"""The newest entries of each partition's audit log that are looked at."""
_PAGE: Final = 500
_STATUSES: Final = {
    "approve": Status.APPROVED,
    "reject": Status.REJECTED,
    "overturned": Status.APPROVED,
    "upheld": Status.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A moderator's last word on a comment."""

    comment_id: bytes
    status: Status
    moderator: str
    at: int


class Verdicts:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._comments = Comments(store)

    async def entries(self, site: str) -> int:
        """How many entries the site's audit logs of threads have had, which only grows."""
        heads = [keys.partition(site, number).head for number in range(PARTITIONS)]
        replies = sound(await self._store.commands([(key, ("HGET", key, "audit_sequence")) for key in heads]))
        return sum(int(reply or 0) for reply in replies)

    async def labels(self, site: str, *, texts: bool = True) -> list[Label]:
        """The newest decisions that still stand, of comments whose text and scores are known; oldest first. With or
        without those texts."""
        since = await self._store.server_time_ms() - LONGEST_MS
        parts = await asyncio.gather(*(self._labels(site, number, since, texts=texts) for number in range(PARTITIONS)))
        return sorted((label for part in parts for label in part), key=lambda label: label.at)

    async def _labels(self, site: str, partition: int, since: int, *, texts: bool) -> list[Label]:
        verdicts = await self.newest(site, partition, since)
        labels = []
        for start in range(0, len(verdicts), _PAGE):
            part = verdicts[start : start + _PAGE]
            comments = await self._comments.read_many(site, [verdict.comment_id for verdict in part])
            for verdict, comment in zip(part, comments, strict=True):
                if (label := _label(verdict, comment, texts=texts)) is not None:
                    labels.append(label)
        return labels

    async def newest(self, site: str, partition: int, since: int) -> list[Verdict]:
        """The last decision on each comment that was decided since a time, if it was not undone; newest first."""
        key, before = keys.partition(site, partition).audit, "+"
        undone: set[bytes] = set()
        found: dict[bytes, Verdict] = {}
        for _ in range(MOST_ENTRIES // _PAGE):
            reply = await self._store.command(key, "XREVRANGE", key, before, str(since), "COUNT", _PAGE)
            for _, raw in reply:
                _note(fields(raw), undone, found)
            if len(reply) < _PAGE:
                break
            before = "(" + reply[-1][0].decode()
        return list(found.values())


def _note(stored: dict[str, bytes], undone: set[bytes], found: dict[bytes, Verdict]) -> None:
    detail: dict[str, Any] = orjson.loads(stored["d"])
    action, decision, comment_id = detail.get("action"), stored["r"], stored["i"]
    if action == "undo":
        undone.add(decision)
    elif action in _STATUSES and decision and decision not in undone and comment_id not in found:
        found[comment_id] = Verdict(comment_id, _STATUSES[action], str(detail.get("actor")), int(stored["t"]))


def _label(verdict: Verdict, comment: Comment | None, *, texts: bool) -> Label | None:
    if comment is None or comment.revision is None or comment.state.status is not verdict.status:
        return None
    edited, judgement = comment.state.edited_at, comment.revision.judgement
    if not comment.revision.body or not judgement.scores or (edited is not None and edited > verdict.at):
        return None
    rejected = verdict.status is Status.REJECTED
    return Label(
        rejected,
        verdict.moderator,
        False,
        verdict.at,
        judgement.scores,
        comment.revision.body if texts else None,
        model=judgement.model,
    )
