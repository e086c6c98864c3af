"""Akismet's forms."""

from marshmallow import INCLUDE, Schema, fields


class _Form(Schema):
    """Clients add what they know of the request, so fields that have no name here are welcome."""

    class Meta:
        unknown = INCLUDE

    api_key = fields.String(
        metadata={"description": "An API token of role service; it may be sent as `Authorization: Bearer` instead."}
    )
    blog = fields.String(load_default="", metadata={"description": "Address of the site that asks."})


class AkismetKey(_Form):
    key = fields.String(metadata={"description": "The same as api_key, as older clients call it."})


class AkismetComment(_Form):
    user_ip = fields.String(load_default="")
    user_agent = fields.String()
    referrer = fields.String()
    permalink = fields.String()
    comment_type = fields.String()
    comment_author = fields.String(load_default="")
    comment_author_email = fields.String(load_default="")
    comment_author_url = fields.String()
    comment_content = fields.String(load_default="")
    comment_date_gmt = fields.String()
    comment_post_modified_gmt = fields.String()
    blog_lang = fields.String()
    blog_charset = fields.String()
    user_role = fields.String(load_default="")
    is_test = fields.String(load_default="")
    recheck_reason = fields.String()
    honeypot_field_name = fields.String()
