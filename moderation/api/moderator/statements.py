"""Statements of reasons for the EU's Transparency Database."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.statement import Statement, StatementPage, StatementsQuery
from moderation.domain.moderator import Permission


async def statements(call: Call) -> Reply:
    asked = call.query
    found = await call.house.statements.listed(
        call.site, asked["from_ms"], asked["to_ms"], asked["comment"], asked["limit"], asked["cursor"]
    )
    return Reply(200, found)


async def statement(call: Call) -> Reply:
    return Reply(200, await call.house.statements.of_decision(call.site, call.path["decision_id"]))


ROUTES = (
    route(
        "GET",
        "/v1/moderation/statements",
        statements,
        needs=Permission.REVIEW,
        summary="Statements of reasons (Digital Services Act) of all restrictions, newest first, as the Transparency "
        "Database takes them",
        query=StatementsQuery,
        answers={200: StatementPage},
    ),
    route(
        "GET",
        "/v1/moderation/decisions/{decision_id}/statement",
        statement,
        needs=Permission.REVIEW,
        summary="The statement of reasons of one decision, or of one `puid`",
        answers={200: Statement},
    ),
)
