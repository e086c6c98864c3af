"""Moderators' notes: those about an author lie beside the author's record, those for the next shift beside the site's.

All notes about one author are one value, replaced as a whole if nobody else has replaced it meanwhile.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Final

import orjson

from moderation.domain.audit import digest
from moderation.domain.ids import PARTITIONS
from moderation.domain.note import Note
from moderation.storage import author_keys, keys
from moderation.storage.client import Store
from moderation.storage.whole_threads import WholeThreads

_SHIFT: Final = "shift"


class Notes:
    """`about`: an author's id, or None for the site's own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def read(self, site: str, about: str | None) -> list[Note]:
        """Oldest first."""
        key, field = _place(site, about)
        return notes_of(await self._store.command(key, "HGET", key, field))

    async def replace(
        self, site: str, about: str | None, before: Sequence[Note], after: Sequence[Note], detail: bytes
    ) -> bool:
        """Whether `before` was still what is kept, and `after` is now."""
        key, field = _place(site, about)
        beside = (
            (keys.site_head(site), keys.site_audit(site))
            if about is None
            else (author_keys.head(site, about), author_keys.audit(site, about))
        )
        reply = await self._store.run(
            "save_note",
            [beside[0], key, beside[1]],
            [field, _stored(before), _stored(after), about or "", detail, digest(detail)],
        )
        return bool(reply == b"saved")

    async def everything(self, site: str) -> AsyncIterator[tuple[str | None, list[Note]]]:
        """The site's own notes, if there are any, and those about each author."""
        if own := await self.read(site, None):
            yield None, own
        whole = WholeThreads(self._store)
        for number in range(PARTITIONS):
            found = {author: raw async for author, raw in whole.hash_pairs(author_keys.notes(site, number))}
            for author in sorted(found):
                yield author.decode(), notes_of(found[author])


def _place(site: str, about: str | None) -> tuple[str, str]:
    if about is None:
        return keys.site_notes(site), _SHIFT
    return author_keys.notes(site, keys.partition_of_author(about)), about


def _stored(notes: Sequence[Note]) -> bytes:
    return orjson.dumps([[note.id, note.text, note.by, note.at] for note in notes]) if notes else b""


def notes_of(raw: bytes | None) -> list[Note]:
    """As they are stored."""
    return [] if not raw else [Note(*parts) for parts in orjson.loads(raw)]
