"""The one door to scores: which language a text is in, which model reads it, and what it says."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import structlog

from moderation.domain.errors import StorageUnavailable
from moderation.scoring.catalogue import Catalogue
from moderation.scoring.languages import Spoken, asked_for, told_from
from moderation.scoring.models import sentences_of
from moderation.scoring.scorer import LanguageNotDetected, Scorer, ScorerUnavailable, Scoring
from moderation.scoring.second_look import SecondLook
from moderation.services.access import Access
from moderation.services.acting import Acting, served
from moderation.text.language import plain_code

log = structlog.get_logger()

LIKELY_TO_REJECT: Final = "LIKELY_TO_REJECT"
MOST_SENTENCES: Final = 100
"""Sentences with scores of their own; the rest of a longer text counts as the last one."""


class SiteReader(Protocol):
    """Knows what a site's moderators reject."""

    async def score(self, site_id: str, text: str, scoring: Scoring) -> float | None:
        """How likely they would reject this text (0 to 1); None where nothing was learned from them yet."""
        ...


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Characters `start` to `end` (half open) of a text, and what is said of them alone."""

    start: int
    end: int
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Analysed:
    """What is said of a text, by the model of its language. `detected` is empty where nobody had to find that out."""

    scoring: Scoring
    language: str
    detected: tuple[str, ...] = ()
    sentences: tuple[SentenceScores, ...] = ()


class Analysis:
    def __init__(
        self, access: Access, scorer: Scorer, catalogue: Catalogue, acting: Acting, second_look: SecondLook
    ) -> None:
        self._access = access
        self._scorer = scorer
        self._catalogue = catalogue
        self._acting = acting
        self._second_look = second_look
        self._site_reader: SiteReader | None = None

    @property
    def languages(self) -> Collection[str]:
        """The languages that are read wherever nobody chose a model for another."""
        return self._catalogue.defaults.keys()

    def learn_from(self, reader: SiteReader) -> None:
        """Ask this reader as well for LIKELY_TO_REJECT."""
        self._site_reader = reader

    async def offered(self, site_id: str, language: str) -> frozenset[str]:
        """The attributes with evidence behind them in this language, with LIKELY_TO_REJECT once the site's own model
        acts; none where no model reads it. UnknownSite."""
        code = plain_code(language)
        choice = (await self._access.models(site_id)).get(code)
        pin = None if choice is None else choice.pinned
        chosen = None if pin is None else await self._catalogue.find(pin.model)
        found = chosen or self._catalogue.defaults.get(code)
        if found is None:
            return frozenset()
        learned = (await self._access.learned(site_id)).version is not None
        return frozenset(found.attributes) | ({LIKELY_TO_REJECT} if learned else frozenset())

    async def read(
        self,
        site_id: str,
        text: str,
        deadline_s: float,
        *,
        languages: Sequence[str] = (),
        sentences: bool = False,
        spans: bool = True,
    ) -> Analysed:
        """Scores of a text whose sender may say what it is written in, within `deadline_s` seconds. Spans and scores of
        each sentence take time of their own.

        Raises LanguageNotSupported, LanguageNotDetected (nothing was said and there are no letters),
        ScorerUnavailable, UnknownSite, StorageUnavailable.
        """
        if languages:
            spoken = asked_for(languages, text, await self._served(site_id))
        elif not any(map(str.isalpha, text)):
            raise LanguageNotDetected("There is nothing in the text that could be in any language.")
        else:
            spoken = await self._told_from(site_id, text)
        return await self._scored(site_id, text, deadline_s, spoken, sentences=sentences, spans=spans)

    async def read_comment(self, site_id: str, body: str, deadline_s: float) -> Analysed:
        """Scores of a comment: one that could be in any language is in its site's. LanguageNotSupported,
        ScorerUnavailable, UnknownSite, StorageUnavailable."""
        return await self._scored(site_id, body, deadline_s, await self._told_from(site_id, body))

    async def _told_from(self, site_id: str, text: str) -> Spoken:
        policy = await self._access.policy(site_id)
        return told_from(text, policy.languages, await self._served(site_id))

    async def _served(self, site_id: str) -> frozenset[str]:
        return served(self._catalogue.defaults, await self._access.models(site_id))

    async def shadow(self, site_id: str, language: str, text: str, deadline_s: float) -> Scoring | None:
        """What the model says that the site tries beside the acting one; None where it tries none. ScorerUnavailable,
        StorageUnavailable."""
        choice = (await self._access.models(site_id)).get(language)
        if choice is None or choice.shadow is None:
            return None
        reference = await self._acting.ready(choice.shadow)
        return sound(await self._scorer.score(text, deadline_s, model=reference, spans=False))

    async def _scored(
        self,
        site_id: str,
        text: str,
        deadline_s: float,
        spoken: Spoken,
        *,
        sentences: bool = False,
        spans: bool = True,
    ) -> Analysed:
        choice = (await self._access.models(site_id)).get(spoken.language)
        model = await self._acting.model(site_id, spoken.language, choice, deadline_s)
        scoring = sound(await self._scorer.score(text, deadline_s, model=model, spans=spans))
        calibrated = self._catalogue.is_default(spoken.language, scoring.model)
        scoring = sound(await self._second_look.look(spoken.language, text, scoring, calibrated=calibrated))
        parts = await self._sentences(text, model, scoring, deadline_s) if sentences else ()
        return Analysed(await self._with_site_reader(site_id, text, scoring), spoken.language, spoken.detected, parts)

    async def _sentences(
        self, text: str, model: str, scoring: Scoring, deadline_s: float
    ) -> tuple[SentenceScores, ...]:
        places = sentences_of(text, MOST_SENTENCES)
        if len(places) < 2:
            return tuple(SentenceScores(start, end, scoring.scores) for start, end in places)
        # Asked for together, they are scored together.
        scored = await asyncio.gather(
            *(self._scorer.score(text[start:end], deadline_s, model=model, spans=False) for start, end in places)
        )
        return tuple(
            SentenceScores(start, end, sound(each).scores) for (start, end), each in zip(places, scored, strict=True)
        )

    async def _with_site_reader(self, site_id: str, text: str, scoring: Scoring) -> Scoring:
        if self._site_reader is None:
            return scoring
        try:
            score = await self._site_reader.score(site_id, text, scoring)
        except StorageUnavailable as error:  # what the model says stands without it
            log.warning("what was learned on site could not be asked", site=site_id, error=error.reason)
            return scoring
        if score is None:
            return scoring
        return replace(scoring, scores={**scoring.scores, LIKELY_TO_REJECT: score})


def sound(scoring: Scoring) -> Scoring:
    """The scoring if its scores are numbers from 0 to 1; otherwise ScorerUnavailable, as one that is not would stand
    below every threshold unnoticed."""
    for attribute, score in scoring.scores.items():
        if not 0.0 <= score <= 1.0:
            log.error("the classifier answered with what is no score", attribute=attribute, model=scoring.model)
            raise ScorerUnavailable("the classifier's answer made no sense")
    return scoring
