"""What readers do to comments: reports and likes."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import orjson

from moderation.domain import ids
from moderation.domain.audit import digest, said
from moderation.domain.ids import PARTITIONS
from moderation.domain.report import Notice, Reason, Report
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import report_round
from moderation.storage.replies import fields, sound
from moderation.storage.stored_reports import MARK_LENGTH, decode_report, marks_in, report_of

LIGHT = b',"light":true'
"""What a stored report has that lifts no comment in a queue (`lua/include/report.lua`)."""


def reader_mark(subject: str) -> bytes:
    """Bytes that stand for a reader within one thread."""
    return hashlib.blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=MARK_LENGTH).digest()


_FILED: Final = "filed|"
NOTICE: Final = "notice"
"""Among the reasons that are counted, a notice of illegal content."""


class Reports:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def file(
        self,
        site: str,
        comment_id: bytes,
        reporter: str,
        reason: Reason,
        detail: str | None,
        notice: Notice | None = None,
        *,
        light: bool = False,
    ) -> str:
        """`filed`, `already` (this reader's earlier report is still open) or `gone`. A notice takes the place of a
        report that is none. A light report lifts no comment."""
        report: dict[str, Any] = {"reporter": reporter, "reason": str(reason), "detail": detail}
        if light:
            report["light"] = True
        if notice is not None:
            report["notice"] = said(asdict(notice))
        told = b"" if notice is None else _entry_of(comment_id, notice)
        reply = await self._store.run(
            "file_report",
            keys.thread_keys(site, ids.place_of(comment_id)),
            [
                comment_id,
                reader_mark(reporter),
                orjson.dumps(report),
                str(reason) if notice is None else NOTICE,
                told,
                digest(told),
            ],
            resend=True,
        )
        return str(reply.decode())

    async def counted(self, site: str, partition: int) -> dict[str, int]:
        """How many reports came to a partition ever, by `month|reason`."""
        head = keys.partition(site, partition).head
        stored = fields(await self._store.command(head, "HGETALL", head))
        return {name[len(_FILED) :]: int(number) for name, number in stored.items() if name.startswith(_FILED)}

    async def restore_counts(self, site: str, partition: int, counts: Mapping[str, int]) -> None:
        """Those of an export, where nothing has been counted for that month and reason."""
        head = keys.partition(site, partition).head
        words = [(head, ("HSETNX", head, _FILED + name, number)) for name, number in counts.items()]
        sound(await self._store.commands(words))

    async def received(self, site: str, months: Collection[str]) -> Counter[str]:
        """How many reports came in these months (such as `2026-11`), by reason or NOTICE, whatever became of them."""
        heads = [keys.partition(site, number).head for number in range(PARTITIONS)]
        counted: Counter[str] = Counter()
        for stored in sound(await self._store.commands([(head, ("HGETALL", head)) for head in heads])):
            for name, number in fields(stored).items():
                kind, _, rest = name.partition("|")
                month, _, reason = rest.partition("|")
                if kind == "filed" and month in months:
                    counted[reason] += int(number)
        return counted

    async def of_comment(self, site: str, comment_id: bytes) -> list[Report]:
        """Every report of a comment, in the order in which each reader first reported it."""
        place = ids.place_of(comment_id)
        key, states = keys.reports(site, place), keys.states(site, place)
        marks = await self._store.command(key, "HGET", key, comment_id) or b""
        if not marks:
            return []
        wanted = [comment_id + mark for mark in marks_in(marks)]
        found = await self._store.command(key, "HMGET", key, *wanted)
        state = await self._store.command(states, "HGET", states, comment_id)
        present = report_round(state)
        reports = []
        for raw in found:
            if raw is not None:
                reports.append(report_of(decode_report(raw), present))
        return reports

    async def reported(self, site: str, comment_ids: Sequence[bytes]) -> list[bytes]:
        """Those of these comments that a reader ever reported, in the order given. One command a thread."""
        by_key: dict[str, list[bytes]] = {}
        for comment_id in comment_ids:
            by_key.setdefault(keys.reports(site, ids.place_of(comment_id)), []).append(comment_id)
        replies = sound(await self._store.commands([(key, ("HMGET", key, *each)) for key, each in by_key.items()]))
        marked = {
            comment_id
            for each, marks in zip(by_key.values(), replies, strict=True)
            for comment_id, mark in zip(each, marks, strict=True)
            if mark
        }
        return [each for each in comment_ids if each in marked]

    async def react(self, site: str, comment_id: bytes, reader: str, like: bool) -> int | None:
        """The number of likes now; None if there is no such visible comment."""
        reply = await self._store.run(
            "set_reaction",
            keys.thread_keys(site, ids.place_of(comment_id)),
            [comment_id, reader_mark(reader), int(like)],
            resend=True,
        )
        return None if reply == b"gone" else int(reply)


def _entry_of(comment_id: bytes, notice: Notice) -> bytes:
    """What the audit log says of a notice: not who sent it, as nothing is ever erased there."""
    detail = {"action": "notice", "actor": "reader", "comment": ids.to_text(comment_id), "category": notice.category}
    return orjson.dumps(said(detail))
