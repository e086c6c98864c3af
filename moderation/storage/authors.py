"""Authors: what they may spend, what their comments came to, their standing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain.audit import digest
from moderation.domain.author import AuthorRecord, Standing, Warned
from moderation.domain.clock import DAY_MS
from moderation.storage import author_keys, keys
from moderation.storage.client import Store
from moderation.storage.replies import fields

REMEMBER_MS = DAY_MS
"""Fingerprints of an author's comments are kept this long after the last one."""
LOOKED_AT: Final = 300
"""An author's newest comments by which it is told how the author fares."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What is known of an author when they post: the allowance, the record, recent fingerprints, the time."""

    granted: bool
    wait_ms: int
    recent: tuple[str, ...]
    record: AuthorRecord
    now: int
    pause_ms: int | None = None
    """Since the latest of the recent ones; None where there is none."""


@dataclass(frozen=True, slots=True)
class NewestComments:
    """Ids of an author's newest comments, newest first; `complete` if there are no others."""

    ids: Sequence[bytes]
    complete: bool


class Authors:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def spend(
        self, site: str, subject: str, author_id: str, per_minute: int, fingerprint: str, attempt: str
    ) -> Spent:
        """Spend one comment of a subject's allowance and read what is known of the author, in one round trip.

        The fingerprint (its text form) is remembered under `attempt`, so that the same attempt sent again is no
        repetition. A guest's allowance is their address's, so it lies apart from the record; both are asked at once.
        """
        interval = 60_000 / per_minute if per_minute else 0
        names = _spending(site, subject, author_id)
        args = [interval, max(1, per_minute), fingerprint, attempt, REMEMBER_MS]
        known: AuthorRecord | None = None
        if subject == author_id:
            reply = await self._store.run("spend_allowance", names, args)
        else:
            reply, known = await asyncio.gather(
                self._store.run("spend_allowance", names, args), self.record(site, author_id)
            )
        granted, wait, recent, record, now = reply
        known = known or record_of(author_id, fields(record))
        seen = [entry.decode().split(":") for entry in recent]
        others = [entry for entry in seen if entry[1] != attempt]
        times = [int(at) for _, _, *time in others[:1] for at in time]  # what an earlier version remembered has none
        pause = max(0, int(now) - times[0]) if times else None
        return Spent(bool(granted), int(wait), tuple(entry[0] for entry in others), known, int(now), pause)

    async def allow(self, site: str, subject: str, interval_ms: float, most: int) -> int:
        """Spend one of an allowance of its own: one for each interval, and up to `most` at once. Milliseconds to wait
        where it is spent, and 0 where it was granted."""
        names = _spending(site, subject, "")
        granted, wait, *_ = await self._store.run("spend_allowance", names, [interval_ms, most, "", "", REMEMBER_MS])
        return 0 if granted else max(1, int(wait))

    async def forget(self, site: str, subject: str, fingerprint: str, attempt: str) -> None:
        """The text was not stored after all."""
        await self._store.run(
            "forget_attempt", [author_keys.recent(site, subject)], [fingerprint, attempt], resend=True
        )

    async def record(self, site: str, author_id: str) -> AuthorRecord:
        key = author_keys.record(site, author_id)
        return record_of(author_id, fields(await self._store.command(key, "HGETALL", key)))

    async def records(self, site: str, author_ids: Sequence[str]) -> dict[str, AuthorRecord]:
        wanted = sorted(set(author_ids))
        words = [(key, ("HGETALL", key)) for key in (author_keys.record(site, author_id) for author_id in wanted)]
        replies = await self._store.commands(words)
        return {
            author_id: record_of(author_id, fields(reply))
            for author_id, reply in zip(wanted, replies, strict=True)
            if not isinstance(reply, Exception)
        }

    async def comments(self, site: str, author_id: str, limit: int, before: bytes | None) -> list[bytes]:
        """Ids of an author's comments, newest first."""
        key = author_keys.comments(site, author_id)
        edge = "+" if before is None else b"(" + before
        found: list[bytes] = await self._store.command(key, "ZRANGE", key, edge, "-", "BYLEX", "REV", "LIMIT", 0, limit)
        return found

    async def newest(self, site: str, author_id: str) -> NewestComments:
        found = await self.comments(site, author_id, LOOKED_AT + 1, None)
        return NewestComments(found[:LOOKED_AT], len(found) <= LOOKED_AT)

    async def note_comment(self, site: str, author_id: str, comment_id: bytes) -> None:
        """List a comment among its author's at once; the event consumer would do so a moment later."""
        key = author_keys.comments(site, author_id)
        await self._store.command(key, "ZADD", key, 0, comment_id)

    async def apply(
        self,
        site: str,
        author_id: str,
        source: int,
        event_id: str,
        *,
        comment_id: bytes,
        name: str,
        at: int,
        posted: int,
        visible: int,
        approved: int,
        rejected: int,
    ) -> bool:
        """Apply what an event did to its author's record; False if it had been applied before."""
        ms, _, sequence = event_id.partition("-")
        number = keys.partition_of_author(author_id)
        reply = await self._store.run(
            "apply_event",
            [
                author_keys.cursors(site, number),
                author_keys.record(site, author_id),
                author_keys.comments(site, author_id),
            ],
            [str(source), ms, sequence, comment_id, name, at, posted, visible, approved, rejected, 0],
            resend=True,
        )
        return bool(reply == b"applied")

    async def erase(self, site: str, author_id: str, detail: bytes) -> None:
        await self._store.run(
            "erase_author",
            [
                author_keys.head(site, author_id),
                author_keys.record(site, author_id),
                author_keys.audit(site, author_id),
                author_keys.comments(site, author_id),
                author_keys.recent(site, author_id),
                author_keys.allowance(site, author_id),
                author_keys.notes(site, keys.partition_of_author(author_id)),
                author_keys.measures(site, author_id),
            ],
            [detail, digest(detail), author_id],
            resend=True,
        )


def _spending(site: str, subject: str, author_id: str) -> list[str]:
    return [
        author_keys.allowance(site, subject),
        author_keys.recent(site, subject),
        author_keys.beside(site, subject, author_id),
    ]


def record_of(author_id: str, stored: dict[str, bytes]) -> AuthorRecord:
    def number(name: str) -> int:
        return int(stored.get(name, 0))

    return AuthorRecord(
        id=author_id,
        name=stored["name"].decode() if "name" in stored else None,
        standing=Standing(stored["standing"].decode()) if "standing" in stored else Standing.NEW,
        until=number("until") or None,
        reason=stored["reason"].decode() if "reason" in stored else None,
        posted=number("posted"),
        visible=number("visible"),
        approved=number("approved"),
        rejected=number("rejected"),
        version=number("version"),
        first_at=number("first") or None,
        warning=_warning(stored.get("warning")),
    )


def _warning(stored: bytes | None) -> Warned | None:
    if stored is None:
        return None
    number, _, message = stored.partition(b"|")
    return Warned(int(number), message.decode())
