"""What was done lately, by whom, and whether it can be taken back."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.history import Acts, HistoryQuery
from moderation.domain.moderator import Permission


async def acts(call: Call) -> Reply:
    asked = call.query
    found = await call.house.history.listed(call.site, asked["moderator"], asked["limit"], asked["cursor"])
    return Reply(200, found)


ROUTES = (
    route(
        "GET",
        "/v1/moderation/history",
        acts,
        needs=Permission.REVIEW,
        summary="What was done, newest first: decisions, many as one act, standings, warnings",
        query=HistoryQuery,
        answers={200: Acts},
    ),
)
