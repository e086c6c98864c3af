"""From one comment to those that look like it: what a wave of spam has in common, and who only seems part of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moderation.domain import ids
from moderation.domain.author import AuthorRecord, Standing
from moderation.domain.clock import DAY_MS, rfc3339
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import Invalid, NotFound
from moderation.services.access import Access
from moderation.services.documents import comment_document, judgement_documents, record_document
from moderation.storage.likenesses import KEPT_MS, Alike, looks_of
from moderation.storage.records import Records
from moderation.text.likeness import Resemblance

WINDOW_MS: Final = DAY_MS
"""How long before and after the comment look-alikes are looked for, unless the caller says otherwise."""
MOST_READ: Final = 1000
"""Look-alikes whose comments are read; the ones most alike first."""
_AUTHORS_COMMENTS: Final = 500
_AT_ONCE: Final = 200
GOOD_APPROVALS: Final = 3
"""An author of whom this many comments were approved, and ten times as many as were rejected, has a good record."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    comment: Comment
    similarity: float
    why: tuple[str, ...]
    outlier_why: tuple[str, ...]


class Sweeping:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def sweep(
        self, site_id: str, comment_id: str, from_ms: int | None, to_ms: int | None, limit: int
    ) -> dict[str, Any]:
        """The comment itself and what looks like it, most alike first, each with why and whether it stands out.

        Comments that are rejected or taken back already are counted, not listed. NotFound, Invalid.
        """
        await self._access.site(site_id)
        seed = await self._records.comments.read(site_id, ids.to_bytes(comment_id))
        if seed is None or seed.revision is None or seed.state.status is Status.DELETED:
            raise NotFound(f"There is no comment {comment_id}, or its author has taken it back.")
        written = ids.time_of(seed.id)
        first = max(0, written - WINDOW_MS if from_ms is None else from_ms)
        last = max(0, written + WINDOW_MS if to_ms is None else to_ms)
        if first > last:
            raise Invalid("The time span ends before it begins.", {"from": ["Must not be after `to`."]})
        # What its author wrote a moment ago belongs to it, and who was approved a moment ago stands out.
        await asyncio.gather(self._records.likenesses.catch_up(site_id), self._records.author_feed.catch_up(site_id))
        own = await self._own(site_id, seed.state.author_id, first, last)
        looks = looks_of(seed.revision)
        alike = [
            each
            for each in await self._records.likenesses.alike(site_id, looks, first, last, own)
            if each.comment_id != seed.id
        ]
        known = {each.comment_id for each in alike}
        strangers = [Alike(each, UNSEEN) for each in own if each not in known and each != seed.id]
        ranked = sorted([*alike, *strangers], key=lambda each: _rank(each, each.comment_id in own, written))
        comments = await self._read(site_id, [each.comment_id for each in ranked[:MOST_READ]])
        records = await self._records.authors.records(site_id, [each.state.author_id for each in comments.values()])
        found, rejected = [], 0
        for each in ranked[:MOST_READ]:
            comment = comments.get(each.comment_id)
            if comment is None or comment.state.status is Status.DELETED:
                continue
            if comment.state.status is Status.REJECTED:
                rejected += 1
                continue
            found.append(look_alike(seed, comment, each.resemblance, records.get(comment.state.author_id)))
        now = await self._records.store.server_time_ms()
        return {
            "from": rfc3339(first),
            "to": rfc3339(last),
            "kept_since": rfc3339(now - KEPT_MS),
            "rejected": rejected,
            "left_out": max(0, len(found) - limit) + max(0, len(ranked) - MOST_READ),
            "items": [
                await self._document(site_id, each, records, now)
                for each in (LookAlike(seed, 1.0, ("seed",), ()), *found[:limit])
            ],
        }

    async def _own(self, site_id: str, author_id: str, first: int, last: int) -> frozenset[bytes]:
        """What the author wrote in the span of time, the newest of it."""
        before = (last + 1).to_bytes(6, "big") + bytes(10)
        listed = await self._records.authors.comments(site_id, author_id, _AUTHORS_COMMENTS, before)
        return frozenset(each for each in listed if ids.time_of(each) >= first)

    async def _read(self, site_id: str, wanted: Sequence[bytes]) -> dict[bytes, Comment]:
        found: dict[bytes, Comment] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = await self._records.comments.read_many(site_id, wanted[start : start + _AT_ONCE])
            found |= {comment.id: comment for comment in part if comment is not None and comment.revision is not None}
        return found

    async def _document(
        self, site_id: str, each: LookAlike, records: Mapping[str, AuthorRecord], now: int
    ) -> dict[str, Any]:
        comment = each.comment
        article = await self._records.threads.name(site_id, ids.place_of(comment.id)) or ""
        record = records.get(comment.state.author_id)
        return {
            "comment": comment_document(comment, article, everything=True),
            "version": comment.state.version,
            "similarity": each.similarity,
            "why": list(each.why),
            "outlier": bool(each.outlier_why),
            "outlier_why": list(each.outlier_why),
            "scores": judgement_documents(comment.revision)["scores"],
            "author_record": None if record is None else record_document(record, now),
        }


UNSEEN: Final = Resemblance(0.0, False, False, False, False, False)
"""Of a comment of the same author whose looks are not kept any more."""


def look_alike(seed: Comment, comment: Comment, like: Resemblance, record: AuthorRecord | None) -> LookAlike:
    """Why a comment is among the look-alikes, and what speaks against deciding it with them.

    Against it: somebody approved it, its author has a good record, or it has nothing but the author, the address or the
    host of its links in common.
    """
    own = comment.state.author_id == seed.state.author_id
    grounds = {
        "same-text": like.same_text,
        "near-text": like.near_text and not like.same_text,
        "same-link": like.same_link,
        "same-host": like.same_host and not like.same_link,
        "same-author": own,
        "same-address": like.same_origin,
    }
    against = {
        "approved": comment.state.status is Status.APPROVED,
        "good-record": not own and record is not None and good(record),
        "other-text": not (like.near_text or like.same_link),
    }
    return LookAlike(
        comment,
        like.similarity,
        tuple(ground for ground, holds in grounds.items() if holds),
        tuple(ground for ground, holds in against.items() if holds),
    )


def good(record: AuthorRecord) -> bool:
    """Whether what moderators made of an author so far speaks for the author."""
    if record.standing is Standing.TRUSTED:
        return True
    return record.approved >= GOOD_APPROVALS and record.approved >= 10 * record.rejected


def _rank(each: Alike, own: bool, written: int) -> tuple[float, int]:
    """Strong grounds first, then what reads alike, then what was written at about the same time."""
    like = each.resemblance
    strength = 4 * like.near_text + 3 * like.same_link + 2 * own + like.same_host + like.same_origin
    return -(strength + like.similarity), abs(ids.time_of(each.comment_id) - written)
