"""Every model there is to choose from, and which reads a language unless somebody chose."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from moderation.scoring.models import DEFAULTS, Release, release, releases
from moderation.scoring.scorer import ScorerUnavailable

_KNOWN_SECONDS: Final = 30.0
"""How long a folder is taken to hold what it held when somebody looked."""


class Catalogue:
    """The models of this version, those in `folder`, and the one named by `default` (a name or a folder; empty: the
    one that came with this version), which reads its language by default.

    A model that is missing is missing here as well; whoever wants to score hears of it from the scorer.
    """

    def __init__(self, default: str = "", folder: str = "") -> None:
        self._folder = Path(folder) if folder else None
        self._usual = _found(default)
        self._known: Mapping[str, Release] = {}
        self._looked = -_KNOWN_SECONDS
        own = {} if self._usual is None else {self._usual.language: self._usual}
        shipped = {language: found for language, name in DEFAULTS.items() if (found := _found(name)) is not None}
        self.defaults: Mapping[str, Release] = shipped | own
        """Language -> the model that reads it unless a site chose another."""

    def reference(self, found: Release) -> str:
        """How a scorer is asked for this model."""
        return "" if self._usual is not None and found.folder == self._usual.folder else found.reference

    def is_default(self, language: str, model: str) -> bool:
        """Whether this is the model that reads the language unless a site chose another."""
        found = self.defaults.get(language)
        return found is not None and found.name == model

    async def all(self) -> Mapping[str, Release]:
        """Name -> model, as the folders are now."""
        self._known = await asyncio.to_thread(self._look)
        self._looked = time.monotonic()
        return self._known

    async def find(self, name: str) -> Release | None:
        """The model of that name, None if there is none."""
        if name not in self._known or time.monotonic() - self._looked > _KNOWN_SECONDS:
            await self.all()
        return self._known.get(name)

    def _look(self) -> dict[str, Release]:
        found = releases(self._folder)
        for default in self.defaults.values():
            if (present := _found(default.reference)) is not None:
                found.setdefault(present.name, present)
        return found


def _found(reference: str) -> Release | None:
    try:
        return release(reference)
    except ScorerUnavailable:
        return None
