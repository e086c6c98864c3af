"""Decisions, many at once, and taking one back."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.decision import DecisionResults, Undone, WriteDecisions
from moderation.domain.decision import Order
from moderation.domain.moderator import Permission


async def decide(call: Call) -> Reply:
    orders = [
        Order(
            comment_id=row["comment_id"],
            action=row["action"],
            reason=row.get("reason"),
            note=row.get("note"),
            expected_version=row.get("expected_version"),
        )
        for row in call.body["decisions"]
    ]
    return Reply(200, await call.house.review.decide(call.site, call.moderator, orders))


async def undo(call: Call) -> Reply:
    return Reply(200, await call.house.review.undo(call.site, call.moderator, call.path["decision_id"]))


ROUTES = (
    route(
        "POST",
        "/v1/moderation/decisions",
        decide,
        needs=Permission.REVIEW,
        summary="Decide 1 to 500 comments; each row succeeds or fails by itself",
        body=WriteDecisions,
        answers={200: DecisionResults},
    ),
    route(
        "POST",
        "/v1/moderation/decisions/{decision_id}/undo",
        undo,
        needs=Permission.REVIEW,
        summary="Take a decision back: status, counts and queues are as before",
        answers={200: Undone},
    ),
)
