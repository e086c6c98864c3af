"""What the service and its scoring processes say to each other: JSON values, each with its length in four bytes before
it.

JSON's escapes carry lone surrogates, which a comment may hold and UTF-8 may not. A process that has gone wrong may say
anything: whatever is not an answer is a ValueError.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from moderation.domain.comment import Span
from moderation.scoring.scorer import ScorerUnavailable, Scoring

HEADER: Final = 4
LONGEST: Final = 64 << 20
"""Bytes of a frame. The length of a longer one is no length, but the first four bytes of something else."""


@dataclass(frozen=True, slots=True)
class Request:
    """Texts for one model, empty meaning the default one; no texts ask to have it loaded."""

    texts: Sequence[str]
    model: str = ""
    spans: bool = True


def pack(value: Any) -> bytes:
    """A frame that holds the value."""
    body = json.dumps(value).encode("ascii")
    return len(body).to_bytes(HEADER, "big") + body


def size(header: bytes) -> int:
    """The length a header tells."""
    told = int.from_bytes(header, "big")
    if told > LONGEST:
        raise ValueError(f"a frame of {told} bytes is none")
    return told


def packed_request(request: Request) -> bytes:
    """A frame that holds the request."""
    return pack([request.model, request.spans, list(request.texts)])


def request(value: Any) -> Request:
    """The request that `packed_request` packed."""
    model, spans, texts = value
    return Request(texts, model, spans)


def plain(scoring: Scoring) -> Any:
    """A scoring as JSON holds it."""
    spans = [(span.attribute, span.start, span.end, span.value) for span in scoring.spans]
    return [scoring.scores, spans, scoring.model]


def scorings(value: Any, number: int) -> list[Scoring]:
    """So many scorings that `plain` made. ScorerUnavailable if the process said that it has no such model."""
    if isinstance(value, dict) and isinstance(value.get("unavailable"), str):
        raise ScorerUnavailable(value["unavailable"])
    if not isinstance(value, list) or len(value) != number:
        raise ValueError("the answer does not fit the request")
    return [_scoring(each) for each in value]


def _scoring(value: Any) -> Scoring:
    try:
        scores, spans, model = value
        told = {str(attribute): float(score) for attribute, score in scores.items()}
        return Scoring(told, tuple(Span(*span) for span in spans), str(model))
    except (TypeError, AttributeError) as error:
        raise ValueError("the answer holds no scores") from error


def read_blocking(stream: BinaryIO) -> Any:
    """The next value; EOFError when the other side has gone."""
    return json.loads(_exactly(stream, size(_exactly(stream, HEADER))))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found
