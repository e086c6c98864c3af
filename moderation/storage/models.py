"""Which models a site has chosen, and what came of those that it tries."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from moderation.domain.model_choice import ModelChoices, choices_of, document_of
from moderation.storage import model_keys
from moderation.storage.client import Store
from moderation.storage.documents import read_document, save_document
from moderation.storage.replies import fields, sound

MOST_DISAGREEMENTS: Final = 500
"""Kept per site and language, newest first."""


class Models:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def choices(self, site: str) -> tuple[int, ModelChoices]:
        """(version, what was chosen per language); a language nobody chose for is not among them."""
        version, document = await read_document(self._store, model_keys.site_models(site))
        return version, {} if document is None else choices_of(document)

    async def save(self, site: str, version: int, choices: ModelChoices, detail: bytes) -> int | None:
        """The new version; None if somebody else saved one after `version`."""
        key = model_keys.site_models(site)
        return await save_document(self._store, site, key, "models", version, document_of(choices), detail)

    async def note_comparison(
        self, site: str, language: str, shadow: str, disagreement: Mapping[str, Any] | None
    ) -> None:
        """Count a comment that the shadow model scored too; with what is to be kept of it if the verdicts differ."""
        entry = b"" if disagreement is None else orjson.dumps(disagreement)
        await self._store.run(
            "note_comparison",
            [model_keys.shadow_tally(site, language), model_keys.disagreements(site, language)],
            [shadow, entry, MOST_DISAGREEMENTS],
        )

    async def comparisons(self, site: str, language: str, shadow: str) -> tuple[int, int]:
        """(comments compared, comments whose verdict would have differed) since this model is tried."""
        key = model_keys.shadow_tally(site, language)
        tally = fields(await self._store.command(key, "HGETALL", key))
        return int(tally.get(f"compared|{shadow}", 0)), int(tally.get(f"differing|{shadow}", 0))

    async def disagreements(self, site: str, language: str, number: int) -> list[dict[str, Any]]:
        """The latest ones, newest first."""
        key = model_keys.disagreements(site, language)
        return [orjson.loads(entry) for entry in await self._store.command(key, "LRANGE", key, 0, number - 1)]

    async def forget_comparisons(self, site: str, language: str) -> None:
        """Begin anew, as another model is tried or none."""
        names = (model_keys.shadow_tally(site, language), model_keys.disagreements(site, language))
        sound(await self._store.commands([(key, ("UNLINK", key)) for key in names]))

    async def delete(self, site: str) -> None:
        """Forget all of it."""
        _, choices = await self.choices(site)
        for language in choices:
            await self.forget_comparisons(site, language)
        key = model_keys.site_models(site)
        await self._store.command(key, "UNLINK", key)
