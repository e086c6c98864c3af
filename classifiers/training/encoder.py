"""The careful reader as it is trained: a small transformer encoder (Devlin et al., 2019) with the weights of
MiniLM-L6 (Wang et al., 2020) to begin with, and one output per attribute.

Needs PyTorch, which only training needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of an encoder; the defaults are MiniLM-L6's."""

    vocabulary: int
    outputs: int
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512


class Layer(nn.Module):
    """Attention and a feed-forward network, each added to what came in and normalised."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query, self.key, self.value, self.mixed = (nn.Linear(shape.width, shape.width) for _ in range(4))
        self.attention_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.up, self.down = nn.Linear(shape.width, shape.inner), nn.Linear(shape.inner, shape.width)
        self.output_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, visible: Tensor) -> Tensor:
        batch, length, width = hidden.shape
        query, key, value = (
            part(hidden).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        attended = scaled_dot_product_attention(query, key, value, attn_mask=visible)
        attended = attended.transpose(1, 2).reshape(batch, length, width)
        hidden = self.attention_norm(hidden + self.dropout(self.mixed(attended)))
        inner = self.down(nn.functional.gelu(self.up(hidden)))
        result: Tensor = self.output_norm(hidden + self.dropout(inner))
        return result


class Encoder(nn.Module):
    """Pieces (comments x length) and which of them are there (1) or padding (0) to logits (comments x outputs).

    Logits come from the mean and from the maximum over the pieces, because one insult in a long civil comment is
    still one.
    """

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.head = nn.Linear(2 * shape.width, shape.outputs)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, pieces: Tensor, there: Tensor) -> Tensor:
        place = torch.arange(pieces.shape[1], device=pieces.device)
        hidden = self.dropout(self.norm(self.pieces(pieces) + self.positions(place)))
        visible = (1.0 - there[:, None, None, :]) * -10_000.0
        for layer in self.layers:
            hidden = layer(hidden, visible)
        weight = there[:, :, None]
        mean = (hidden * weight).sum(dim=1) / weight.sum(dim=1)
        highest = (hidden - (1.0 - weight) * 100.0).max(dim=1).values
        logits: Tensor = self.head(self.dropout(torch.cat((mean, highest), dim=1)))
        return logits

    def begin_with(self, weights: Mapping[str, Tensor], kept: list[int]) -> None:
        """Take over the weights of a BERT-shaped model, by its names; `kept` numbers the pieces that stay."""
        names = {
            "pieces.weight": weights["embeddings.word_embeddings.weight"][kept],
            # Every comment is of one segment, so that segment's vector can live in the positions.
            "positions.weight": weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        theirs = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "mixed": "attention.output.dense",
            "attention_norm": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "output_norm": "output.LayerNorm",
        }
        for number in range(len(self.layers)):
            for own, their in theirs.items():
                for kind in ("weight", "bias"):
                    names[f"layers.{number}.{own}.{kind}"] = weights[f"encoder.layer.{number}.{their}.{kind}"]
        state = self.state_dict()
        self.load_state_dict(state | names)
