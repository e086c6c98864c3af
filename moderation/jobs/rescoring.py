"""Scores the comments that came while the classifier was away."""

from moderation.domain.queue import Queue, Sort
from moderation.services.house import House
from moderation.storage.queues import Position

AT_ONCE = 20
PATIENCE = 3
"""Comments in one turn that may stay unscored before the classifier counts as away."""


class Rescoring:
    """Goes through the queue oldest first and from there on, so that a comment nobody can score holds up no other."""

    def __init__(self) -> None:
        self._after: dict[str, Position] = {}

    async def turn(self, house: House, site: str) -> bool:
        if not house.scorer.ready:
            return False
        after = self._after.pop(site, None)
        entries = await house.records.queues.listed(site, Queue.UNSCORED, Sort.OLDEST, AT_ONCE, after)
        unscored = 0
        for entry in entries:
            if not await house.submission.rescore(site, entry.id):
                unscored += 1
            self._after[site] = entry
            if unscored == PATIENCE:
                return False
        if len(entries) == AT_ONCE:
            return True
        # The end of the queue: what stayed unscored is tried again from the start, after a pause.
        self._after.pop(site, None)
        return False
