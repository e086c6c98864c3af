"""Articles as their publisher describes them: title, address, open or closed, premoderated or not."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.article import ArticleDescribed, DescribeArticle
from moderation.domain.moderator import Permission


async def describe(call: Call) -> Reply:
    described = await call.house.policymaking.describe_article(
        call.site, call.path["article"], call.body, call.moderator
    )
    return Reply(200, described)


ROUTES = (
    route(
        "PUT",
        "/v1/articles/{article}",
        describe,
        needs=Permission.ADMINISTER,
        summary="Describe an article, open or close its discussion",
        body=DescribeArticle,
        answers={200: ArticleDescribed},
    ),
)
