"""Why an entry stands where it does: the parts of its priority, which add up to it."""

from moderation.domain import ids
from moderation.domain.comment import Comment, Status
from moderation.domain.queue import HIGHEST_PRIORITY, WAITING, harm_of, reported_points
from moderation.services.documents import Document


def priority_of(comment: Comment) -> int:
    """How much a look is worth, as the queue's order has it (`lua/include/queue.lua`)."""
    state = comment.state
    waiting = WAITING if state.status is Status.PENDING else 0
    return min(HIGHEST_PRIORITY, state.priority + reported_points(state.open_reports) + waiting)


def priority_parts(comment: Comment, now: int) -> list[Document]:
    """Each part with its points: harm times how sure the classifier is of it, what readers say who saw it, whether its
    author waits, and what a person asked for. Age has none: of entries with equal points the oldest comes first."""
    state = comment.state
    harm = harm_of({} if comment.revision is None else comment.revision.judgement.scores)
    judged = min(harm.points, state.priority)
    beyond = state.priority - judged
    parts: list[Document] = [
        {"part": "harm", "points": judged, "attribute": harm.attribute, "weight": harm.weight, "score": harm.score}
    ]
    if beyond:
        parts.append({"part": "escalated" if state.priority == HIGHEST_PRIORITY else "earlier", "points": beyond})
    if state.open_reports:
        parts.append({"part": "reports", "points": reported_points(state.open_reports), "number": state.open_reports})
    if state.status is Status.PENDING:
        parts.append({"part": "waiting", "points": WAITING})
    over = sum(int(part["points"]) for part in parts) - HIGHEST_PRIORITY
    if over > 0:
        parts.append({"part": "limit", "points": -over})
    return [*parts, {"part": "age", "points": 0, "seconds": max(0, now - ids.time_of(comment.id)) // 1000}]
