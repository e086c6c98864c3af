"""What the service and its scoring processes say to each other: JSON values, each with its length in four bytes before
it.

JSON's escapes carry lone surrogates, which a comment may hold and UTF-8 may not.
"""

import json
from typing import Any, BinaryIO, Final

from moderation.domain.comment import Span
from moderation.scoring.scorer import Scoring

HEADER: Final = 4


def pack(value: Any) -> bytes:
    """A frame that holds the value."""
    body = json.dumps(value).encode("ascii")
    return len(body).to_bytes(HEADER, "big") + body


def plain(scoring: Scoring) -> Any:
    """A scoring as JSON holds it."""
    spans = [(span.attribute, span.start, span.end, span.value) for span in scoring.spans]
    return [scoring.scores, spans, scoring.model]


def scoring(value: Any) -> Scoring:
    """The scoring that `plain` made."""
    scores, spans, model = value
    return Scoring(scores, tuple(Span(*span) for span in spans), model)


def read_blocking(stream: BinaryIO) -> Any:
    """The next value; EOFError when the other side has gone."""
    size = int.from_bytes(_exactly(stream, HEADER), "big")
    return json.loads(_exactly(stream, size))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found
