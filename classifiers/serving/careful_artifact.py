"""A careful reader on disk: `manifest.json`, and `reader.zip` with its graph and its word pieces. The manifest
carries the SHA-256 of the other file; a reader whose files do not belong together is refused.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from classifiers.serving.artifact import MANIFEST, ModelError

KIND: Final = "careful"
FORMAT: Final = 1
PACKED: Final = "reader.zip"
_GRAPH: Final = "graph.onnx"
_VOCABULARY: Final = "vocabulary.txt"
# No reader is as large; a file that says so is no reader of ours.
_LARGEST_BYTES: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class CarefulArtifact:
    """A careful reader as it was released. `longest`: pieces of a window, marks included; `doubt`: scores of the fast
    reader that call for a second look; `terms`: words that do, whatever the score; `blend`: a row (fast, careful,
    constant) per attribute.
    """

    name: str
    language: str
    attributes: tuple[str, ...]
    longest: int
    doubt: tuple[float, float]
    terms: tuple[str, ...]
    blend: tuple[tuple[float, float, float], ...]
    vocabulary: tuple[str, ...]
    graph: bytes
    about: dict[str, Any]


def is_careful(folder: Path) -> bool:
    """Whether the model in a folder is a careful reader."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("kind") == KIND


def write_careful(artifact: CarefulArtifact, folder: Path) -> None:
    """Write the reader's two files into the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in ((_GRAPH, artifact.graph), (_VOCABULARY, "\n".join(artifact.vocabulary).encode())):
            # A fixed date, or the same numbers would make other bytes tomorrow.
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    packed = archive.getvalue()
    manifest = {
        "format": FORMAT,
        "kind": KIND,
        "name": artifact.name,
        "language": artifact.language,
        "attributes": list(artifact.attributes),
        "longest": artifact.longest,
        "doubt": list(artifact.doubt),
        "blend": {name: list(row) for name, row in zip(artifact.attributes, artifact.blend, strict=True)},
        "terms": list(artifact.terms),
        "reader_sha256": hashlib.sha256(packed).hexdigest(),
        "about": artifact.about,
    }
    (folder / PACKED).write_bytes(packed)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_careful(folder: Path) -> CarefulArtifact:
    """Read a careful reader. Raises ModelError if it is missing, damaged, or of a format this version does not know."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        packed = (folder / PACKED).read_bytes()
    except OSError as error:
        raise ModelError(f"There is no careful reader in {folder}: {error.strerror}.") from error
    except ValueError as error:
        raise ModelError(f"{folder / MANIFEST} is not a manifest: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND or manifest.get("format") != FORMAT:
        raise ModelError(f"The model in {folder} is no careful reader of format {FORMAT}.")
    if hashlib.sha256(packed).hexdigest() != manifest.get("reader_sha256"):
        raise ModelError(f"{folder / PACKED} is not the file its manifest describes (SHA-256 differs).")
    try:
        attributes = tuple(map(str, manifest["attributes"]))
        low, high = map(float, manifest["doubt"])
        vocabulary, graph = _unpack(packed)
        artifact = CarefulArtifact(
            name=str(manifest["name"]),
            language=str(manifest["language"]),
            attributes=attributes,
            longest=int(manifest["longest"]),
            doubt=(low, high),
            terms=tuple(map(str, manifest["terms"])),
            blend=tuple(_row(manifest["blend"][name]) for name in attributes),
            vocabulary=vocabulary,
            graph=graph,
            about=dict(manifest["about"]),
        )
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(f"The careful reader in {folder} is incomplete: {error}.") from error
    if not 16 <= artifact.longest <= 512:
        raise ModelError(f"{artifact.name} has windows of {artifact.longest} pieces.")
    return artifact


def _row(numbers: Any) -> tuple[float, float, float]:
    fast, careful, constant = map(float, numbers)
    return fast, careful, constant


def _unpack(packed: bytes) -> tuple[tuple[str, ...], bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_BYTES:
            raise ValueError("its files are larger than any careful reader")
        return tuple(archive.read(_VOCABULARY).decode("utf-8").split("\n")), archive.read(_GRAPH)
