"""The moderators' queues, the order within them, and claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.comment import Comment


class Queue(StrEnum):
    PENDING = "pending"  # held before anybody saw it
    REPORTED = "reported"  # visible, with open reports
    UNREVIEWED = "unreviewed"  # visible, nobody has looked yet
    UNSCORED = "unscored"  # the classifier was away
    APPEALS = "appeals"


class Sort(StrEnum):
    PRIORITY = "priority"
    OLDEST = "oldest"
    NEWEST = "newest"


HIGHEST_PRIORITY = 2047
WAITING = 200
"""Points of a held comment: its author waits."""
WEIGHTS = {"THREAT": 1.0, "SEVERE_TOXICITY": 1.0, "IDENTITY_ATTACK": 0.95, "TOXICITY": 0.85, "INSULT": 0.8}
"""How harmful what an attribute names is; OTHER_WEIGHT for the rest."""
OTHER_WEIGHT = 0.6
UNKNOWN_HARM = 0.3
"""Of a comment without scores."""
_HARM, _REPORTED = 1200, 600
LEASE_SECONDS = 300
LONGEST_LEASE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Claim:
    moderator: str
    until: int
    """Milliseconds since 1970, on the storage server's clock."""


@dataclass(frozen=True, slots=True)
class Harm:
    """The worst of a comment's scores, weighed; everything but the points is None for a comment without scores."""

    points: int
    attribute: str | None = None
    weight: float | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class QueueEntry:
    queue: Queue
    comment: Comment
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class QueueSize:
    queue: Queue
    count: int
    oldest_at: int | None


def harm_of(scores: Mapping[str, float]) -> Harm:
    """The attribute whose weight (how harmful it is) times score (how sure the classifier is) is highest."""
    if not scores:
        return Harm(round(_HARM * UNKNOWN_HARM))
    worst = max(scores, key=lambda name: WEIGHTS.get(name, OTHER_WEIGHT) * scores[name])
    weight = WEIGHTS.get(worst, OTHER_WEIGHT)
    return Harm(round(_HARM * weight * scores[worst]), worst, weight, scores[worst])


def reported_points(reports: int) -> int:
    """Each report adds, with diminishing returns."""
    return int(_REPORTED * (1 - 0.7**reports) + 0.5)


def priority(scores: Mapping[str, float], reports: int, held: bool) -> int:
    """How much a look is worth, 0 to 2047: the worst score, lifted by reports and by an author waiting for it.

    harm: severe attributes weigh more; reports: each adds, with diminishing returns; a held comment keeps its
    author waiting and goes before a visible one with the same evidence.
    """
    return min(HIGHEST_PRIORITY, harm_of(scores).points + reported_points(reports) + (WAITING if held else 0))
