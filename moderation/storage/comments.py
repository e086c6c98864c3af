"""Comments: storing, changing and reading them."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain import ids
from moderation.domain.audit import digest
from moderation.domain.clock import DAY_MS
from moderation.domain.comment import MAX_DEPTH, Comment, Revision, State, Status
from moderation.domain.ids import Place
from moderation.domain.thread import Thread
from moderation.storage import keys
from moderation.storage.appeals import appeal_keys
from moderation.storage.client import Store
from moderation.storage.codec import LETTERS, decode_revision, decode_state, encode_revision, queue_mask
from moderation.storage.replies import sound
from moderation.storage.threads import thread_of

REFERRING_MS = 60_000
"""A comment is stored at most so long after others were asked about it; the longest deadline is far shorter."""
MOST_REFERRED = 20_000
"""Comments of a partition in that time."""
RETRY_MS = DAY_MS


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a comment shall stand: status, queues, and how much a look is worth before reports and waiting count."""

    status: Status
    queues: frozenset[str]
    priority: int
    detail: bytes = b""
    """The audit entry as JSON; empty for a plain publication, which the comment itself records."""


@dataclass(frozen=True, slots=True)
class Retry:
    """An Idempotency-Key: `key` names it for its sender, `request` is 32 bytes over what was asked."""

    key: str
    request: bytes
    answer: bytes
    """What the answer needs beyond the comment itself."""


@dataclass(frozen=True, slots=True)
class Posted:
    id: bytes
    depth: int
    replayed: bytes | None = None
    """The kept answer, when this key had been used for the same request before."""


class Comments:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def post(
        self,
        site: str,
        place: Place,
        article: str,
        *,
        author: str,
        parent: bytes | None,
        revision: Revision,
        ruling: Ruling,
        title: str = "",
        url: str = "",
        close_after_ms: int = 0,
        retry: Retry | None = None,
        tail: bytes | None = None,
    ) -> Posted | str:
        """Store a comment, under an id that ends in `tail` if that is given. Instead of Posted:
        `key-reused`, `closed`, `no-parent` or `too-deep`."""
        reply = await self._store.run(
            "post_comment",
            [*keys.thread_keys(site, place), keys.retry(site, place.partition, retry.key if retry else "-")],
            [
                tail or ids.tail(place),
                author,
                parent or b"",
                LETTERS[ruling.status],
                queue_mask(ruling.queues),
                ruling.priority,
                encode_revision(revision),
                author,
                article,
                title,
                url,
                close_after_ms,
                MAX_DEPTH,
                retry.request if retry else b"",
                retry.answer if retry else b"",
                RETRY_MS,
                ruling.detail,
                digest(ruling.detail) if ruling.detail else "",
            ],
        )
        if isinstance(reply, bytes):
            return reply.decode()
        if reply[0] == b"replayed":
            return Posted(reply[1], 0, reply[2])
        return Posted(reply[1], reply[2])

    async def referred(self, site: str, reference: bytes) -> bytes | None:
        """The comment that was spoken of under this id before it had its own (`ids.referring`)."""
        key = keys.partition(site, ids.place_of(reference).partition).every
        latest = (ids.time_of(reference) + REFERRING_MS).to_bytes(6, "big")
        found = await self._store.command(
            key, "ZRANGE", key, b"[" + reference[:6], b"[" + latest, "BYLEX", "LIMIT", 0, MOST_REFERRED
        )
        return next((each for each in found if each[8:] == reference[8:]), None)

    async def kept_answer(self, site: str, place: Place, retry_key: str) -> bytes | None:
        """What was kept for an Idempotency-Key: 32 bytes of request, 16 of id, the answer."""
        key = keys.retry(site, place.partition, retry_key)
        kept: bytes | None = await self._store.command(key, "GET", key)
        return kept

    async def edit(
        self, site: str, comment: Comment, *, window_ms: int, revision: Revision, ruling: Ruling, actor: str
    ) -> tuple[str, int, int]:
        """(`edited`, version, time) or (`stale`, `window-over`, `rejected` or `gone`, 0, 0)."""
        reply = await self._store.run(
            "edit_comment",
            appeal_keys(site, ids.place_of(comment.id)),
            [
                comment.id,
                comment.state.revision,
                window_ms,
                LETTERS[ruling.status],
                queue_mask(ruling.queues),
                ruling.priority,
                encode_revision(revision),
                actor,
                ruling.detail,
                digest(ruling.detail) if ruling.detail else "",
            ],
        )
        word = reply[0].decode()
        return (word, reply[1], reply[2]) if word == "edited" else (word, 0, 0)

    async def delete(self, site: str, comment_id: bytes, window_ms: int, actor: str, detail: bytes) -> str:
        """`deleted`, `window-over` or `gone`."""
        reply = await self._store.run(
            "delete_comment",
            appeal_keys(site, ids.place_of(comment_id)),
            [comment_id, window_ms, actor, detail, digest(detail)],
            resend=True,
        )
        return str(reply.decode())

    async def rescore(self, site: str, comment: Comment, revision: Revision, ruling: Ruling) -> str:
        """`rescored`, `changed` (edited or decided meanwhile) or `gone` (taken back or erased, too)."""
        reply = await self._store.run(
            "rescore_comment",
            appeal_keys(site, ids.place_of(comment.id)),
            [
                comment.id,
                comment.state.version,
                LETTERS[ruling.status],
                queue_mask(ruling.queues),
                ruling.priority,
                encode_revision(revision),
                ruling.detail,
                digest(ruling.detail) if ruling.detail else "",
            ],
        )
        return str(reply.decode())

    async def erase(self, site: str, comment_id: bytes, blank: Revision, actor: str, detail: bytes) -> str:
        """`erased` or `gone`."""
        reply = await self._store.run(
            "erase_comment",
            appeal_keys(site, ids.place_of(comment_id)),
            [comment_id, encode_revision(blank), actor, detail, digest(detail)],
            resend=True,
        )
        return str(reply.decode())

    async def read(self, site: str, comment_id: bytes) -> Comment | None:
        return (await self.read_many(site, [comment_id]))[0]

    async def read_many(self, site: str, comment_ids: Sequence[bytes]) -> list[Comment | None]:
        """States and present revisions, in the order asked; None for unknown ids."""
        words: list[tuple[str, Sequence[bytes | str]]] = []
        for comment_id in comment_ids:
            place = ids.place_of(comment_id)
            for key in (keys.states(site, place), keys.texts(site, place)):
                words.append((key, ("HGET", key, comment_id)))
        replies = sound(await self._store.commands(words))
        return [
            None if state is None else Comment(comment_id, decode_state(state), decode_revision(text) if text else None)
            for comment_id, state, text in zip(comment_ids, replies[0::2], replies[1::2], strict=True)
        ]

    async def states(self, site: str, comment_ids: Sequence[bytes]) -> list[State | None]:
        """How comments stand, in the order asked, without their texts; None for unknown ids. One command a thread."""
        by_place: dict[Place, list[bytes]] = {}
        for comment_id in comment_ids:
            by_place.setdefault(ids.place_of(comment_id), []).append(comment_id)
        asked = [(keys.states(site, place), wanted) for place, wanted in by_place.items()]
        replies = sound(await self._store.commands([(key, ("HMGET", key, *wanted)) for key, wanted in asked]))
        found = {
            comment_id: state
            for (_, wanted), states in zip(asked, replies, strict=True)
            for comment_id, state in zip(wanted, states, strict=True)
        }
        return [None if (state := found[each]) is None else decode_state(state) for each in comment_ids]

    async def newest(self, site: str, partition: int, before: bytes | None, limit: int) -> list[bytes]:
        """Ids of the partition's comments whatever their status, newest first, before an id."""
        key = keys.partition(site, partition).every
        edge = "+" if before is None else b"(" + before
        found: list[bytes] = await self._store.command(key, "ZRANGE", key, edge, "-", "BYLEX", "REV", "LIMIT", 0, limit)
        return found

    async def with_ancestors(self, site: str, comment_id: bytes) -> tuple[Thread, list[Comment]] | None:
        """The comment, then the comments above it up to the root; None if there is no such comment."""
        place = ids.place_of(comment_id)
        names = [keys.article, keys.states, keys.texts]
        reply = await self._store.run("read_comment", [name(site, place) for name in names], [comment_id, MAX_DEPTH])
        if reply is None:
            return None
        about, rows = reply
        chain = [
            Comment(raw_id, decode_state(state), decode_revision(text) if text else None)
            for raw_id, state, text in rows
        ]
        return thread_of((about[0] or b"").decode(), place, about), chain

    async def earlier_revisions(self, site: str, comment: Comment) -> list[tuple[int, Revision]]:
        """(time it was written, revision), oldest first, without the present one."""
        key = keys.revisions(site, ids.place_of(comment.id))
        numbers = range(1, comment.state.revision)
        if not numbers:
            return []
        fields = [comment.id + str(number).encode() for number in numbers]
        found = await self._store.command(key, "HMGET", key, *fields)
        earlier = []
        for raw in found:
            if raw is not None:
                at, _, text = raw.partition(b"|")
                earlier.append((int(at), decode_revision(text)))
        return earlier
