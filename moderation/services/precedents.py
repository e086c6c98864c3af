"""Earlier comments that read like one, and what was decided about them: the precedents of a newsroom.

The likenesses of a site are held in the process, so that opening a comment reads what was written since from storage
and nothing else. An edit of an older comment, and what storage has let go of, is taken in every few minutes; what is
shown is read from storage in any case, so nothing that was erased or taken back meanwhile appears.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from moderation.domain import ids
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Action, Decision
from moderation.domain.ids import PARTITIONS
from moderation.services.access import Access
from moderation.services.appeal_documents import decision_document
from moderation.services.documents import Document, comment_document, judgement_documents
from moderation.storage.likenesses import KEPT_MS, looks_of
from moderation.storage.records import Records
from moderation.text.likeness import Likeness, Lineup, Resemblance, packed, resemblances

SHOWN: Final = 5
READ: Final = 40
"""Of the most alike so many are read and counted."""
WHOLE_SECONDS: Final = 300.0
"""After so long everything that storage keeps is read again, for what was edited or let go of."""
MOST_SITES: Final = 8
"""Sites whose likenesses a process holds: at most 65,536 comments each, at some 150 bytes."""
DECIDED: Final = frozenset({Status.APPROVED, Status.REJECTED})


@dataclass(slots=True)
class _Part:
    """Of one partition: the comments kept, oldest first, and their likenesses."""

    comment_ids: list[bytes] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)
    lineup: Lineup = field(default_factory=lambda: Lineup(()))

    def take(self, pairs: Sequence[tuple[bytes, bytes]]) -> None:
        if pairs:
            self.comment_ids += [comment_id for comment_id, _ in pairs]
            self.stored += [like for _, like in pairs]
            self.lineup = Lineup(self.stored)


@dataclass(slots=True)
class _Held:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    parts: list[_Part] = field(default_factory=list)
    whole_until: float = 0.0


class Precedents:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._held: dict[str, _Held] = {}

    async def of(self, site_id: str, comment: Comment) -> Document:
        """What reads like a comment or links to the same address: earlier comments, and later ones that were decided
        before it. Decided ones first, then the most alike; counted are the READ most alike. StorageUnavailable."""
        now = await self._records.store.server_time_ms()
        alike: list[tuple[Comment, Resemblance]] = []
        if comment.revision is not None:
            alike = await self._alike(site_id, comment.id, looks_of(comment.revision))
        ranked = sorted(alike, key=lambda each: (each[0].state.status not in DECIDED, *_rank(*each)))[:SHOWN]
        histories = await self._records.decisions.of_comments(site_id, [each.id for each, _ in ranked])
        statuses = [each.state.status for each, _ in alike]
        return {
            "kept_since": rfc3339(now - KEPT_MS),
            "alike": len(alike),
            "approved": statuses.count(Status.APPROVED),
            "rejected": statuses.count(Status.REJECTED),
            "items": [
                await self._document(site_id, each, like, _standing(each, history))
                for (each, like), history in zip(ranked, histories, strict=True)
            ],
        }

    async def _alike(self, site_id: str, comment_id: bytes, looks: Likeness) -> list[tuple[Comment, Resemblance]]:
        found = [
            (each, like)
            for part in await self._parts(site_id)
            for place, like in part.lineup.resemblances(looks).items()
            if (like.near_text or like.same_link) and (each := part.comment_ids[place]) != comment_id
        ]
        found.sort(key=lambda each: (not each[1].near_text, -each[1].similarity, each[0] > comment_id, _age(each[0])))
        likes = dict(found[:READ])
        alike = []
        for comment in await self._records.comments.read_many(site_id, list(likes)):
            if comment is None or comment.revision is None or comment.state.status is Status.DELETED:
                continue
            if comment.id > comment_id and comment.state.status not in DECIDED:
                continue
            like: Resemblance | None = likes[comment.id]
            if comment.state.edited_at is not None:  # what is held may be of its earlier text
                like = resemblances(looks, [packed(looks_of(comment.revision))]).get(0)
            if like is not None and (like.near_text or like.same_link):
                alike.append((comment, like))
        return alike

    async def _parts(self, site_id: str) -> Sequence[_Part]:
        held = self._held.pop(site_id, None) or _Held()
        self._held[site_id] = held
        for other in list(self._held)[:-MOST_SITES]:
            del self._held[other]
        async with held.lock:
            await self._records.likenesses.catch_up(site_id)
            if time.monotonic() >= held.whole_until:
                held.parts = [_Part() for _ in range(PARTITIONS)]
            after = [part.comment_ids[-1] if part.comment_ids else b"" for part in held.parts]
            for part, pairs in zip(
                held.parts, await self._records.likenesses.written_after(site_id, after), strict=True
            ):
                part.take(pairs)
                await asyncio.sleep(0)  # a whole partition takes some milliseconds, for which nobody shall wait
            if time.monotonic() >= held.whole_until:
                held.whole_until = time.monotonic() + WHOLE_SECONDS
            return held.parts

    async def _document(self, site_id: str, each: Comment, like: Resemblance, decision: Decision | None) -> Document:
        article = await self._records.threads.name(site_id, ids.place_of(each.id)) or ""
        why = {
            "same-text": like.same_text,
            "near-text": like.near_text and not like.same_text,
            "same-link": like.same_link,
        }
        return {
            "comment": comment_document(each, article, everything=True),
            "similarity": like.similarity,
            "why": [ground for ground, holds in why.items() if holds],
            "scores": judgement_documents(each.revision)["scores"],
            "decision": None if decision is None else await decision_document(self._access, site_id, decision),
        }


def _rank(comment: Comment, like: Resemblance) -> tuple[bool, float, int]:
    return not like.near_text, -like.similarity, _age(comment.id)


def _age(comment_id: bytes) -> int:
    return -ids.time_of(comment_id)


def _standing(comment: Comment, decisions: Sequence[Decision]) -> Decision | None:
    """The decision by which a comment stands as it does; None where no moderator's does."""
    for decision in reversed(decisions):
        if decision.undone_at is None and decision.action is not Action.ESCALATE:
            return decision if decision.status_after is comment.state.status else None
    return None
