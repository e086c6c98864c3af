"""Changes that read, then save, and begin again where somebody else has saved in between."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from moderation.domain.errors import KeptChanging

ATTEMPTS: Final = 5

Saved = TypeVar("Saved")


async def until_saved(what: str, attempt: Callable[[], Awaitable[Saved | None]]) -> Saved:
    """What the first attempt gave that nobody came before. An attempt reads, changes and saves; it gives None where
    what it read was no longer so. KeptChanging if that happened to five of them; `what` begins its sentence (`The notes
    keep`)."""
    for _ in range(ATTEMPTS):
        saved = await attempt()
        if saved is not None:
            return saved
    raise KeptChanging(f"{what} being changed by others; try again.")
