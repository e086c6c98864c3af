"""Every route of the service, in one list. aiohttp tries those that share a beginning in this order."""

from moderation.api import docs, health
from moderation.api.admin import (
    articles,
    learning,
    means,
    models,
    moderators,
    phases,
    policies,
    privacy,
    rules,
    sites,
    tokens,
    transparency,
    webhooks,
)
from moderation.api.admin import audit as audit_file
from moderation.api.admin import sessions as site_sessions
from moderation.api.akismet import verbs
from moderation.api.console import password, provider, session
from moderation.api.console import sessions as own_sessions
from moderation.api.coral import phase
from moderation.api.moderator import appeals as heard_appeals
from moderation.api.moderator import (
    audit,
    authors,
    claims,
    decisions,
    history,
    notes,
    queues,
    statements,
    statistics,
    sweeps,
)
from moderation.api.moderator import comments as all_comments
from moderation.api.moderator import stream as moderator_stream
from moderation.api.openai import moderations
from moderation.api.perspective import routes as perspective
from moderation.api.public import appeals, comments, reactions, reports, standing, stream, threads, warnings
from moderation.api.routes import Route
from moderation.settings import Settings

TABLE: tuple[Route, ...] = (
    # Readers and commenters; the pages of a discussion first, as most requests are for them
    *threads.ROUTES,
    *stream.ROUTES,
    *comments.ROUTES,
    *reports.ROUTES,
    *appeals.ROUTES,
    *reactions.ROUTES,
    *warnings.ROUTES,
    *standing.ROUTES,
    # Moderators
    *session.ROUTES,
    *own_sessions.ROUTES,
    *password.ROUTES,
    *provider.ROUTES,
    *queues.ROUTES,
    *claims.ROUTES,
    *decisions.ROUTES,
    *sweeps.ROUTES,
    *history.ROUTES,
    *heard_appeals.ROUTES,
    *statistics.ROUTES,
    *all_comments.ROUTES,
    *authors.ROUTES,
    *notes.ROUTES,
    *audit.ROUTES,
    *statements.ROUTES,
    *moderator_stream.ROUTES,
    # Administrators
    *sites.ROUTES,
    *policies.ROUTES,
    *rules.ROUTES,
    *models.ROUTES,
    *learning.ROUTES,
    *tokens.ROUTES,
    *means.ROUTES,
    *site_sessions.ROUTES,
    *moderators.ROUTES,
    *articles.ROUTES,
    *privacy.ROUTES,
    *audit_file.ROUTES,
    *transparency.ROUTES,
    *webhooks.ROUTES,
    *phases.ROUTES,
    # Other programs
    *perspective.ROUTES,
    *moderations.ROUTES,
    *verbs.ROUTES,
    *phase.ROUTES,
    # Operators and developers
    *health.ROUTES,
    *docs.ROUTES,
)


def table_of(settings: Settings) -> tuple[Route, ...]:
    """The table with what is served under a path of the operator's choice as well."""
    return (*TABLE, *perspective.below(settings.perspective_prefix))
