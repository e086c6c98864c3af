"""Threads and comments as an export has them: put back into the store with everything that belongs to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderation.domain.comment import MAX_DEPTH, Revision, Status
from moderation.domain.ids import Place
from moderation.storage import keys
from moderation.storage.appeals import appeal_keys
from moderation.storage.client import Store
from moderation.storage.codec import LETTERS, STATE_FORMAT, WAITING_FORMAT, encode_revision, queue_mask


@dataclass(frozen=True, slots=True)
class Restored:
    """A comment with the stored form of what belongs to it; `parts` in the order that restore_comment.lua wants."""

    id: bytes
    parent: bytes | None
    author_id: str
    status: Status
    queues: frozenset[str]
    priority: int
    revision: Revision
    version: int = 1
    revision_number: int = 1
    likes: int = 0
    round: int = 0
    edited_at: int = 0
    waiting_since: int = 0
    earlier: Sequence[tuple[int, bytes]] = ()
    decisions: Sequence[tuple[bytes, bytes]] = ()
    reports: Sequence[tuple[bytes, bytes]] = ()
    appeals: Sequence[tuple[bytes, bytes]] = ()
    likers: Sequence[bytes] = ()


class Transfers:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def restore_thread(self, site: str, place: Place, article: str, fields: Mapping[str, str]) -> int:
        """Set what is not set yet of title, url, open (`0`/`1`) and mode; how much was."""
        pairs = [part for pair in fields.items() for part in pair]
        set_now = await self._store.run("restore_thread", keys.thread_keys(site, place), [article, *pairs], resend=True)
        return int(set_now)

    async def restore_comment(self, site: str, place: Place, article: str, comment: Restored) -> str:
        """`restored`, `already`, `no-parent` or `too-deep`."""
        parts: list[bytes | str | int] = []
        for pairs in (comment.earlier, comment.decisions, comment.reports, comment.appeals):
            for name, value in pairs:
                parts += [name, value]
        reply = await self._store.run(
            "restore_comment",
            appeal_keys(site, place),
            [
                comment.id,
                comment.parent or b"",
                article,
                comment.author_id,
                LETTERS[comment.status],
                queue_mask(comment.queues),
                comment.version,
                comment.revision_number,
                comment.likes,
                comment.round,
                comment.priority,
                comment.edited_at,
                comment.waiting_since,
                MAX_DEPTH,
                encode_revision(comment.revision),
                len(comment.earlier),
                len(comment.decisions),
                len(comment.reports),
                len(comment.appeals),
                *parts,
                *comment.likers,
            ],
            resend=True,
        )
        return str(reply.decode())


def stored_revision(since: int, revision: Revision) -> bytes:
    """An earlier revision as edit_comment.lua keeps it."""
    return str(since).encode() + b"|" + encode_revision(revision)


def stored_state(
    status: Status, queues: frozenset[str], reports: int, round_: int, priority: int, since: int, author: str
) -> bytes:
    """An earlier state as a decision keeps it, as far as taking the decision back needs it."""
    waiting = [since] if since else []
    form = WAITING_FORMAT if waiting else STATE_FORMAT
    fields = [
        form,
        LETTERS[status],
        queue_mask(queues),
        1,
        1,
        0,
        0,
        0,
        reports,
        round_,
        priority,
        0,
        0,
        *waiting,
        author,
    ]
    return bytes(16) + "|".join(str(field) for field in fields).encode()
