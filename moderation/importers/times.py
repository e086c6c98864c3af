"""Times as other systems write them, in milliseconds since 1970. None: it says none."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def of_text(written: str) -> int | None:
    """Of `2026-11-22T10:00:00Z`, with an offset, a fraction, or a space for the T; without an offset in UTC."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def of_seconds(written: object) -> int | None:
    """Of a number of seconds since 1970."""
    if isinstance(written, bool) or not isinstance(written, int | float) or not -1e11 < written < 1e11:
        return None
    return round(written * 1000)
