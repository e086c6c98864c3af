"""A label: somebody said of a text whether it should be rejected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Label:
    """`features` are the text's buckets, `scores` what the frozen model said of it; `at` in milliseconds since 1970."""

    features: tuple[int, ...]
    scores: Mapping[str, float]
    rejected: bool
    source: str
    """Who says so: a moderator, or a key of another program."""
    outside: bool
    """Whether that is another program rather than a moderator of the site."""
    at: int


def unrepeated(labels: Sequence[Label]) -> list[Label]:
    """Oldest first; of a source's labels for one text the newest alone, so that nobody counts twice by repetition."""
    latest: dict[tuple[str, tuple[int, ...]], Label] = {}
    for label in sorted(labels, key=lambda each: each.at):
        latest[label.source, label.features] = label
    return sorted(latest.values(), key=lambda each: (each.at, each.source, each.features))


def label_of(document: Mapping[str, Any], features: Sequence[int]) -> Label:
    """A label from JSON values. KeyError, TypeError or ValueError if it is none."""
    return Label(
        tuple(features),
        {str(name): float(score) for name, score in document["scores"].items()},
        bool(document["rejected"]),
        str(document["source"]),
        bool(document["outside"]),
        int(document["at"]),
    )
