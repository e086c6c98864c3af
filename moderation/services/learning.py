"""What a site's moderators reject, as its own model says it (LIKELY_TO_REJECT), and labels other programs suggest."""

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from moderation.domain.errors import StorageUnavailable
from moderation.domain.learning import Label, Version
from moderation.domain.site import Site
from moderation.scoring.onsite import LessonFailed, OwnModel, hashed
from moderation.scoring.scorer import LanguageNotDetected, LanguageNotSupported, ScorerUnavailable, Scoring
from moderation.services.access import Access
from moderation.services.analysis import LIKELY_TO_REJECT, Analysis
from moderation.services.site_secret import keyed
from moderation.storage.records import Records

log = structlog.get_logger()

REJECTED: Final = 0.5
"""A suggested score from here on says that the text should be rejected."""


class Learning:
    """Each process loads the acting model of a site once; Access hears of every promotion and roll-back at once."""

    def __init__(self, records: Records, access: Access, analysis: Analysis, score_seconds: float) -> None:
        self._records = records
        self._access = access
        self._analysis = analysis
        self._score_seconds = score_seconds
        self._models: dict[str, tuple[Version, OwnModel | None]] = {}
        self._loading = asyncio.Lock()

    async def score(self, site_id: str, text: str, scoring: Scoring) -> float | None:
        """How likely the site's moderators are to reject a text (0 to 1); None while it has no model of its own."""
        acting = (await self._access.learned(site_id)).version
        if acting is None:
            return None
        known = self._models.get(site_id)
        if known is None or known[0].sha256 != acting.sha256:
            known = await self._load(site_id, acting)
        return None if known is None or known[1] is None else known[1].score(text, scoring.scores)

    async def suggest(
        self,
        site_id: str,
        text: str,
        suggested: Mapping[str, float],
        source: str,
        client_token: str | None = None,
        community: str | None = None,
    ) -> bool:
        """Take in what another program says of a text; whether it is kept as a label.

        It is not if the text has no score, as no model reads it, or if `source` had its share of the day. Of the text
        only hashed features are kept, and a keyed digest by which the erasure of its author finds it. UnknownSite,
        StorageUnavailable.
        """
        if not suggested:
            return False
        site = await self._access.site(site_id)
        rejected = suggested.get(LIKELY_TO_REJECT, max(suggested.values())) >= REJECTED
        try:
            scoring = (await self._analysis.read(site_id, text, self._score_seconds)).scoring
        except (LanguageNotSupported, LanguageNotDetected, ScorerUnavailable):
            return False
        label = Label(rejected, source, True, 0, scoring.scores, None, hashed(text))
        word = await self._records.learning.suggest(site_id, mark_of(site, text), label)
        if word != "noted":
            log.info(
                "a suggestion was not kept",
                site=site_id,
                source=source,
                reason=word,
                client_token=client_token,
                community=community,
            )
        return word == "noted"

    async def _load(self, site_id: str, acting: Version) -> tuple[Version, OwnModel | None] | None:
        async with self._loading:
            known = self._models.get(site_id)
            if known is not None and known[0].sha256 == acting.sha256:
                return known
            try:
                artifact = await self._records.learning.artifact(site_id, acting.sha256)
            except StorageUnavailable:
                return None
            found: OwnModel | None = None
            try:
                if artifact is None:
                    raise LessonFailed("The site's model is not in storage.")
                found = OwnModel(artifact, acting.sha256)
            except LessonFailed as error:
                log.error("a site's model cannot be used", site=site_id, version=acting.number, error=str(error))
            self._models[site_id] = (acting, found)
            return self._models[site_id]


def mark_of(site: Site, text: str) -> bytes:
    """Sixteen bytes that stand for a text among a site's suggestions; nobody without its secret can work them out."""
    return keyed(site, "suggested", text)[:16]
