"""Train a careful reader: the weights of a small general encoder, taught the attributes on the same comments that the
fast reader learns from.

Every corpus may differ from the others in its share of positives before words have to explain it, by a constant of
its own that is dropped afterwards; labels that a corpus does not give weigh nothing; where raters' shares are known
they are what is learned. The same recipe, data, number of threads and versions make the same weights.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from classifiers.serving.wordpiece import FIRST, LAST, PAD, UNKNOWN, WordPieces
from classifiers.training.encoder import Encoder, Shape
from classifiers.training.examples import PARTS, Example
from classifiers.training.recipe import CarefulRecipe

Say = Callable[[str], None]

# Of the parts that groups fall into, the first is kept for measuring, the second to weigh the two readers against
# each other.
WEIGHING = 1
_WARM_UP = 0.06
_DECAY = 0.01
_REPORT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """Comments as numbers: pieces of each, what is true of it (comments x attributes), how much that weighs, its
    corpus.
    """

    pieces: list[npt.NDArray[np.int64]]
    truth: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]
    corpus: npt.NDArray[np.int64]


def learned_from(recipe: CarefulRecipe, examples: Sequence[Example]) -> list[Example]:
    """The examples that a careful reader learns from: neither kept for measuring nor for weighing, and of each corpus
    at most what the recipe says.
    """
    chosen: list[Example] = []
    for corpus, (_, at_most) in recipe.corpora.items():
        own = [example for example in examples if example.corpus == corpus and example.group % PARTS > WEIGHING]
        if at_most is not None and len(own) > at_most:
            own = sorted(own, key=lambda example: crc32(example.text.encode("utf-8", "surrogatepass")))[:at_most]
        chosen += own
    return chosen


def vocabulary(folder: Path, recipe: CarefulRecipe, texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """The pieces that stay, and their numbers in the encoder to begin with: the marks, single ASCII characters, and
    the most frequent of the texts.
    """
    whole = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    everything = WordPieces(whole)
    seen = Counter(number for text in texts for number in everything.pieces(text))
    bare = {number for number, piece in enumerate(whole) if len(piece.removeprefix("##")) == 1 and piece.isascii()}
    must = bare | {whole.index(mark) for mark in (PAD, UNKNOWN, FIRST, LAST)}
    frequent = [
        number for number, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0])) if number not in must
    ]
    kept = sorted(must | set(frequent[: recipe.pieces - len(must)]))
    return [whole[number] for number in kept], kept


def lesson(recipe: CarefulRecipe, examples: Sequence[Example], pieces: WordPieces) -> Lesson:
    """The examples as numbers."""
    numbers = {corpus: number for number, corpus in enumerate(recipe.corpora)}
    truth = np.zeros((len(examples), len(recipe.attributes)), dtype=np.float32)
    weight = np.zeros_like(truth)
    rows = []
    for row, example in enumerate(examples):
        weights, _ = recipe.corpora[example.corpus]
        found = pieces.pieces(example.text)[: recipe.longest - 2]
        rows.append(np.array([pieces.first, *found, pieces.last], dtype=np.int64))
        for column, attribute in enumerate(recipe.attributes):
            if attribute in example.labels:
                truth[row, column] = example.degrees.get(attribute, float(example.labels[attribute]))
                weight[row, column] = weights.get(attribute, 0.0)
    return Lesson(rows, truth, weight, np.array([numbers[example.corpus] for example in examples]))


def batches(taught: Lesson, size: int, generator: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Row numbers in batches of about `size` pieces, comments of like length together, in random order."""
    lengths = np.array([len(row) for row in taught.pieces])
    order = np.lexsort((generator.random(len(lengths)), lengths))
    cuts: list[npt.NDArray[np.int64]] = []
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end + 1 - start) * lengths[order[end]] <= size:
            end += 1
        cuts.append(order[start:end])
        start = end
    for number in generator.permutation(len(cuts)):
        yield cuts[number]


def padded(rows: Sequence[npt.NDArray[np.int64]]) -> tuple[Tensor, Tensor]:
    """Pieces and which of them are there, as the encoder takes them."""
    longest = max(len(row) for row in rows)
    pieces = np.zeros((len(rows), longest), dtype=np.int64)
    there = np.zeros((len(rows), longest), dtype=np.float32)
    for number, row in enumerate(rows):
        pieces[number, : len(row)] = row
        there[number, : len(row)] = 1.0
    return torch.from_numpy(pieces), torch.from_numpy(there)


def train(recipe: CarefulRecipe, taught: Lesson, start: Path, kept: list[int], say: Say) -> Encoder:
    """An encoder that has learned the lesson, beginning with the weights in the folder `start`."""
    torch.manual_seed(recipe.seed)
    generator = np.random.default_rng(recipe.seed)
    encoder = Encoder(Shape(len(kept), len(recipe.attributes)), recipe.dropout)
    encoder.begin_with(load_file(start / "model.safetensors"), kept)
    origins = nn.Embedding(len(recipe.corpora), len(recipe.attributes))
    nn.init.zeros_(origins.weight)
    plan = _plan(recipe, taught, generator)
    optimiser = torch.optim.AdamW(
        [
            {"params": encoder.parameters(), "lr": recipe.rate, "weight_decay": _DECAY},
            {"params": origins.parameters(), "lr": 10 * recipe.rate, "weight_decay": 0.0},
        ],
        fused=True,
    )
    highest = [group["lr"] for group in optimiser.param_groups]
    usual = float(taught.weight.sum(axis=1).mean())
    encoder.train()
    told, losses = time.monotonic(), 0.0
    for step, rows in enumerate(plan):
        factor = _pace(step / len(plan))
        for group, rate in zip(optimiser.param_groups, highest, strict=True):
            group["lr"] = rate * factor
        pieces, there = padded([taught.pieces[row] for row in rows])
        logits = encoder(pieces, there) + origins(torch.from_numpy(taught.corpus[rows]))
        each = binary_cross_entropy_with_logits(logits, torch.from_numpy(taught.truth[rows]), reduction="none")
        loss = (each * torch.from_numpy(taught.weight[rows])).sum() / (usual * len(rows))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        losses = 0.98 * losses + 0.02 * loss.item() if step else loss.item()
        if time.monotonic() - told > _REPORT_SECONDS:
            told = time.monotonic()
            say(f"step {step + 1} of {len(plan)}, loss {losses:.4f}")
    encoder.eval()
    return encoder


def _plan(recipe: CarefulRecipe, taught: Lesson, generator: np.random.Generator) -> list[npt.NDArray[np.int64]]:
    plan: list[npt.NDArray[np.int64]] = []
    left = recipe.epochs
    while left > 0:
        turn = list(batches(taught, recipe.batch, generator))
        plan += turn[: round(len(turn) * min(left, 1.0))]
        left -= 1.0
    return plan


def _pace(done: float) -> float:
    """The learning rate's share: up for a while, then down to nothing in a straight line."""
    return done / _WARM_UP if done < _WARM_UP else (1.0 - done) / (1.0 - _WARM_UP)
