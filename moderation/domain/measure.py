"""What moderators did about an author: a change of standing, or a warning."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain.actors import POLICY
from moderation.domain.author import Standing
from moderation.domain.clock import DAY_MS
from moderation.domain.statement import RESTRICTING


@dataclass(frozen=True, slots=True)
class Measure:
    number: int
    """The version of the author's record after it."""
    at: int
    """Milliseconds since 1970, as every time here."""
    moderator: str
    """POLICY where the site's settings restricted the author."""
    before: Standing
    after: Standing
    until: int | None
    reason: str | None
    """For moderators."""
    warning: str | None = None
    """What the author was told, where it is a warning."""
    told: str | None = None
    """What the author reads with a change of standing, if anything."""
    bulk: str | None = None
    """The act that rejected the author's last comments along with it."""
    act: str | None = None
    """Of what it came, where that may come again: of a request, or of the strikes that another measure made."""
    acknowledged_at: int | None = None
    undone_at: int | None = None
    undone_by: str | None = None

    @property
    def strike(self) -> bool:
        """Whether it counts against the author: a warning, or a standing that takes something from them, unless that
        was done for what counted before."""
        counts = self.warning is not None or (self.after in RESTRICTING and self.moderator != POLICY)
        return self.undone_at is None and counts


def undoable(measure: Measure, measures: Sequence[Measure]) -> bool:
    """Whether it can be taken back: a warning always, a standing unless a newer one stands, which is taken back first.
    `measures` is everything that was done about the author."""
    if measure.undone_at is not None:
        return False
    later = (each for each in measures if each.number > measure.number and each.undone_at is None)
    return measure.warning is not None or all(each.warning is not None for each in later)


def strikes(measures: Sequence[Measure], now: int, days: int) -> float:
    """What stands against an author, to two decimals: each strike counts 1 at first and nothing after `days`, falling
    evenly in between."""
    if not days:
        return 0.0
    ages = [max(0, now - each.at) / (days * DAY_MS) for each in measures if each.strike]
    return round(sum(max(0.0, 1.0 - age) for age in ages), 2)
