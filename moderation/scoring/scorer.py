"""What the service asks of whatever scores comments, and what it gets: scores and spans, or a reason why there are
none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from moderation.domain.comment import Span


class ScorerUnavailable(Exception):
    """There is no score now; `reason` is half a sentence for moderators and logs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Scoring:
    """A probability (0..1) per attribute, the spans that earned the high ones, and the model that says so."""

    scores: Mapping[str, float]
    spans: tuple[Span, ...]
    model: str


class Scorer(Protocol):
    """Scores comments between `start` and `close`. All of it is called from one event loop."""

    @property
    def ready(self) -> bool:
        """Whether a comment would be scored now."""
        ...

    async def start(self) -> None:
        """Return when it is ready; ScorerUnavailable if it cannot be."""
        ...

    async def close(self) -> None:
        """Let go of everything; comments that wait get ScorerUnavailable. May be called twice, or without `start`."""
        ...

    async def score(self, text: str, deadline_s: float) -> Scoring:
        """Score one comment within `deadline_s` seconds, or raise ScorerUnavailable."""
        ...
