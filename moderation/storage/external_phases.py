"""The external moderation phases of a site."""

from collections.abc import Sequence

from moderation.domain.external_phase import ExternalPhase, document_of, phase_of
from moderation.storage import webhook_keys
from moderation.storage.client import Store
from moderation.storage.documents import read_document, save_document


class ExternalPhases:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def phases(self, site: str) -> tuple[int, list[ExternalPhase]]:
        """(version of the document, the site's phases, oldest first)."""
        version, document = await read_document(self._store, webhook_keys.site_phases(site))
        return version, [phase_of(each) for each in document or ()]

    async def save(self, site: str, version: int, phases: Sequence[ExternalPhase], detail: bytes) -> int | None:
        """The new version, told to every process; None if somebody else saved one after `version`."""
        key, document = webhook_keys.site_phases(site), [document_of(phase) for phase in phases]
        return await save_document(self._store, site, key, "phases", version, document, detail)
