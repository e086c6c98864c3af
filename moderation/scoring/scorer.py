"""What the service asks of whatever scores comments, and what it gets: scores and spans, or a reason why there are
none.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from moderation.domain.comment import Span

_T = TypeVar("_T")

FAST: Final = "fast"
CAREFUL: Final = "careful"
_COMING_IN_S: Final = 0.01


class ScorerUnavailable(Exception):
    """There is no score now; `reason` is half a sentence for moderators and logs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LanguageNotSupported(Exception):
    """No model reads this language. `detected` is empty where the caller named the language."""

    def __init__(self, detected: tuple[str, ...], requested: tuple[str, ...]) -> None:
        super().__init__(f"No model reads {', '.join(requested or detected)}.")
        self.detected = detected
        self.requested = requested


class LanguageNotDetected(Exception):
    """There is nothing in the text that could be in any language."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """A probability (0..1) per attribute, the spans that earned the high ones, the model that says so, and which of
    its readers: the `fast` one that reads everything, or the `careful` one that reads what is doubtful."""

    scores: Mapping[str, float]
    spans: tuple[Span, ...]
    model: str
    reader: str = FAST


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

    def has(self, model: str) -> bool:
        """Whether this model (its name or folder, empty for the default one) is loaded."""
        ...

    async def load(self, model: str) -> None:
        """Load a model beside the others, checked; ScorerUnavailable if it cannot be, and nothing has changed then."""
        ...

    async def score(self, text: str, deadline_s: float, *, model: str = "", spans: bool = True) -> Scoring:
        """Score one comment within `deadline_s` seconds, or raise ScorerUnavailable. A model that is not loaded is
        loaded first. Spans cost time, so whoever does not need them says so."""
        ...


async def within(answer: "asyncio.Future[_T]", deadline_s: float) -> _T:
    """The answer within `deadline_s` seconds, or ScorerUnavailable, and nobody works on it any more.

    An answer that came while the whole process stood still is taken, so one that is on its way may still come in.
    """
    try:
        for seconds in (deadline_s, _COMING_IN_S):
            await asyncio.wait((answer,), timeout=seconds)
            if answer.done():
                return answer.result()
        raise ScorerUnavailable(f"scoring took longer than {deadline_s * 1000:.0f} ms")
    finally:
        answer.cancel()
