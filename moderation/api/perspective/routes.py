"""Where Perspective's interface is found."""

from dataclasses import replace

from moderation.api.perspective.analyze import analyze
from moderation.api.perspective.dialect import PERSPECTIVE
from moderation.api.perspective.discovery import PATH, discovery
from moderation.api.perspective.quick import quick
from moderation.api.perspective.suggestscore import suggestscore
from moderation.api.routes import Route, route
from moderation.api.schemas.perspective import (
    AnalyzeCommentRequest,
    AnalyzeCommentResponse,
    Discovery,
    DiscoveryQuery,
    PerspectiveQuery,
    SuggestCommentScoreRequest,
    SuggestCommentScoreResponse,
)
from moderation.domain.moderator import Permission

ROUTES = (
    route(
        "POST",
        "/v1alpha1/comments:analyze",
        analyze,
        needs=Permission.SCORE,
        summary="Score a text, as Perspective's comments:analyze did",
        query=PerspectiveQuery,
        body=AnalyzeCommentRequest,
        answers={200: AnalyzeCommentResponse},
        dialect=PERSPECTIVE,
        spends=True,
        quick=quick,
    ),
    route(
        "POST",
        "/v1alpha1/comments:suggestscore",
        suggestscore,
        needs=Permission.SCORE,
        summary="Tell what a text's scores should have been, as Perspective's comments:suggestscore took it",
        query=PerspectiveQuery,
        body=SuggestCommentScoreRequest,
        answers={200: SuggestCommentScoreResponse},
        dialect=PERSPECTIVE,
    ),
    route(
        "GET",
        PATH,
        discovery,
        needs=Permission.OPERATE,
        summary="What Google's client libraries build themselves from",
        query=DiscoveryQuery,
        answers={200: Discovery},
        dialect=PERSPECTIVE,
    ),
)


def below(prefix: str) -> tuple[Route, ...]:
    """The same under another path; none where there is no prefix."""
    return tuple(replace(row, path=prefix + row.path) for row in ROUTES) if prefix else ()
