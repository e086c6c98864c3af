"""A guest's proof of having written a comment: a token that needs no storage.

`<comment id>.<HMAC-SHA256 of the id under the site's secret>`; it proves one comment, and only to this site.
"""

import base64
import hmac

from moderation.domain import ids
from moderation.domain.actors import GUEST
from moderation.domain.author import Reader
from moderation.domain.comment import Comment
from moderation.domain.errors import NotFound
from moderation.domain.site import Site
from moderation.services.site_secret import keyed


def edit_token(site: Site, comment_id: bytes) -> str:
    text = ids.to_text(comment_id)
    return f"{text}.{base64.urlsafe_b64encode(keyed(site, 'edit', text)).decode().rstrip('=')}"


def comment_of_token(site: Site, token: str | None) -> bytes | None:
    """The comment a token proves; None if it proves nothing."""
    if token is None:
        return None
    try:
        comment_id = ids.to_bytes(token.partition(".")[0])
    except NotFound:
        return None
    whole = edit_token(site, comment_id).encode()
    return comment_id if hmac.compare_digest(whole, token.encode("utf-8", "surrogatepass")) else None


def guest_id(site: Site, address: str, name: str) -> str:
    """A guest's id: the same name from the same address is the same guest; no name can be taken from elsewhere."""
    mark = keyed(site, "guest", f"{address}|{name.casefold()}")[:9]
    return GUEST + base64.urlsafe_b64encode(mark).decode()


def wrote(site: Site, reader: Reader, comment: Comment) -> bool:
    """Whether this reader wrote the comment."""
    if comment.state.author_id == "erased":
        return False
    if reader.author_id is not None and reader.author_id == comment.state.author_id:
        return True
    guest = comment.revision is not None and comment.revision.guest
    return guest and comment_of_token(site, reader.edit_token) == comment.id
