"""Choosing the models that read a site's comments: which there are, pin, try, promote, roll back. While the service
runs; whatever is chosen was loaded and checked first.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson

from moderation.domain.errors import Conflict, Invalid, ModelUnusable, NotFound, NothingToRollBack
from moderation.domain.model_choice import ModelChoice, Pin
from moderation.scoring.catalogue import Catalogue
from moderation.scoring.models import Release
from moderation.scoring.scorer import ScorerUnavailable
from moderation.services.access import Access
from moderation.services.acting import Acting, pin_of
from moderation.services.saving import until_saved
from moderation.storage.records import Records
from moderation.text.language import LANGUAGES

Change = Callable[[ModelChoice], ModelChoice]


class Choosing:
    def __init__(self, records: Records, access: Access, catalogue: Catalogue, acting: Acting) -> None:
        self._records = records
        self._access = access
        self._catalogue = catalogue
        self._acting = acting

    async def listed(self, site_id: str) -> list[dict[str, Any]]:
        """Per language that is read: which model acts, which is tried, and all there are. UnknownSite."""
        await self._access.site(site_id)
        _, choices = await self._records.models.choices(site_id)
        known = await self._catalogue.all()
        languages = {*self._catalogue.defaults, *choices, *(found.language for found in known.values())}
        return [self._document(site_id, each, choices.get(each, ModelChoice()), known) for each in sorted(languages)]

    async def one(self, site_id: str, language: str) -> dict[str, Any]:
        """The same of one language."""
        await self._access.site(site_id)
        _, choices = await self._records.models.choices(site_id)
        known = await self._catalogue.all()
        return self._document(site_id, language, choices.get(language, ModelChoice()), known)

    async def card(self, site_id: str, language: str, model: str) -> dict[str, Any]:
        """What a model says about itself. NotFound."""
        await self._access.site(site_id)
        found = (await self._catalogue.all()).get(model)
        if found is None or found.language != language:
            raise NotFound(f"There is no model {model[:100]!r} for {language[:20]!r}.")
        return _release_document(site_id, found) | {"about": dict(found.about), "text": found.card()}

    async def pin(self, site_id: str, language: str, model: str | None, actor: str) -> dict[str, Any]:
        """Let a model act, from the next comment on in every process; None: the default one. Invalid, ModelUnusable."""
        pin = None if model is None else await self._usable(language, model)
        return await self._change(site_id, language, "pin_model", actor, lambda choice: choice.choosing(pin))

    async def promote(self, site_id: str, language: str, actor: str) -> dict[str, Any]:
        """Let the model act that was tried. Conflict if none is, ModelUnusable."""
        _, choices = await self._records.models.choices(site_id)
        choice = choices.get(language)
        if choice is None or choice.shadow is None:
            raise Conflict(f"No model is tried for {language!r} that could be promoted.")
        return await self.pin(site_id, language, choice.shadow.model, actor)

    async def roll_back(self, site_id: str, language: str, actor: str) -> dict[str, Any]:
        """Let the model act that did before. NothingToRollBack, ModelUnusable."""

        def back(choice: ModelChoice) -> ModelChoice:
            earlier = choice.rolled_back()
            if earlier is None:
                raise NothingToRollBack(f"No other model has been chosen for {language!r} before.")
            return earlier

        _, choices = await self._records.models.choices(site_id)
        pin = back(choices.get(language, ModelChoice())).pinned
        if pin is not None:
            await self._ready(pin)
        return await self._change(site_id, language, "roll_back_model", actor, back)

    async def shadow(self, site_id: str, language: str, model: str | None, actor: str) -> dict[str, Any]:
        """Try a model beside the acting one, from now on; None: stop trying. Invalid, ModelUnusable."""
        pin = None if model is None else await self._usable(language, model)

        def tried(choice: ModelChoice) -> ModelChoice:
            if pin is not None and pin == choice.pinned:
                sentence = f"{pin.model} acts already; a model is tried beside another one."
                raise Invalid("The model cannot be tried.", {"model": [sentence]})
            return ModelChoice(choice.pinned, pin, choice.earlier)

        return await self._change(site_id, language, "shadow_model", actor, tried)

    async def disagreements(self, site_id: str, language: str, number: int) -> dict[str, Any]:
        """How many comments were compared since the model is tried, and the latest whose verdict would differ."""
        await self._access.site(site_id)
        _, choices = await self._records.models.choices(site_id)
        shadow = choices.get(language, ModelChoice()).shadow
        name = "" if shadow is None else shadow.model
        compared, differing = await self._records.models.comparisons(site_id, language, name)
        return {
            "language": language,
            "shadow": name or None,
            "compared": compared,
            "differing": differing,
            "items": await self._records.models.disagreements(site_id, language, number),
            "next_cursor": None,
        }

    async def _change(self, site_id: str, language: str, action: str, actor: str, change: Change) -> dict[str, Any]:
        await self._access.site(site_id)
        if language not in LANGUAGES:
            raise Invalid(
                "There is no such language.", {"language": [f"{language[:20]!r} is no code such as en or de."]}
            )

        async def attempt() -> dict[str, Any] | None:
            version, choices = await self._records.models.choices(site_id)
            before = choices.get(language, ModelChoice())
            after = change(before)
            if after != before:
                detail = {
                    "action": action,
                    "actor": actor,
                    "language": language,
                    "before": _shown(before),
                    "after": _shown(after),
                }
                saved = {**choices, language: after}
                if await self._records.models.save(site_id, version, saved, orjson.dumps(detail)) is None:
                    return None
                if after.shadow != before.shadow:
                    await self._records.models.forget_comparisons(site_id, language)
                self._access.forget(site_id)
            return self._document(site_id, language, after, await self._catalogue.all())

        return await until_saved("The models keep", attempt)

    async def _usable(self, language: str, model: str) -> Pin:
        """The model as it is now, once it was loaded and checked."""
        known = await self._catalogue.all()
        found = known.get(model)
        if found is None:
            there = ", ".join(sorted(each.name for each in known.values() if each.language == language))
            raise Invalid(
                "There is no such model.", {"model": [f"For {language[:20]!r} there are: {there or 'none'}."]}
            )
        if found.language != language:
            sentence = f"{found.name} reads {found.language!r}, not {language[:20]!r}."
            raise Invalid("The model reads another language.", {"model": [sentence]})
        pin = pin_of(found)
        await self._ready(pin)
        return pin

    async def _ready(self, pin: Pin) -> None:
        try:
            await self._acting.ready(pin)
        except ScorerUnavailable as error:
            raise ModelUnusable(f"Nothing was changed, as {pin.model} cannot be used: {error.reason}") from None

    def _document(
        self, site_id: str, language: str, choice: ModelChoice, known: Mapping[str, Release]
    ) -> dict[str, Any]:
        default = self._catalogue.defaults.get(language)
        problem = self._acting.problem(choice.pinned)
        if choice.pinned is not None and problem is None:
            acting: str | None = choice.pinned.model
        else:
            acting = None if default is None else default.name
        return {
            "language": language,
            "acting": acting,
            "default": None if default is None else default.name,
            **_shown(choice),
            "problem": problem,
            "models": [
                _release_document(site_id, known[name]) for name in sorted(known) if known[name].language == language
            ],
        }


def _shown(choice: ModelChoice) -> dict[str, Any]:
    """The choice as people see it: names."""
    return {"pinned": _name(choice.pinned), "shadow": _name(choice.shadow), "earlier": _names(choice.earlier)}


def _name(pin: Pin | None) -> str | None:
    return None if pin is None else pin.model


def _names(pins: Sequence[Pin | None]) -> list[str | None]:
    return [_name(pin) for pin in pins]


def _release_document(site_id: str, found: Release) -> dict[str, Any]:
    return {
        "name": found.name,
        "language": found.language,
        "attributes": list(found.attributes),
        "sha256": found.sha256,
        "card": f"/v1/sites/{site_id}/models/{found.language}/cards/{quote(found.name, safe='')}",
    }
