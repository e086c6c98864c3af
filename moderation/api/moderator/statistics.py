"""How a site's moderation goes."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.statistics import StatisticsQuery, StatisticsShown, ThresholdsQuery, ThresholdsShown
from moderation.domain.moderator import Permission


async def statistics(call: Call) -> Reply:
    return Reply(200, await call.house.statistics.shown(call.site, call.query["from_ms"], call.query["to_ms"]))


async def thresholds(call: Call) -> Reply:
    asked = call.query
    found = await call.house.statistics.thresholds(call.site, asked["attribute"], asked["from_ms"], asked["to_ms"])
    return Reply(200, found)


ROUTES = (
    route(
        "GET",
        "/v1/moderation/statistics",
        statistics,
        needs=Permission.REVIEW,
        summary="Volume, what was held, decisions and time to decision, agreement with the classifier",
        query=StatisticsQuery,
        answers={200: StatisticsShown},
    ),
    route(
        "GET",
        "/v1/moderation/statistics/thresholds",
        thresholds,
        needs=Permission.REVIEW,
        summary="What every threshold would have come to on the site's own decisions",
        query=ThresholdsQuery,
        answers={200: ThresholdsShown},
    ),
)
