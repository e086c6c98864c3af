"""What a phase may say about a comment, and how that is kept with the comment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from moderation.domain.comment import Span
from moderation.pipeline.facts import Facts


class Effect(StrEnum):
    """What an opinion asks for, strongest first. The strongest opinion that counts decides."""

    REFUSE = "refuse"  # the request is answered with an error, nothing is stored
    REJECT = "reject"  # stored, invisible, the author is told
    SHADOW = "shadow"  # stored, invisible, the author is not told
    HOLD = "hold"  # invisible until a moderator has looked
    REPORT = "report"  # visible, and a moderator is asked to look
    APPROVE = "approve"  # set the waivable opinions aside; if nothing else is left, it needs no look
    TRUST = "trust"  # set the waivable opinions aside
    NOTE = "note"  # nothing; for the moderators' eyes


@dataclass(frozen=True, slots=True)
class Opinion:
    """One thing that one phase has to say."""

    phase: str
    effect: Effect
    reason: str
    """A stable code that programs may rely on: `banned_word`, `links`, `score` ..."""
    sentence: str
    """What a moderator reads."""
    detail: Mapping[str, Any] = field(default_factory=dict)
    """The numbers and words behind the sentence: JSON values."""
    spans: Sequence[Span] = ()
    """Where in the body, as typed."""
    author_sentence: str | None = None
    """What the comment's author reads if this opinion decides: no scores, no words, nothing about other people."""
    waivable: bool = False
    """A doubt that a trusted author's comment passes."""
    wording: bool = False
    """About how it is said, so that the author could say it differently."""


Phase = Callable[[Facts], Iterable[Opinion]]
"""Says nothing, one thing or several; never raises, never does I/O, and says the same of the same facts."""


def to_document(opinion: Opinion) -> dict[str, Any]:
    """The opinion as JSON values; what is empty is left out, as this is stored with every comment."""
    document: dict[str, Any] = {
        "phase": opinion.phase,
        "effect": opinion.effect.value,
        "reason": opinion.reason,
        "sentence": opinion.sentence,
        "detail": dict(opinion.detail),
        "spans": [
            {"attribute": span.attribute, "start": span.start, "end": span.end, "value": span.value}
            for span in opinion.spans
        ],
        "author_sentence": opinion.author_sentence,
        "waivable": opinion.waivable,
        "wording": opinion.wording,
    }
    return {name: value for name, value in document.items() if value not in ({}, [], None, False)}


def from_document(document: Mapping[str, Any]) -> Opinion:
    """The opinion that `to_document` wrote; KeyError or ValueError for anything else."""
    return Opinion(
        phase=document["phase"],
        effect=Effect(document["effect"]),
        reason=document["reason"],
        sentence=document["sentence"],
        detail=document.get("detail", {}),
        spans=tuple(
            Span(span["attribute"], span["start"], span["end"], span["value"]) for span in document.get("spans", ())
        ),
        author_sentence=document.get("author_sentence"),
        waivable=document.get("waivable", False),
        wording=document.get("wording", False),
    )
