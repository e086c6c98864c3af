"""How much a look at a waiting comment is worth, and the order in which a queue is looked at.

priority = harm x confidence x reach x reports x age: consequence, likelihood and exposure multiplied, as risks are
ranked since Kinney and Wiruth, "Practical risk analysis for safety management" (Naval Weapons Center TP 5865, 1976).
All but age is bounded: the product lies between 20 and 32,000. Age doubles it in every `DOUBLING` of waiting, so that a
harmless comment is looked at in the end, while of two entries of a queue the same one stays first as long as nothing
happens to them. Their order is therefore stored once, as the logarithm of the product less the time since which they
wait ("forward decay": Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009), and again when scores, reports, replies or likes
change.
`storage/lua/include/queue.lua` works the order out in the same way.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from moderation.domain import ids
from moderation.domain.comment import State
from moderation.domain.queue import Queue

HARM = {"THREAT": 10, "SEVERE_TOXICITY": 10, "IDENTITY_ATTACK": 9, "TOXICITY": 7, "INSULT": 5}
"""How harmful what an attribute names is; OTHER_HARM for the rest."""
OTHER_HARM = 4
UNKNOWN_HARM, UNKNOWN_CONFIDENCE = 6, 50
"""Of a comment without scores."""
LEAST_WORTH, MOST_WORTH = 20, 1000
"""Bounds of harm x confidence (in percent): below the least no score says anything."""
ESCALATED = 2048
"""Added to the worth that is stored of what a person asked somebody else to look at. 2047 is what an earlier version
wrote in its place."""
READ_ONCE = 4096
"""Added instead where a first reader waits for a second."""

DAY = 86_400
DOUBLING = {
    Queue.PENDING: DAY,
    Queue.REPORTED: DAY,
    Queue.UNREVIEWED: 30 * DAY,
    Queue.UNSCORED: DAY,
    Queue.APPEALS: DAY,
    Queue.ESCALATED: DAY,
}
"""Seconds of waiting after which a look is worth twice as much: a day where somebody waits for an answer, a month where
nobody does, so that what was never looked at in a year does not stand before the insult of this morning."""
_MOST_DOUBLINGS = 900

HIGHEST = 999_999
"""The priority shown goes no higher, however long an entry waits; its place in the order does."""
ABOVE_ALL = 1_000_000
"""What is escalated stands above everything else: by this factor in the priority shown, in the order by a band."""

_EPOCH, _SPAN = 1_577_836_800_000, 1 << 41
_MIDDLE, _BAND = 1 << 42, 1 << 43


@dataclass(frozen=True, slots=True)
class Worst:
    """The attribute that makes a comment worth a look: `harm` 4 to 10, `confidence` in percent; attribute and score are
    None for a comment without scores."""

    harm: int
    worth: int
    attribute: str | None = None
    score: float | None = None

    @property
    def confidence(self) -> float:
        """So that harm x confidence is exactly the worth."""
        return self.worth / self.harm


def worst_of(scores: Mapping[str, float]) -> Worst:
    """The attribute of which harm (how bad it is) times score (how sure the classifier is of it) is highest."""
    if not scores:
        return Worst(UNKNOWN_HARM, UNKNOWN_HARM * UNKNOWN_CONFIDENCE)
    name = max(scores, key=lambda each: HARM.get(each, OTHER_HARM) * scores[each])
    harm = HARM.get(name, OTHER_HARM)
    return Worst(harm, max(LEAST_WORTH, min(MOST_WORTH, round(100 * harm * scores[name]))), name, scores[name])


def is_escalated(stored: int) -> bool:
    """Whether a person asked for somebody else to look, by the priority stored of a comment."""
    return stored >= ESCALATED - 1


def waits_for_others(stored: int) -> bool:
    """Whether it belongs in the queue of what was escalated: not where a first reader waits for a second."""
    return is_escalated(stored) and stored < READ_ONCE


def worth_of(stored: int) -> int:
    """Harm x confidence, 20 to 1000, by the priority stored of a comment."""
    return max(LEAST_WORTH, min(MOST_WORTH, stored % ESCALATED))


def reach(visible: bool, replies: int, likes: int) -> float:
    """1 for what no reader sees; 2 for what they can see, and up to 4 the more of them answered or liked it."""
    people = replies + likes
    return 2 + 2 * people / (people + 8) if visible else 1.0


def reported(reports: int) -> float:
    """1 without open reports, up to 8; the first says most."""
    return 1 + 7 * reports / (reports + 4)


def age(queue: Queue, milliseconds: int) -> float:
    """What so long a wait in a queue multiplies by."""
    return float(2 ** min(_MOST_DOUBLINGS, max(0, milliseconds) / 1000 / DOUBLING[queue]))


def waits_since(comment_id: bytes, state: State, queue: Queue) -> int:
    """Milliseconds since 1970: when somebody began to wait for an answer; in the queue of what nobody has looked at,
    when the comment was written."""
    written = ids.time_of(comment_id)
    return written if queue is Queue.UNREVIEWED or state.waiting_since is None else state.waiting_since


def order_of(comment_id: bytes, state: State, queue: Queue) -> int:
    """Where an entry stands in a queue, the highest first: an exact integer below 2^53 that does not depend on now."""
    product = worth_of(state.priority) * reach(state.status.visible, state.visible_replies, state.likes)
    product *= reported(state.open_reports)
    # floor(x + 0.5) and not round(x): that is what the script does.
    lead = 1000 * math.floor(DOUBLING[queue] * math.log(product) / math.log(2) + 0.5)
    since = max(0, min(_SPAN - 1, waits_since(comment_id, state, queue) - _EPOCH))
    return _MIDDLE + lead - since + (_BAND if is_escalated(state.priority) else 0)
