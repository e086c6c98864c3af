"""The moderators' rules: what they would have done. They are changed with the policy."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.rules import DryRun, DryRunShown, RuleLanguage
from moderation.domain.moderator import Permission
from moderation.services.rehearsal import language_document


async def language(_call: Call) -> Reply:
    return Reply(200, language_document())


async def dry_run(call: Call) -> Reply:
    return Reply(200, await call.house.rehearsal.dry_run(call.site, call.body["rules"], call.body["last"]))


ROUTES = (
    route(
        "GET",
        "/v1/sites/{site}/rules/language",
        language,
        needs=Permission.ADMINISTER,
        summary="What rules can ask and do, and rules to begin with",
        answers={200: RuleLanguage},
    ),
    route(
        "POST",
        "/v1/sites/{site}/rules/dry-run",
        dry_run,
        needs=Permission.ADMINISTER,
        summary="What these rules would have done to the newest comments; nothing changes",
        body=DryRun,
        answers={200: DryRunShown},
    ),
)
