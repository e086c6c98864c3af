"""Readers report comments, and send notices of illegal content."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.report import (
    NoticeAnswer,
    OwnReports,
    OwnReportsQuery,
    ReportAnswer,
    WriteNotice,
    WriteReport,
)
from moderation.domain.moderator import Permission
from moderation.domain.report import Notice


async def report(call: Call) -> Reply:
    reader = await call.reader()
    told = await call.house.reporting.report(
        call.site, reader, call.path["id"], call.body["reason"], call.body.get("detail")
    )
    return Reply(202, told)


async def send_notice(call: Call) -> Reply:
    said = call.body
    notice = Notice(said.get("law"), said.get("location"), said.get("category"), said.get("name"), said.get("email"))
    reader = await call.reader()
    told = await call.house.notices.send(call.site, reader, call.path["id"], said["explanation"], notice)
    return Reply(202, told)


async def notice(call: Call) -> Reply:
    return Reply(200, await call.house.notices.outcome(call.site, call.path["notice_id"]))


async def mine(call: Call) -> Reply:
    reader, query = await call.reader(), call.query
    return Reply(200, await call.house.reporting.mine(call.site, reader, query["limit"], query["cursor"]))


ROUTES = (
    route(
        "GET",
        "/v1/me/reports",
        mine,
        needs=Permission.PUBLIC,
        summary="What a signed-in reader reported, and what came of it",
        query=OwnReportsQuery,
        answers={200: OwnReports},
    ),
    route(
        "POST",
        "/v1/comments/{id}/reports",
        report,
        needs=Permission.PUBLIC,
        summary="Report a comment to the moderators; one open report per reader and comment",
        body=WriteReport,
        answers={202: ReportAnswer},
    ),
    route(
        "POST",
        "/v1/comments/{id}/notices",
        send_notice,
        needs=Permission.PUBLIC,
        summary="Send a notice of illegal content (Digital Services Act, article 16); the answer acknowledges it",
        body=WriteNotice,
        answers={202: NoticeAnswer},
    ),
    route(
        "GET",
        "/v1/notices/{notice_id}",
        notice,
        needs=Permission.PUBLIC,
        summary="What came of a notice, for whoever sent it",
        answers={200: NoticeAnswer},
    ),
)
