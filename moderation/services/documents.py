"""Comments, authors and entries as the JSON documents people receive. What a reader may not see is left out here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.actors import POLICY
from moderation.domain.author import AuthorRecord
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment, Revision, Status
from moderation.domain.decision import Action, Basis, Decision, Ground
from moderation.domain.thread import Node, Thread
from moderation.text.markup import to_html

Document = dict[str, Any]

GUEST = "guest"
"""The badge of everybody who writes without a publisher's token."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A whole answer as bytes; `etag` without quotes."""

    body: bytes
    etag: str
    entry: object = field(default=None, compare=False)
    """Where the answer is cached, for `Discussion.remember_page`."""
    stale: bool = False
    """The last known answer, given because storage is away."""


def encode(document: object) -> Encoded:
    body = orjson.dumps(document)
    return Encoded(body, hashlib.blake2b(body, digest_size=12).hexdigest())


@lru_cache(maxsize=8192)
def html_of(body: str) -> str:
    """Safe HTML of a body; remembered, as a comment is shown far more often than it is written."""
    return to_html(body)


def author_document(comment: Comment, revision: Revision) -> Document:
    """Whoever wrote it; a guest is marked as one, since guests may take any name."""
    badges = [GUEST] if revision.guest else [badge for badge in revision.badges if badge != GUEST]
    return {"id": comment.state.author_id, "name": revision.author_name, "badges": badges}


def comment_document(
    comment: Comment, article: str, *, everything: bool = False, shown_as: Status | None = None
) -> Document:
    """A Comment. With `everything` (its author, a moderator) text and status are given whatever the status is;
    otherwise a comment that is not visible is a tombstone."""
    state, revision = comment.state, comment.revision
    status = shown_as or state.status
    open_to_reader = revision is not None and (everything or status.visible)
    return {
        "id": ids.to_text(comment.id),
        "article": article,
        "parent_id": None if state.parent is None else ids.to_text(state.parent),
        "depth": state.depth,
        "author": author_document(comment, revision) if revision is not None and open_to_reader else None,
        "body": revision.body if revision is not None and open_to_reader else None,
        "html": html_of(revision.body) if revision is not None and open_to_reader else None,
        "status": str(status) if everything or status.visible else str(Status.DELETED),
        "created_at": rfc3339(ids.time_of(comment.id)),
        "edited_at": rfc3339(state.edited_at) if state.edited_at is not None and open_to_reader else None,
        "reply_count": state.visible_replies,
        "reactions": {"like": state.likes if open_to_reader else 0},
        "pinned": state.pinned,
    }


def node_document(node: Node, article: str) -> Document:
    document = comment_document(node.comment, article)
    document["replies"] = [node_document(reply, article) for reply in node.replies]
    document["replies_cursor"] = node.replies_cursor
    return document


def thread_document(thread: Thread) -> Document:
    return {
        "id": thread.article,
        "title": thread.title,
        "url": thread.url,
        "open": thread.open,
        "count": thread.count,
    }


def record_document(record: AuthorRecord, now: int) -> Document:
    """An author's record, for moderators."""
    return {
        "id": record.id,
        "name": record.name,
        "standing": str(record.standing_at(now)),
        "until": None if record.until is None or record.until <= now else rfc3339(record.until),
        "reason": record.reason,
        "posted": record.posted,
        "visible": record.visible,
        "approved": record.approved,
        "rejected": record.rejected,
        "first_at": None if record.first_at is None else rfc3339(record.first_at),
    }


def judgement_documents(revision: Revision | None) -> Document:
    """Opinions, scores, spans, model and reader of a revision, for moderators."""
    judgement = revision.judgement if revision is not None else None
    if judgement is None:
        return {"opinions": [], "scores": {}, "spans": [], "model": None, "reader": None}
    return {
        "opinions": [dict(opinion) for opinion in judgement.opinions],
        "scores": dict(judgement.scores),
        "spans": [
            {"attribute": span.attribute, "start": span.start, "end": span.end, "value": span.value}
            for span in judgement.spans
        ],
        "model": judgement.model,
        "reader": None if judgement.model is None else judgement.reader,
    }


def reasons_of(revision: Revision | None) -> list[Document]:
    """What the author of a comment that is not visible is told: each opinion's own words for them, once."""
    told: dict[str, Document] = {}
    for opinion in revision.judgement.opinions if revision is not None else ():
        sentence = opinion.get("author_sentence")
        if isinstance(sentence, str) and opinion.get("effect") in ("hold", "reject"):
            told.setdefault(sentence, {"code": str(opinion["reason"]), "message": sentence})
    return list(told.values())


def told_decision(comment: Comment, decisions: Sequence[Decision]) -> Document | None:
    """Who or what rejected a comment, and on which ground, for its author; None for one that is not rejected. `reason`
    is the moderator's, never the note, which is for moderators."""
    if comment.state.status is not Status.REJECTED:
        return None
    standing = [each for each in decisions if each.undone_at is None and each.action == Action.REJECT]
    edited = comment.state.edited_at or ids.time_of(comment.id)
    if not standing or standing[-1].at < edited:
        told = {"by": POLICY, "decision_id": None, "at": rfc3339(edited), "reason": None}
        return told | {"ground": str(Ground.RULES), "rule": None, "category": None}
    decision, basis = standing[-1], standing[-1].basis or Basis()
    return {
        "by": "moderator",
        "decision_id": decision.id,
        "at": rfc3339(decision.at),
        "reason": decision.reason,
        "ground": str(basis.ground),
        "rule": basis.rule,
        "category": basis.category,
    }


def seems_published(comment: Comment) -> bool:
    """Whether it is rejected without its author's knowing: whoever is shadowed sees it published."""
    opinions = comment.revision.judgement.opinions if comment.revision is not None else ()
    shadowed = any(opinion.get("effect") == "shadow" for opinion in opinions)
    return shadowed and comment.state.status is Status.REJECTED


def page_of(documents: Sequence[Document], next_cursor: str | None) -> Document:
    return {"items": list(documents), "next_cursor": next_cursor}
