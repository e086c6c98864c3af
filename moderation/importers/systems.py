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
from moderation.importers.source import beginning
from moderation.importers.wordpress import WORDPRESS

SYSTEMS: Final[Mapping[str, System]] = {system.name: system for system in (DISQUS, WORDPRESS, ISSO, REMARK42, COMMENTO)}


def checked(name: str, path: Path) -> System:
    """The system of that name. Unusable, with the name that would have been right if there is one, if the file is none
    of its."""
    system, start = SYSTEMS[name], beginning(path)
    if system.recognises(start):
        return system
    likely = [(each.name, each.title) for each in SYSTEMS.values() if each.recognises(start)]
    if native.recognises(start):
        likely.append(("jsonl", "this product"))
    if likely:
        right, title = likely[0]
        raise Unusable(
            f"{path} is no file of {system.title}; it looks like one of {title}: `moderation import {right}`."
        )
    if start.startswith(b"PK\x03\x04"):
        raise Unusable(f"{path} is a ZIP archive: unpack it, and name the file in it.")
    raise Unusable(f"{path} is no file of {system.title}, nor of any other system that is known here.")
