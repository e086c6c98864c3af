"""What moderators did about authors: carried out, listed, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from moderation.domain.audit import digest
from moderation.domain.author import AuthorRecord, Standing
from moderation.domain.clock import milliseconds
from moderation.domain.measure import Measure
from moderation.storage import author_keys
from moderation.storage.client import Store
from moderation.storage.replies import fields


@dataclass(frozen=True, slots=True)
class NotTakenBack:
    """`word` is `gone`, `stale` (something newer stands) or `undone-before`."""

    word: str


Words = list[bytes | str | int | float]


class Measures:
    def __init__(self, store: Store) -> None:
        self._store = store

    def _named(self, site: str, author: str) -> list[str]:
        own = [author_keys.head(site, author), author_keys.record(site, author), author_keys.audit(site, author)]
        return [*own, author_keys.measures(site, author)]

    async def set_standing(
        self, site: str, author: str, standing: Standing, until: int | None, reason: str, detail: bytes, version: int
    ) -> int | None:
        """The new version of the record; None if it is not at `version` any more."""
        ends = "" if until is None else str(until)
        args: Words = [
            str(standing),
            ends,
            reason,
            detail,
            digest(detail),
            author,
            str(version),
        ]
        reply = await self._store.run("set_standing", self._named(site, author), args)
        return None if reply == b"stale" else int(reply)

    async def warn(self, site: str, author: str, message: str, detail: bytes, version: int) -> int | None:
        """The new version of the record; None if it is not at `version` any more."""
        args: Words = [message, detail, digest(detail), author, str(version)]
        reply = await self._store.run("set_warning", self._named(site, author), args)
        return None if reply == b"stale" else int(reply)

    async def acknowledge(self, site: str, author: str, number: int, detail: bytes) -> str:
        """`acknowledged`, `other` (another warning waits) or `none`."""
        args: Words = [str(number), detail, digest(detail), author]
        reply = await self._store.run("mark_warning", self._named(site, author), args, resend=True)
        return str(reply.decode())

    async def undo(self, site: str, author: str, number: int, moderator: str, detail: bytes) -> int | NotTakenBack:
        """The new version of the record."""
        args: Words = [str(number), moderator, detail, digest(detail), author]
        reply = await self._store.run("undo_standing", self._named(site, author), args)
        return int(reply[1]) if reply[0] == b"undone" else NotTakenBack(reply[0].decode())

    async def restore(
        self, site: str, record: AuthorRecord, measures: Sequence[tuple[int, bytes]], detail: bytes
    ) -> bool:
        """Bring back how an author stood at the record's version, with the stored measures by number; False, with
        nothing changed, if something has been done about the author already."""
        args: Words = [
            str(record.standing),
            "" if record.until is None else str(record.until),
            record.reason or "",
            str(record.version),
            _waiting(record),
            record.id,
            detail,
            digest(detail),
        ]
        for number, raw in measures:
            args += [str(number), raw]
        reply = await self._store.run("restore_standing", self._named(site, record.id), args, resend=True)
        return bool(reply == b"restored")

    async def repair(
        self, site: str, seen: AuthorRecord, right: AuthorRecord, measures: Mapping[int, bytes], detail: bytes
    ) -> bool:
        """Put the record and the list of measures right; False if something was done about the author since the record
        was `seen`."""
        args: Words = [right.id, str(seen.version), _waiting(seen), str(right.version), str(right.standing)]
        args += ["" if right.until is None else str(right.until), _waiting(right), detail, digest(detail)]
        for number, raw in measures.items():
            args += [str(number), raw]
        return bool(await self._store.run("repair_standing", self._named(site, right.id), args) == b"repaired")

    async def stored(self, site: str, author: str) -> list[tuple[int, bytes]]:
        """Everything that was done about an author as it is kept, by number."""
        key = author_keys.measures(site, author)
        kept = fields(await self._store.command(key, "HGETALL", key))
        return sorted((int(number), raw) for number, raw in kept.items())

    async def of_author(self, site: str, author: str) -> list[Measure]:
        """Everything that was done about an author, newest first."""
        found = [decode_measure(number, raw) for number, raw in await self.stored(site, author)]
        return found[::-1]


def _waiting(record: AuthorRecord) -> str:
    warning = record.warning
    return "" if warning is None else f"{warning.number}|{warning.message}"


def encode_measure(at: int, undone_at: int, undone_by: str, acknowledged_at: int, detail: bytes) -> bytes:
    """`time|undone time|undone by|acknowledged time|the audit entry's detail`, as include/measure.lua keeps it; times
    are 0 for what did not happen."""
    return f"{at}|{undone_at}|{undone_by.replace('|', '/')}|{acknowledged_at}|".encode() + detail


def split_measure(raw: bytes) -> tuple[int, int, str, int, dict[str, Any]]:
    """What `encode_measure` put together, the detail read."""
    at, undone_at, undone_by, acknowledged_at, detail = raw.split(b"|", 4)
    return int(at), int(undone_at), undone_by.decode(), int(acknowledged_at), orjson.loads(detail)


def decode_measure(number: int, raw: bytes) -> Measure:
    at, undone_at, undone_by, acknowledged_at, detail = split_measure(raw)
    until = detail.get("until")
    before = Standing(detail.get("before", Standing.NEW))
    return Measure(
        number=number,
        at=at,
        moderator=detail["actor"],
        before=before,
        after=Standing(detail.get("after", before)),
        until=None if until is None else milliseconds(until),
        reason=detail.get("reason"),
        warning=detail.get("message"),
        told=detail.get("told"),
        bulk=detail.get("bulk"),
        act=detail.get("act"),
        acknowledged_at=acknowledged_at or None,
        undone_at=undone_at or None,
        undone_by=undone_by or None,
    )
