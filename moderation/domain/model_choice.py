"""Which model reads a site's comments in one language, which is tried beside it, and which did before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

MOST_EARLIER: Final = 20
"""Earlier choices that are kept to roll back to."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A model, and the SHA-256 its weights had when it was chosen: other weights under its name are another model."""

    model: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelChoice:
    pinned: Pin | None = None
    """None stands for the model that comes with the product, whichever that is."""
    shadow: Pin | None = None
    earlier: tuple[Pin | None, ...] = ()
    """What was pinned before, newest first."""

    def choosing(self, pin: Pin | None) -> "ModelChoice":
        """With this model acting; it is no longer tried then, if it was. The same again changes nothing."""
        shadow = None if self.shadow == pin else self.shadow
        if pin == self.pinned:
            return replace(self, shadow=shadow)
        return ModelChoice(pin, shadow, (self.pinned, *self.earlier)[:MOST_EARLIER])

    def rolled_back(self) -> "ModelChoice | None":
        """With what was pinned before; None if nothing was."""
        if not self.earlier:
            return None
        return ModelChoice(self.earlier[0], self.shadow, self.earlier[1:])


ModelChoices = Mapping[str, ModelChoice]
"""By language, ISO 639-1."""


def choices_of(document: Mapping[str, Any]) -> ModelChoices:
    """The choices that `document_of` wrote."""
    return {
        language: ModelChoice(
            _pin(stored.get("pinned")), _pin(stored.get("shadow")), tuple(map(_pin, stored.get("earlier", ())))
        )
        for language, stored in document.items()
    }


def document_of(choices: ModelChoices) -> dict[str, Any]:
    """The choices as JSON values."""
    return {
        language: {
            "pinned": _plain(choice.pinned),
            "shadow": _plain(choice.shadow),
            "earlier": [_plain(pin) for pin in choice.earlier],
        }
        for language, choice in choices.items()
    }


def _pin(stored: Mapping[str, str] | None) -> Pin | None:
    return None if stored is None else Pin(stored["model"], stored["sha256"])


def _plain(pin: Pin | None) -> dict[str, str] | None:
    return None if pin is None else {"model": pin.model, "sha256": pin.sha256}
