"""What moderators write down for each other. Readers and authors never see it; whoever asks for what is kept about them
does."""

import secrets
from typing import Any

import orjson

from moderation.domain.audit import said
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Conflict, NotAllowed, NotFound
from moderation.domain.moderator import Permission, Token
from moderation.domain.note import MOST_NOTES, Note
from moderation.services.access import Access
from moderation.services.saving import until_saved
from moderation.storage.records import Records


class Notes:
    """`about`: an author's id, or None for what the next shift should know."""

    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def of(self, site_id: str, about: str | None) -> dict[str, Any]:
        """Newest first. UnknownSite, StorageUnavailable."""
        await self._access.site(site_id)
        notes = await self._records.notes.read(site_id, about)
        return {"items": [await self._shown(site_id, note) for note in reversed(notes)], "next_cursor": None}

    async def write(self, site_id: str, about: str | None, text: str, moderator: str) -> dict[str, Any]:
        """Add a note; Conflict when there are as many as may be."""
        await self._access.site(site_id)
        note = Note(secrets.token_hex(8), text, moderator, await self._records.store.server_time_ms())
        # The audit log is kept when an author is erased, so it names the note and does not repeat it.
        detail = {"action": "write_note", "actor": moderator, "author": about, "note": note.id}

        async def add() -> bool | None:
            before = await self._records.notes.read(site_id, about)
            if len(before) >= MOST_NOTES:
                raise Conflict(f"There are {MOST_NOTES} notes here already; delete one that nobody needs any more.")
            after = [*before, note]
            return await self._records.notes.replace(site_id, about, before, after, orjson.dumps(said(detail))) or None

        await until_saved("The notes keep", add)
        return await self._shown(site_id, note)

    async def delete(self, site_id: str, about: str | None, note_id: str, holder: Token, moderator: str) -> None:
        """Take one away: one's own, or anybody's for an administrator. NotFound, NotAllowed."""
        await self._access.site(site_id)
        detail = {"action": "delete_note", "actor": moderator, "author": about, "note": note_id}

        async def take_away() -> bool | None:
            before = await self._records.notes.read(site_id, about)
            note = next((note for note in before if note.id == note_id), None)
            if note is None:
                raise NotFound("There is no such note; it may have been deleted already.")
            if note.by != moderator and not holder.may(Permission.ADMINISTER):
                raise NotAllowed("This note is somebody else's; an administrator can delete it.")
            after = [other for other in before if other is not note]
            return await self._records.notes.replace(site_id, about, before, after, orjson.dumps(said(detail))) or None

        await until_saved("The notes keep", take_away)

    async def _shown(self, site_id: str, note: Note) -> dict[str, Any]:
        by = await self._access.moderator_name(site_id, note.by)
        return {"id": note.id, "text": note.text, "by": by, "at": rfc3339(note.at)}
