"""Why an entry stands where it does: the factors of its priority, whose product it is."""

import math

from moderation.domain.comment import Comment
from moderation.domain.priority import (
    ABOVE_ALL,
    DOUBLING,
    HIGHEST,
    age,
    is_escalated,
    reach,
    reported,
    waits_since,
    worst_of,
    worth_of,
)
from moderation.domain.queue import Queue
from moderation.services.documents import Document


def urgency(comment: Comment, queue: Queue | None, now: int) -> Document:
    """The priority of an entry of a queue at `now` (ms), and each factor with what it comes from: how bad what the
    comment was found to do is, how sure the classifier is (in percent), who reads it, what readers reported, and for
    how long somebody has waited; without a queue, nobody waits."""
    parts = priority_parts(comment, queue, now)
    return {"priority": round(math.prod(part["multiplier"] for part in parts)), "priority_parts": parts}


def most_urgent(comment: Comment, now: int) -> Document:
    """The same in whichever of its queues it is most urgent."""
    found = [urgency(comment, Queue(name), now) for name in sorted(comment.state.queues)]
    return max(found, key=lambda each: int(each["priority"]), default=urgency(comment, None, now))


def priority_parts(comment: Comment, queue: Queue | None, now: int) -> list[Document]:
    """Harm, confidence, reach, reports and age in this order; between them `earlier` where the comment is kept with
    another worth than its scores say now; at last `limit`, and `escalated` for what a person asked somebody else to
    look at."""
    state = comment.state
    worst = worst_of({} if comment.revision is None else comment.revision.judgement.scores)
    parts: list[Document] = [
        {"part": "harm", "multiplier": float(worst.harm), "attribute": worst.attribute},
        {"part": "confidence", "multiplier": worst.confidence, "score": worst.score},
    ]
    if (kept := worth_of(state.priority)) != worst.worth:
        parts.append({"part": "earlier", "multiplier": kept / worst.worth})
    replies, likes = state.visible_replies, state.likes
    parts.append(
        {
            "part": "reach",
            "multiplier": reach(state.status.visible, replies, likes),
            "visible": state.status.visible,
            "replies": replies,
            "likes": likes,
        }
    )
    parts.append({"part": "reports", "multiplier": reported(state.open_reports), "number": state.open_reports})
    if queue is not None:
        waited = max(0, now - waits_since(comment.id, state, queue))
        parts.append(
            {
                "part": "age",
                "multiplier": age(queue, waited),
                "seconds": waited // 1000,
                "doubling_seconds": DOUBLING[queue],
            }
        )
    product = math.prod(part["multiplier"] for part in parts)
    if product > HIGHEST:
        parts.append({"part": "limit", "multiplier": HIGHEST / product})
    if is_escalated(state.priority):
        parts.append({"part": "escalated", "multiplier": float(ABOVE_ALL)})
    return parts
