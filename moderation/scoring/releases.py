"""The models there are and what their manifests say of them, without loading any."""

import json
from dataclasses import dataclass
from pathlib import Path

from classifiers import ModelError, model_folder
from moderation.scoring.scorer import ScorerUnavailable

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A model as its manifest describes it: what it is called, the language it reads, and what it has evidence for."""

    name: str
    language: str
    attributes: frozenset[str]
    folder: Path


def release(name: str | None = None) -> Release:
    """A model by name or by the path of its folder, None or "" being the default one. ScorerUnavailable if there is no
    such model or it does not say what it is."""
    try:
        folder = model_folder(name)
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Release(
            str(manifest["name"]),
            str(manifest["about"]["language"]),
            frozenset(map(str, manifest["attributes"])),
            folder,
        )
    except ModelError as error:
        raise ScorerUnavailable(str(error)) from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ScorerUnavailable(f"{name or 'the default model'} has no manifest that can be read: {error}") from error
