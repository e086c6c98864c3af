"""Which model acts for a site's language in this process, while choices change and models come and go."""

import asyncio
import time
from collections.abc import Mapping
from typing import Final

import structlog

from moderation.domain.model_choice import ModelChoice, Pin
from moderation.scoring.catalogue import Catalogue
from moderation.scoring.models import Release
from moderation.scoring.scorer import Scorer, ScorerUnavailable
from moderation.text.language import name_of

log = structlog.get_logger()

_PATIENCE: Final = 30.0
"""Seconds after which a model that could not be used is tried again."""


class Acting:
    """A chosen model acts once it is loaded and is the one that was chosen; until then the one before it does. One that
    cannot be used leaves its language to the default model."""

    def __init__(self, scorer: Scorer, catalogue: Catalogue) -> None:
        self._scorer = scorer
        self._catalogue = catalogue
        self._last: dict[tuple[str, str], str] = {}
        self._loading: dict[Pin, asyncio.Task[str]] = {}
        self._problems: dict[Pin, tuple[float, str]] = {}

    async def model(self, site_id: str, language: str, choice: ModelChoice | None, deadline_s: float) -> str:
        """What to ask the scorer for. ScorerUnavailable if nothing can act, or it takes over `deadline_s` seconds."""
        place = (site_id, language)
        if choice is None or choice.pinned is None:
            reference = self._default(language)
            if reference is None:
                raise ScorerUnavailable(f"it is in {name_of(language)}, and no model reads it")
        else:
            reference = await self._chosen(place, choice.pinned, deadline_s)
        self._last[place] = reference
        return reference

    def problem(self, pin: Pin | None) -> str | None:
        """Why a chosen model does not act in this process; None if it does or nobody tried yet."""
        found = None if pin is None else self._problems.get(pin)
        return None if found is None else found[1]

    async def ready(self, pin: Pin) -> str:
        """The scorer's word for a chosen model, loaded and checked; ScorerUnavailable says why it cannot be used."""
        return await asyncio.shield(self._loading_of(pin))

    async def close(self) -> None:
        """Stop loading."""
        loading = tuple(self._loading.values())
        for task in loading:
            task.cancel()
        await asyncio.gather(*loading, return_exceptions=True)

    async def _chosen(self, place: tuple[str, str], pin: Pin, deadline_s: float) -> str:
        problem = self._problems.get(pin)
        if problem is not None and problem[0] > time.monotonic():
            return self._instead(place[1], problem[1])
        found = await self._catalogue.find(pin.model)
        if found is not None and found.sha256 == pin.sha256:
            reference = self._catalogue.reference(found)
            if self._scorer.has(reference):
                return reference
        loading = self._loading_of(pin)
        last = self._last.get(place)
        if last is not None and self._scorer.has(last):
            return last
        try:
            async with asyncio.timeout(deadline_s):
                return await asyncio.shield(loading)
        except TimeoutError:
            raise ScorerUnavailable(f"the model {pin.model} is still being loaded") from None
        except ScorerUnavailable as error:
            return self._instead(place[1], error.reason)

    def _default(self, language: str) -> str | None:
        found = self._catalogue.defaults.get(language)
        return None if found is None else self._catalogue.reference(found)

    def _instead(self, language: str, problem: str) -> str:
        reference = self._default(language)
        if reference is None:
            raise ScorerUnavailable(problem)
        return reference

    def _loading_of(self, pin: Pin) -> "asyncio.Task[str]":
        loading = self._loading.get(pin)
        if loading is None:
            loading = self._loading[pin] = asyncio.create_task(self._load(pin))
            loading.add_done_callback(lambda done: self._loaded(pin, done))
        return loading

    async def _load(self, pin: Pin) -> str:
        found = await self._catalogue.find(pin.model)
        if found is None:
            raise ScorerUnavailable(f"There is no model {pin.model} here.")
        if found.sha256 != pin.sha256:
            raise ScorerUnavailable(f"The model {pin.model} is not the one that was chosen (SHA-256 differs).")
        reference = self._catalogue.reference(found)
        await self._scorer.load(reference)
        return reference

    def _loaded(self, pin: Pin, done: "asyncio.Task[str]") -> None:
        self._loading.pop(pin, None)
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            self._problems.pop(pin, None)
        else:
            self._problems[pin] = (time.monotonic() + _PATIENCE, str(error))
            log.error("a chosen model cannot be used", model=pin.model, error=str(error))


def pin_of(found: Release) -> Pin:
    return Pin(found.name, found.sha256)


def served(defaults: Mapping[str, Release], choices: Mapping[str, ModelChoice]) -> frozenset[str]:
    """The languages that are read: by default, or since the site chose a model for them."""
    return frozenset({*defaults, *(language for language, choice in choices.items() if choice.pinned is not None)})
