"""The audit log: who did what, and when."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.audit import AuditEntries, AuditQuery
from moderation.domain.moderator import Permission


async def audit(call: Call) -> Reply:
    return Reply(200, await call.house.review.audit(call.site, call.query["limit"], call.query["cursor"]))


ROUTES = (
    route(
        "GET",
        "/v1/moderation/audit",
        audit,
        needs=Permission.REVIEW,
        summary="The audit log, newest first; `moderation verify` proves its chains",
        query=AuditQuery,
        answers={200: AuditEntries},
    ),
)
