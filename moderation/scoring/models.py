"""Our own models in the service's terms: which there are, and what a loaded one says. The only module that knows the
`classifiers` package.

A model is named to a scorer by a reference: its name or the path of its folder, empty for the default one.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import classifiers
from classifiers import Careful, Classifier, ModelError, Reading
from classifiers import Span as Evidence
from classifiers.serving.artifact import MANIFEST, Artifact, read
from classifiers.serving.careful import runs_here
from classifiers.serving.sentences import sentences
from moderation.domain.comment import Span
from moderation.scoring.scorer import ScorerUnavailable, Scoring

_log = logging.getLogger(__name__)

DEFAULTS: Final[Mapping[str, str]] = classifiers.DEFAULTS
"""Language -> the model that came with this version and reads it unless a site says otherwise."""
CARD: Final = "CARD.md"
METRICS: Final = "metrics.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A model as its manifest describes it, not loaded: the language it reads, the attributes it has evidence for, and
    the SHA-256 of its weights."""

    name: str
    language: str
    attributes: tuple[str, ...]
    sha256: str
    folder: Path
    about: Mapping[str, Any]

    @property
    def reference(self) -> str:
        return str(self.folder)

    def card(self) -> str:
        """What its card says, as Markdown; empty where it has none."""
        try:
            return (self.folder / CARD).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""


def release(reference: str | None = None) -> Release:
    """A model by its reference. ScorerUnavailable if there is none, or it does not say what it is."""
    try:
        folder = classifiers.model_folder(reference)
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Release(
            name=str(manifest["name"]),
            language=str(manifest["about"]["language"]),
            attributes=tuple(map(str, manifest["attributes"])),
            sha256=str(manifest["weights_sha256"]),
            folder=folder.absolute(),
            about=dict(manifest["about"]),
        )
    except ModelError as error:
        raise ScorerUnavailable(str(error)) from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        named = reference or "the default model"
        raise ScorerUnavailable(f"The manifest of {named} cannot be read: {error}") from error


def releases(folder: Path | None) -> dict[str, Release]:
    """Name -> model, of those that came with this version and those in the folders of `folder`. What is no model is
    left out; a name that came with this version always means that model."""
    candidates = [str(found.parent) for found in sorted(folder.glob(f"*/{MANIFEST}"))] if folder is not None else []
    found: dict[str, Release] = {}
    for reference in (*candidates, *classifiers.names()):
        try:
            each = release(reference)
        except ScorerUnavailable:
            continue
        found[each.name] = each
    return found


def measured(found: Release) -> Mapping[str, Mapping[str, Any]]:
    """Attribute -> the quality that was measured on the natural mix when the model was released: comments, positives,
    and under `at` precision, recall and the share held per threshold. Empty where the model does not tell."""
    try:
        metrics = json.loads((found.folder / METRICS).read_text(encoding="utf-8"))
        quality = metrics.get("quality", {}).get("fast", metrics)
        return {name: row for name, row in quality["natural_mix"].items() if row["at"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


class Model:
    """A loaded model that speaks the service's terms."""

    def __init__(self, artifact: Artifact) -> None:
        self._classifier = Classifier(artifact)
        self.name = artifact.name
        # The first comment should not pay for what numpy and the tables put off until they are used.
        self.read(("Thank you for the article.", "You are all idiots."))

    def read(self, texts: Sequence[str], *, spans: bool = True) -> list[Scoring]:
        """Scores of each text, with the spans that earned them if they are wanted."""
        if spans:
            return [self._scoring(reading) for reading in self._classifier.read(texts)]
        return [Scoring(scores, (), self.name) for scores in self._classifier.score(texts)]

    def _scoring(self, reading: Reading) -> Scoring:
        return Scoring(reading.scores, _spans(reading), self.name)


def _spans(reading: Reading) -> tuple[Span, ...]:
    return tuple(Span(span.attribute, span.start, span.end, span.value) for span in reading.spans)


class CarefulModel:
    """The careful reader of a language, in the service's terms. For texts that the default model is unsure of: it
    weighs both readers' words as it was calibrated with that model."""

    def __init__(self, reader: Careful) -> None:
        self._reader = reader
        self.name = reader.name

    def doubtful(self, text: str, scoring: Scoring) -> bool:
        """Whether it should have a look. Costs about as much as reading the text for listed words."""
        return self._reader.doubtful(text, dict(scoring.scores))

    def reread(self, text: str, scoring: Scoring) -> Scoring:
        """The scoring after its look; takes some milliseconds. One of a text too long for it stays as it was."""
        spans = tuple(Evidence(span.attribute, span.start, span.end, span.value) for span in scoring.spans)
        (reading,) = self._reader.reread([text], [Reading(dict(scoring.scores), spans)])
        return Scoring(reading.scores, _spans(reading), scoring.model, reading.reader)


def careful_models() -> dict[str, CarefulModel]:
    """Language -> its careful reader, loaded; none where its runtime is not installed. One that is damaged is left out
    with a line in the log."""
    found = {}
    for language in careful_releases():
        try:
            reader = classifiers.load_careful(language)
        except ModelError as error:
            _log.error("a careful reader cannot be used: %s", error)
            continue
        if reader is not None:
            found[language] = CarefulModel(reader)
    return found


def careful_runs_here() -> bool:
    """Whether the careful readers' runtime is installed."""
    return runs_here()


def careful_releases() -> Mapping[str, str]:
    """Language -> the careful reader that came with this version, whether or not its runtime is installed."""
    return classifiers.CAREFUL


def sentences_of(text: str, most: int) -> Sequence[tuple[int, int]]:
    """Start and end (characters, end exclusive) of each sentence; of more than `most` the last is all that is left."""
    found = sentences(text)
    return found if len(found) <= most else [*found[: most - 1], (found[most - 1][0], found[-1][1])]


def load_artifact(reference: str | None) -> Artifact:
    """A model's numbers, checked against its manifest; ScorerUnavailable if it is missing or damaged."""
    try:
        return read(classifiers.model_folder(reference))
    except ModelError as error:
        raise ScorerUnavailable(str(error)) from error
