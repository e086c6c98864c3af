"""Trying a model on a site's comments without letting it act: beside the acting one, after the author has been
answered.
"""

import asyncio
from dataclasses import replace
from typing import Any, Final

import structlog

from moderation.domain import ids
from moderation.domain.clock import rfc3339
from moderation.domain.errors import StorageUnavailable, UnknownSite
from moderation.pipeline.facts import Facts, Scores
from moderation.pipeline.judge import Verdict, judge
from moderation.scoring.scorer import ScorerUnavailable, Scoring
from moderation.services.analysis import LIKELY_TO_REJECT, Analysis
from moderation.storage.client import ScriptFailed
from moderation.storage.records import Records

log = structlog.get_logger()

_SECONDS: Final = 30.0
"""How long a comparison may take; nobody waits for it."""
_AT_ONCE: Final = 100
"""Comparisons under way; further comments are not compared, so that a flood is not made twice as heavy."""


class Shadowing:
    def __init__(self, records: Records, analysis: Analysis) -> None:
        self._records = records
        self._analysis = analysis
        self._under_way: set[asyncio.Task[None]] = set()

    def compare(self, site_id: str, comment_id: bytes, facts: Facts, verdict: Verdict) -> None:
        """Have the model that the site tries, if it does, judge the same facts; returns at once."""
        if isinstance(facts.scoring, Scores) and len(self._under_way) < _AT_ONCE:
            task = asyncio.create_task(self._compare(site_id, comment_id, facts, facts.scoring, verdict))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Wait for the comparisons under way."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def close(self) -> None:
        for task in self._under_way:
            task.cancel()
        await self.settled()

    async def _compare(self, site_id: str, comment_id: bytes, facts: Facts, scores: Scores, verdict: Verdict) -> None:
        try:
            shadow = await self._analysis.shadow(site_id, scores.language, facts.body, _SECONDS)
            if shadow is None:
                return
            other = judge(replace(facts, scoring=_as_if(scores, shadow)))
            found = None
            if other.status is not verdict.status:
                found = _disagreement(comment_id, facts, scores, verdict, shadow, other)
            await self._records.models.note_comparison(site_id, scores.language, shadow.model, found)
        except (ScorerUnavailable, StorageUnavailable, ScriptFailed, UnknownSite) as error:
            log.warning("a model could not be tried on a comment", site=site_id, error=str(error))


def _as_if(scores: Scores, shadow: Scoring) -> Scores:
    """The shadow's scores, with what the site itself taught, which is no part of either model."""
    taught = {name: score for name, score in scores.scores.items() if name == LIKELY_TO_REJECT}
    return replace(scores, scores={**shadow.scores, **taught}, spans=shadow.spans, model=shadow.model)


def _disagreement(
    comment_id: bytes, facts: Facts, scores: Scores, verdict: Verdict, shadow: Scoring, other: Verdict
) -> dict[str, Any]:
    return {
        "comment_id": ids.to_text(comment_id),
        "at": rfc3339(facts.now),
        "acting": {
            "model": scores.model,
            "reader": scores.reader,
            "scores": _rounded(scores.scores),
            "verdict": str(verdict.status),
        },
        "shadow": {
            "model": shadow.model,
            "reader": shadow.reader,
            "scores": _rounded(shadow.scores),
            "verdict": str(other.status),
        },
    }


def _rounded(scores: Any) -> dict[str, float]:
    return {name: round(score, 4) for name, score in scores.items()}
