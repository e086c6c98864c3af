"""The audit log: who did what, and when."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.audit import AuditEntries, AuditQuery, wanted_of
from moderation.domain.moderator import Permission


async def audit(call: Call) -> Reply:
    asked = call.query
    return Reply(200, await call.house.auditing.search(call.site, wanted_of(asked), asked["limit"], asked["cursor"]))


ROUTES = (
    route(
        "GET",
        "/v1/moderation/audit",
        audit,
        needs=Permission.REVIEW,
        summary="The audit log, newest first, or what is sought in it; `moderation verify` proves its chains",
        query=AuditQuery,
        answers={200: AuditEntries},
    ),
)
