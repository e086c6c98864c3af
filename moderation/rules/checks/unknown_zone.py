"""A time zone must be one that the machine knows."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moderation.rules.mistake import Mistake
from moderation.rules.tree import Document


def mistakes(document: Document) -> Iterator[Mistake]:
    if document.zone is not None:
        try:
            ZoneInfo(str(document.zone.value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            shown = str(document.zone.value)[:60]
            yield Mistake(document.zone.place, f"There is no time zone {shown}.", "Such as Europe/Berlin or UTC.")
