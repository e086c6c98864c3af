"""A trained model on disk: `manifest.json` says what it is, `weights.npz` holds its numbers, nothing in either can run
code.

The manifest carries the SHA-256 of the weights; a model whose files do not belong together is refused. The same
arrays always make the same bytes, so a model can be trained again and compared.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
WEIGHTS: Final = "weights.npz"
_ARRAYS: Final = ("run_weights", "word_weights", "bias", "calibration")

Floats = npt.NDArray[np.float32]


class ModelError(Exception):
    """A model cannot be loaded; the message is a sentence for the person who wanted it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of a model for A attributes.

    Bucket tables have A + 1 columns: what the feature adds to each attribute's margin (inverse document frequency
    included), and the square it adds to the length of its block. `calibration` has a row (whole, window, constant)
    per attribute: the probability is sigmoid(whole * margin of the comment + window * highest margin of a window +
    constant).
    """

    run_weights: Floats  # run buckets x (A + 1)
    word_weights: Floats  # word buckets x (A + 1)
    bias: Floats  # A
    calibration: Floats  # A x 3


@dataclass(frozen=True, slots=True)
class Artifact:
    """A model as it was released. `length_power`, `window` and `step` are those of its recipe."""

    name: str
    attributes: tuple[str, ...]
    length_power: float
    window: int
    step: int
    weights: Weights
    about: dict[str, Any]


def quantised(array: npt.NDArray[np.floating[Any]]) -> Floats:
    """The array as it will be after a round trip through the artifact: 16-bit numbers, computed with in 32 bits."""
    return array.astype(np.float16).astype(np.float32)


def write(artifact: Artifact, folder: Path) -> None:
    """Write the model's two files into the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = _pack(artifact.weights)
    manifest = {
        "format": FORMAT,
        "name": artifact.name,
        "attributes": list(artifact.attributes),
        "length_power": artifact.length_power,
        "window": artifact.window,
        "step": artifact.step,
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "about": artifact.about,
    }
    (folder / WEIGHTS).write_bytes(weights)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _pack(weights: Weights) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in _ARRAYS:
            array: npt.NDArray[Any] = getattr(weights, name)
            content = io.BytesIO()
            np.lib.format.write_array(
                content, array.astype(np.float16 if name.endswith("weights") else np.float32), allow_pickle=False
            )
            # A fixed date, or the same numbers would make other bytes tomorrow.
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content.getvalue())
    return archive.getvalue()


def read(folder: Path) -> Artifact:
    """Read a model. Raises ModelError if it is missing, damaged, or of a format this version does not know."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        packed = (folder / WEIGHTS).read_bytes()
    except OSError as error:
        raise ModelError(f"There is no model in {folder}: {error.strerror}.") from error
    except ValueError as error:
        raise ModelError(f"{folder / MANIFEST} is not a manifest: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ModelError(f"The model in {folder} is not of format {FORMAT}; train it again with this version.")
    if hashlib.sha256(packed).hexdigest() != manifest.get("weights_sha256"):
        raise ModelError(f"{folder / WEIGHTS} is not the file its manifest describes (SHA-256 differs).")
    try:
        artifact = Artifact(
            name=str(manifest["name"]),
            attributes=tuple(map(str, manifest["attributes"])),
            length_power=float(manifest["length_power"]),
            window=int(manifest["window"]),
            step=int(manifest["step"]),
            weights=_unpack(packed),
            about=dict(manifest["about"]),
        )
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(f"The model in {folder} is incomplete: {error}.") from error
    _check(artifact)
    return artifact


def _unpack(packed: bytes) -> Weights:
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        return Weights(*(np.ascontiguousarray(arrays[name], dtype=np.float32) for name in _ARRAYS))


def _check(artifact: Artifact) -> None:
    width = len(artifact.attributes) + 1
    weights = artifact.weights
    for name, table in (("run_weights", weights.run_weights), ("word_weights", weights.word_weights)):
        if table.ndim != 2 or table.shape[1] != width or table.shape[0] & (table.shape[0] - 1):
            raise ModelError(f"{name} of {artifact.name} has shape {table.shape}, not a power of two by {width}.")
    if weights.bias.shape != (width - 1,) or weights.calibration.shape != (width - 1, 3):
        raise ModelError(f"Bias and calibration of {artifact.name} do not fit its {width - 1} attributes.")
    if artifact.window < 1 or not 1 <= artifact.step <= artifact.window:
        raise ModelError(f"{artifact.name} has windows of {artifact.window} words every {artifact.step}.")
