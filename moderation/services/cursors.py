"""Cursors of lists: opaque to the caller, checked when they come back."""

import base64
import binascii
from typing import Final

import orjson

from moderation.domain.errors import Malformed

NOT_OURS: Final = "This cursor was not given by this list. Start again without one."


def encode_cursor(*parts: str | int) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: type) -> tuple[str | int, ...] | None:
    """The parts of a cursor of exactly these kinds; None without a cursor; Malformed for one we never gave."""
    if cursor is None:
        return None
    try:
        parts = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        parts = None
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds):
        raise Malformed(NOT_OURS)
    return tuple(parts)


def id_bytes(text: str | int) -> bytes:
    """Sixteen bytes from their hexadecimal form inside a cursor."""
    try:
        raw = bytes.fromhex(str(text))
    except ValueError:
        raw = b""
    if len(raw) != 16:
        raise Malformed(NOT_OURS)
    return raw
