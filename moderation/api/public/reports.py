"""Readers report comments."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.report import ReportAnswer, WriteReport
from moderation.domain.moderator import Permission


async def report(call: Call) -> Reply:
    reader = await call.reader()
    told = await call.house.reporting.report(
        call.site, reader, call.path["id"], call.body["reason"], call.body.get("detail")
    )
    return Reply(202, told)


ROUTES = (
    route(
        "POST",
        "/v1/comments/{id}/reports",
        report,
        needs=Permission.PUBLIC,
        summary="Report a comment to the moderators; one open report per reader and comment",
        body=WriteReport,
        answers={202: ReportAnswer},
    ),
)
