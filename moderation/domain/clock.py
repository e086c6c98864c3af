"""Times as the product writes them: RFC 3339, UTC, milliseconds. Time itself comes from the storage server."""

from datetime import UTC, datetime
from typing import Final

DAY_MS: Final = 86_400_000


def rfc3339(milliseconds: int) -> str:
    """`2026-11-22T10:00:00.000Z` for milliseconds since 1970."""
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def milliseconds(text: str) -> int:
    """Milliseconds since 1970 of an RFC 3339 time; ValueError if it is none or has no offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time needs its offset from UTC, such as a final Z")
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return delta.days * DAY_MS + delta.seconds * 1000 + delta.microseconds // 1000
