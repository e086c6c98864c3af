"""The audit log as a file."""

from aiohttp import web

from moderation.api import lines
from moderation.api.routes import Call, Media, route
from moderation.api.schemas.audit import AuditSought, wanted_of
from moderation.domain.moderator import Permission


async def export(call: Call) -> web.StreamResponse:
    entries = call.house.auditing.exported(call.site, wanted_of(call.query))
    return await lines.stream(call.request, f"audit-{call.site}.jsonl", entries)


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/audit",
        export,
        needs=Permission.ADMINISTER,
        summary="The audit log as a file, or what is sought in it; `moderation audit check` "
        "proves the file by what seals each entry",
        query=AuditSought,
        answers={200: Media("application/x-ndjson", "A JSON object a line: an entry of the log with its `seal`")},
    ),
)
