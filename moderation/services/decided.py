"""The decisions of a site's moderators that stand, with the scores of what was decided; read once for everybody who
asks at about the same time. The texts are not kept here: an author may take theirs back meanwhile."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from moderation.domain.learning import Label
from moderation.storage.records import Records

LIFETIME: Final = 30.0
"""Seconds for which they are read once."""


class Decided:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._labels: dict[str, tuple[float, Sequence[Label]]] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    async def labels(self, site_id: str) -> Sequence[Label]:
        """Oldest first. StorageUnavailable."""
        async with self._reading.setdefault(site_id, asyncio.Lock()):
            until, labels = self._labels.get(site_id, (0.0, ()))
            if until <= time.monotonic():
                labels = await self._records.verdicts.labels(site_id, texts=False)
                self._labels[site_id] = time.monotonic() + LIFETIME, labels
            return labels
