"""Comment classifiers: trained models that score a comment for the attributes moderators care about. Usable without the
service.

>>> model = load()
>>> model.score(["Thank you, that was kind."])[0]["TOXICITY"] < 0.5
True
"""

from pathlib import Path
from typing import Final

from classifiers.serving.artifact import ModelError, read
from classifiers.serving.classifier import Classifier, Reading
from classifiers.serving.explain import Span

DEFAULT: Final = "toxicity-en-2026.11"
MODELS: Final = Path(__file__).parent / "models"

__all__ = ["DEFAULT", "Classifier", "ModelError", "Reading", "Span", "load", "model_folder", "names"]


def load(name: str | None = None) -> Classifier:
    """A released model by name (None: the default one), or one in a folder given by its path. Raises ModelError."""
    return Classifier(read(model_folder(name)))


def model_folder(name: str | None = None) -> Path:
    """Where a model is, by name or path as in `load`. Raises ModelError."""
    wanted = name or DEFAULT
    folder = MODELS / wanted if wanted in names() else Path(wanted)
    if not folder.is_dir():
        raise ModelError(f"There is no model {wanted}; there are {', '.join(names()) or 'none'}.")
    return folder


def names() -> tuple[str, ...]:
    """The released models that came with this package."""
    if not MODELS.is_dir():
        return ()
    return tuple(
        sorted(folder.name for folder in MODELS.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
    )
