"""Authors read what became of what they wrote: how it stands, why, and what they may do about it."""

from collections.abc import Sequence

from moderation.domain import ids
from moderation.domain.appeal import Appeal
from moderation.domain.author import Reader
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Decision
from moderation.domain.errors import NotFound, NotSignedIn
from moderation.services.access import Access
from moderation.services.appeal_documents import own_appeal_document
from moderation.services.authorship import comment_of_token, wrote
from moderation.services.contesting import open_to_appeal
from moderation.services.cursors import decode_cursor, encode_cursor, id_bytes
from moderation.services.documents import (
    Document,
    comment_document,
    page_of,
    reasons_of,
    seems_published,
    told_decision,
)
from moderation.storage.records import Records


class OwnComments:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def listed(self, site_id: str, reader: Reader, limit: int, cursor: str | None) -> Document:
        """A signed-in author's own comments, newest first; for a guest, the one comment their edit token proves."""
        site = await self._access.site(site_id)
        following = None
        if reader.author_id is not None:
            parts = decode_cursor(cursor, str)
            before = None if parts is None else id_bytes(parts[0])
            wanted = await self._records.authors.comments(site_id, reader.author_id, limit + 1, before)
            if len(wanted) > limit:
                wanted = wanted[:limit]
                following = encode_cursor(wanted[-1].hex())
        elif (proven := comment_of_token(site, reader.edit_token)) is not None:
            wanted = [proven]
        else:
            raise NotSignedIn("Send the publisher's token, or the X-Edit-Token that a guest's comment came with.")
        comments = [
            comment
            for comment in await self._records.comments.read_many(site_id, wanted)
            if comment is not None and reader.author_id in (None, comment.state.author_id)
        ]
        return page_of(await self._shown(site_id, comments), following)

    async def one(self, site_id: str, reader: Reader, comment_id: str) -> Document:
        """One's own comment, by the publisher's token or by the token that a guest's comment came with. NotFound for
        what is gone, and for everybody else's."""
        site = await self._access.site(site_id)
        comment = await self._records.comments.read(site_id, ids.to_bytes(comment_id))
        if comment is None or comment.state.status is Status.DELETED or not wrote(site, reader, comment):
            raise NotFound(f"You have no comment {comment_id}: send the token that it was written with.")
        [document] = await self._shown(site_id, [comment])
        return document

    async def _shown(self, site_id: str, comments: Sequence[Comment]) -> list[Document]:
        policy = await self._access.policy(site_id)
        now = await self._records.store.server_time_ms()
        wanted = [comment.id for comment in comments]
        decided = await self._records.decisions.of_comments(site_id, wanted)
        appealed = await self._records.appeals.of_comments(site_id, wanted)
        shown = []
        for comment, decisions, appeals in zip(comments, decided, appealed, strict=True):
            article = await self._records.threads.name(site_id, ids.place_of(comment.id)) or ""
            until = open_to_appeal(comment, decisions, appeals, policy, now)
            shown.append(_own_document(comment, article, decisions, appeals, until))
        return shown


def _own_document(
    comment: Comment, article: str, decisions: Sequence[Decision], appeals: Sequence[Appeal], until: int | None
) -> Document:
    """A comment for its author, who is not to notice being shadowed."""
    hidden = seems_published(comment)
    shown_as = Status.PUBLISHED if hidden else None
    return comment_document(comment, article, everything=True, shown_as=shown_as) | {
        "reasons": [] if hidden or comment.state.status.visible else reasons_of(comment.revision),
        "decision": None if hidden else told_decision(comment, decisions),
        "appeal": own_appeal_document(appeals[-1]) if appeals and not hidden else None,
        "appealable_until": None if until is None else rfc3339(until),
    }
