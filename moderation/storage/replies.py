"""Reading the server's replies, whichever protocol version they came by."""

from collections.abc import Mapping, Sequence
from typing import Any


def sound(replies: Sequence[Any]) -> list[Any]:
    """The replies of many calls; the first that failed is raised."""
    for reply in replies:
        if isinstance(reply, Exception):
            raise reply
    return list(replies)


def score_pairs(reply: Sequence[Any]) -> list[tuple[bytes, float]]:
    """Members with scores: pairs from RESP3, a flat list from RESP2 and from scripts."""
    if reply and isinstance(reply[0], list | tuple):
        return [(member, float(score)) for member, score in reply]
    return [(member, float(score)) for member, score in zip(reply[0::2], reply[1::2], strict=True)]


def fields(reply: Mapping[bytes, bytes] | Sequence[bytes]) -> dict[str, bytes]:
    """A whole hash: a map from RESP3, a flat list from RESP2 and from scripts."""
    pairs = reply.items() if isinstance(reply, Mapping) else zip(reply[0::2], reply[1::2], strict=True)
    return {name.decode(): value for name, value in pairs}
