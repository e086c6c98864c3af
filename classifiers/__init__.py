"""Comment classifiers: trained models that score a comment for the attributes moderators care about. Usable without the
service.

>>> model = load()
>>> model.score(["Thank you, that was kind."])[0]["TOXICITY"] < 0.5
True
"""

from pathlib import Path
from typing import Final

from classifiers.serving.artifact import ModelError, read
from classifiers.serving.careful import Careful, runs_here
from classifiers.serving.careful_artifact import is_careful, read_careful
from classifiers.serving.classifier import Classifier, Reading
from classifiers.serving.explain import Span

# The released models that are used when none is named, by language.
DEFAULTS: Final = {"en": "toxicity-en-2026.11.2", "de": "toxicity-de-2026.11"}
DEFAULT: Final = DEFAULTS["en"]
CAREFUL: Final = {"en": "careful-en-2026.11"}
MODELS: Final = Path(__file__).parent / "models"

__all__ = [
    "DEFAULT",
    "DEFAULTS",
    "Careful",
    "Classifier",
    "ModelError",
    "Reading",
    "Span",
    "load",
    "load_careful",
    "model_folder",
    "names",
]


def load(name: str | None = None) -> Classifier:
    """A released model by name (None: the default one), or one in a folder given by its path. Raises ModelError."""
    return Classifier(read(model_folder(name)))


def load_careful(language: str = "en") -> Careful | None:
    """The careful reader of a language; None where the extra `careful` is not installed or none is released. Raises
    ModelError if it is damaged.
    """
    name = CAREFUL.get(language)
    return Careful(read_careful(MODELS / name)) if name is not None and runs_here() else None


def model_folder(name: str | None = None) -> Path:
    """Where a model is, by name or path as in `load`. Raises ModelError."""
    wanted = name or DEFAULT
    folder = MODELS / wanted if wanted in names() else Path(wanted)
    if not folder.is_dir():
        raise ModelError(f"There is no model {wanted}; there are {', '.join(names()) or 'none'}.")
    return folder


def names() -> tuple[str, ...]:
    """The released models that came with this package, without the careful readers, which do nothing alone."""
    if not MODELS.is_dir():
        return ()
    return tuple(
        sorted(
            folder.name
            for folder in MODELS.iterdir()
            if folder.is_dir() and not folder.name.startswith("_") and not is_careful(folder)
        )
    )
