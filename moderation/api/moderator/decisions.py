"""Decisions, many at once, and taking one back."""

from collections.abc import Mapping
from typing import Any

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.decision import BulkShown, BulkUndone, DecisionResults, Grounds, Undone, WriteDecisions
from moderation.domain.decision import Basis, Ground, Order
from moderation.domain.moderator import Permission


async def decide(call: Call) -> Reply:
    orders = [
        Order(
            comment_id=row["comment_id"],
            action=row["action"],
            reason=row.get("reason"),
            note=row.get("note"),
            expected_version=row.get("expected_version"),
            basis=_basis(row),
        )
        for row in call.body["decisions"]
    ]
    if call.body["bulk"]:
        return Reply(200, await call.house.bulk.decide(call.site, call.moderator, orders, call.act))
    return Reply(200, await call.house.review.decide(call.site, call.moderator, orders, act=call.act))


def _basis(row: Mapping[str, Any]) -> Basis | None:
    if not row.keys() & {"ground", "rule", "category"}:
        return None
    return Basis(row.get("ground", Ground.RULES), row.get("rule"), row.get("category"))


async def grounds(call: Call) -> Reply:
    return Reply(200, await call.house.policymaking.grounds(call.site))


async def undo(call: Call) -> Reply:
    return Reply(200, await call.house.review.undo(call.site, call.moderator, call.path["decision_id"]))


async def bulk(call: Call) -> Reply:
    return Reply(200, await call.house.bulk.shown(call.site, call.path["bulk_id"]))


async def undo_bulk(call: Call) -> Reply:
    return Reply(200, await call.house.bulk.undo(call.site, call.moderator, call.path["bulk_id"]))


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
        "GET",
        "/v1/moderation/grounds",
        grounds,
        needs=Permission.REVIEW,
        summary="What a rejection may rest on: the site's rules, laws, categories",
        answers={200: Grounds},
    ),
    route(
        "POST",
        "/v1/moderation/decisions/{decision_id}/undo",
        undo,
        needs=Permission.REVIEW,
        summary="Take a decision back: status, counts and queues are as before",
        answers={200: Undone},
    ),
    route(
        "GET",
        "/v1/moderation/bulk/{bulk_id}",
        bulk,
        needs=Permission.REVIEW,
        summary="An act that decided many comments at once, as its comments are now",
        answers={200: BulkShown},
    ),
    route(
        "POST",
        "/v1/moderation/bulk/{bulk_id}/undo",
        undo_bulk,
        needs=Permission.REVIEW,
        summary="Take back everything that one act decided; comments that changed since are told of and left alone",
        answers={200: BulkUndone},
    ),
)
