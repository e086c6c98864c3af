"""Articles as administrators describe them."""

from marshmallow import Schema, fields

from moderation.api.schemas.texts import Text, WebAddress
from moderation.domain.policy import Mode
from moderation.services.values import Switch


class DescribeArticle(Schema):
    """What is left out stays as it is; `mode` null follows the site's policy."""

    title = Text(most=500, allow_none=True)
    url = WebAddress(allow_none=True)
    open = Switch()
    mode = fields.Enum(Mode, by_value=True, allow_none=True)


class ArticleDescribed(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    open = fields.Boolean(required=True)
    mode = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
