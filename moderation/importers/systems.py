"""Which systems' files can be read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from moderation.importers import native
from moderation.importers.commento import COMMENTO
from moderation.importers.disqus import DISQUS
from moderation.importers.elsewhere import System
from moderation.importers.isso import ISSO
from moderation.importers.record import Unusable
from moderation.importers.remark42 import REMARK42
from moderation.importers.source import PACKED, beginning
from moderation.importers.wordpress import WORDPRESS

SYSTEMS: Final[Mapping[str, System]] = {system.name: system for system in (DISQUS, WORDPRESS, ISSO, REMARK42, COMMENTO)}


_PACKED: Final = (
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, PACKED, "packed twice"),
    (0, b"BZh", "packed with bzip2"),
    (0, b"\xfd7zXZ\x00", "packed with xz"),
    (0, b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (257, b"ustar", "a tar archive"),
)
"""(where, bytes that stand there, what that is)."""


def checked(name: str, path: Path) -> System:
    """The system of that name. Unusable, with the name that would have been right if there is one, if the file is none
    of its."""
    system, start = SYSTEMS[name], beginning(path)
    if system.recognises(start):
        return system
    likely = _looks_like(start) or " It is none of any other system that is known here either."
    raise Unusable(f"{path} is no file of {system.title}.{likely}")


def looks_like(path: Path) -> str:
    """A sentence, with a space before it, that says how to take in a file that is no export of ours; empty where nobody
    knows."""
    try:
        return _looks_like(beginning(path))
    except Unusable:
        return ""


def _looks_like(start: bytes) -> str:
    for system in SYSTEMS.values():
        if system.recognises(start):
            return f" It looks like one of {system.title}: `moderation import {system.name}`."
    if native.recognises(start):
        return " It looks like an export of this product: `moderation import jsonl`."
    packed = next((name for place, sign, name in _PACKED if start[place:].startswith(sign)), "")
    return f" It is {packed}: unpack it, and name the file in it." if packed else ""
