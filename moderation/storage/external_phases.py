"""The external moderation phases of a site."""

from collections.abc import Sequence

import orjson

from moderation.domain.audit import digest
from moderation.domain.external_phase import ExternalPhase, document_of, phase_of
from moderation.storage import keys, webhook_keys
from moderation.storage.client import Store


class ExternalPhases:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def phases(self, site: str) -> tuple[int, list[ExternalPhase]]:
        """(version of the document, the site's phases, oldest first)."""
        key = webhook_keys.site_phases(site)
        stored = await self._store.command(key, "GET", key)
        if stored is None:
            return 0, []
        version, _, document = stored.partition(b"|")
        return int(version), [phase_of(each) for each in orjson.loads(document)]

    async def save(self, site: str, version: int, phases: Sequence[ExternalPhase], detail: bytes) -> int | None:
        """The new version, told to every process; None if somebody else saved one after `version`."""
        reply = await self._store.run(
            "save_document",
            [keys.site_head(site), webhook_keys.site_phases(site), keys.site_audit(site), keys.site_bell(site)],
            ["phases", version, orjson.dumps([document_of(phase) for phase in phases]), detail, digest(detail)],
        )
        return None if reply == b"stale" else int(reply)
