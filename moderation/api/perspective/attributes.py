"""Attributes by the names that callers know them by."""

from functools import lru_cache
from typing import Final

_OTHER_NAMES: Final = {"OBSCENE": "PROFANITY", "TOXICITY_FAST": "TOXICITY"}
_EXPERIMENTAL: Final = "_EXPERIMENTAL"


@lru_cache(maxsize=1024)
def plain_name(asked: str) -> str:
    """The attribute behind a name: without the version it may be pinned to (`TOXICITY@6`), and without
    `_EXPERIMENTAL`, as only one model of each is served here. What nobody knows stays as it is."""
    name = asked.partition("@")[0]
    name = name.removesuffix(_EXPERIMENTAL)
    return _OTHER_NAMES.get(name, name)
