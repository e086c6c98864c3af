"""What signed-in readers have reported: a list per reader, which leads to the reports in the threads.

The list is written after the report and in another slot, so it says where to look and nothing else: what became of a
report is read from its thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain import ids
from moderation.domain.audit import digest
from moderation.domain.report import Report
from moderation.storage import author_keys, keys
from moderation.storage.client import Store
from moderation.storage.codec import report_round
from moderation.storage.replies import score_pairs, sound
from moderation.storage.reports import reader_mark
from moderation.storage.stored_reports import decode_report, report_of

TIES = 8
"""Reports of one reader in the same millisecond that a page's edge may fall between."""


@dataclass(frozen=True, slots=True)
class Made:
    """A comment that a reader reported; `at` is where the list has it, which the next page goes on from."""

    comment_id: bytes
    at: int


class Reporters:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def note(self, site: str, reader: str, comment_id: bytes, at: int) -> None:
        """List a report with its reader; a later one about the same comment moves it."""
        key = author_keys.reported(site, reader)
        await self._store.command(key, "ZADD", key, "GT", at, comment_id)

    async def made(self, site: str, reader: str, limit: int, before: Made | None = None) -> list[Made]:
        """What a reader reported, newest first, after a place in the list."""
        key = author_keys.reported(site, reader)
        top = "+inf" if before is None else str(before.at)
        words = ["ZRANGE", key, top, "-inf", "BYSCORE", "REV", "LIMIT", "0", str(limit + TIES), "WITHSCORES"]
        found = [Made(member, int(score)) for member, score in score_pairs(await self._store.command(key, *words))]
        if before is not None:
            found = [each for each in found if (each.at, each.comment_id) < (before.at, before.comment_id)]
        return found[:limit]

    async def reports(self, site: str, reader: str, comment_ids: Sequence[bytes]) -> list[Report | None]:
        """The reader's own report of each comment; None where it is gone."""
        mark, words = reader_mark(reader), []
        for comment_id in comment_ids:
            place = ids.place_of(comment_id)
            filed, states = keys.reports(site, place), keys.states(site, place)
            words += [(filed, ("HGET", filed, comment_id + mark)), (states, ("HGET", states, comment_id))]
        replies = sound(await self._store.commands(words))
        return [
            None if raw is None or state is None else report_of(decode_report(raw), report_round(state))
            for raw, state in zip(replies[0::2], replies[1::2], strict=True)
        ]

    async def forget(self, site: str, reader: str, comment_ids: Sequence[bytes], detail: bytes) -> None:
        """Take what a reader wrote out of their reports of these comments, and the comments off their list."""
        for comment_id in comment_ids:
            await self._store.run(
                "forget_report",
                keys.thread_keys(site, ids.place_of(comment_id)),
                [comment_id, reader_mark(reader), detail, digest(detail)],
                resend=True,
            )
        key = author_keys.reported(site, reader)
        if comment_ids:
            await self._store.command(key, "ZREM", key, *comment_ids)
