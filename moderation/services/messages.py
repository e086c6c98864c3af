"""What webhooks are told: which messages an event makes, and how each reads as a document or as a message."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from moderation.domain import ids
from moderation.domain.appeal import Appeal
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment
from moderation.domain.decision import Decision
from moderation.domain.event import Event, Kind
from moderation.domain.queue import Queue
from moderation.domain.thread import Thread
from moderation.domain.webhook import PING, Delivery
from moderation.services.appeal_documents import own_appeal_document
from moderation.services.consulting import reference_in
from moderation.services.documents import Document, comment_document, judgement_documents
from moderation.storage.events import order

_KINDS: Final[Mapping[Kind, str]] = {
    Kind.POSTED: "comment.posted",
    Kind.EDITED: "comment.edited",
    Kind.DELETED: "comment.deleted",
    Kind.REPORTED: "comment.reported",
    Kind.DECIDED: "decision.made",
    Kind.UNDONE: "decision.undone",
    Kind.APPEALED: "appeal.filed",
    Kind.APPEAL_DECIDED: "appeal.decided",
}
_OVERTAKING: Final = frozenset({Kind.DECIDED, Kind.UNDONE, Kind.RESCORED})
"""What ends an appeal that nobody heard, by letting its comment through."""
_BY_MODERATORS: Final = frozenset({Kind.DECIDED, Kind.UNDONE, Kind.APPEAL_DECIDED})
IMPORTER: Final = "import"
IMPORTED_MS: Final = 60_000
"""What was written so long before it was stored came from a file; an author may be called as an import is."""
EXCERPT: Final = 300
"""Characters of a comment in a message."""
_CORAL_QUEUED: Final = {
    "queue.entered": "COMMENT_ENTERED_MODERATION_QUEUE",
    "queue.left": "COMMENT_LEFT_MODERATION_QUEUE",
}
_CORAL_QUEUES: Final = {"pending": "PENDING", "reported": "REPORTED", "unreviewed": "UNMODERATED"}
_CORAL_STATUSES: Final = {"pending": "PREMOD", "approved": "APPROVED", "rejected": "REJECTED"}
_SAID: Final[Mapping[str, str]] = {
    "comment.posted": "New comment",
    "comment.edited": "Edited comment",
    "comment.deleted": "Comment taken back by its author",
    "comment.reported": "Comment reported by a reader",
    "comment.published": "Comment published",
    "comment.hidden": "Comment hidden",
    "queue.entered": "Waiting in queue",
    "queue.left": "No longer in queue",
    "decision.made": "Decision",
    "decision.undone": "Decision undone",
    "appeal.filed": "Appeal against a rejection",
    "appeal.decided": "Appeal decided",
    PING: "This webhook works",
}


def messages_of(event: Event) -> Iterator[tuple[str, str | None]]:
    """(type, queue) of everything that an event tells, in the order of a story; the queue for what is about one."""
    if event.comment is None or _imported(event):
        return
    if event.kind in _KINDS:
        yield _KINDS[event.kind], None
    if event.kind in _OVERTAKING and Queue.APPEALS in event.queues_before - event.queues_after:
        yield _KINDS[Kind.APPEAL_DECIDED], None
    if event.appeared:
        yield "comment.published", None
    if event.vanished and event.kind is not Kind.DELETED:
        yield "comment.hidden", None
    for queue in sorted(event.queues_before - event.queues_after):
        yield "queue.left", queue
    for queue in sorted(event.queues_after - event.queues_before):
        yield "queue.entered", queue


def _imported(event: Event) -> bool:
    """Whether a comment came from a file: it is news to nobody, and there may be hundreds of thousands."""
    written = ids.time_of(event.comment or b"")
    return event.kind is Kind.POSTED and event.actor == IMPORTER and order(event.id)[0] - written > IMPORTED_MS


def delivery_of(site: str, webhook_id: str, event: Event, kind: str, queue: str | None) -> Delivery:
    """What a webhook is to be told of an event. The same event gives the same id, however often it is read."""
    at = order(event.id)[0]
    source = f"{event.partition}/{event.id}"
    return Delivery(
        id=ids.derived(at, site, webhook_id, source, kind, queue or ""),
        type=kind,
        at=at,
        comment=ids.to_text(event.comment or b""),
        queue=queue,
        before=None if event.before is None else str(event.before),
        after=None if event.after is None else str(event.after),
        version=event.version,
        actor=event.actor if event.kind in _BY_MODERATORS else None,
    )


def message_document(
    site: str,
    delivery: Delivery,
    comment: Comment | None,
    thread: Thread | None,
    decision: Decision | None,
    appeal: Appeal | None,
) -> Document:
    """The body of a webhook of our own format. `comment` is as it stands now, with what only moderators see of it."""
    shown: Document | None = None
    if comment is not None and thread is not None:
        scores = judgement_documents(comment.revision)["scores"]
        shown = comment_document(comment, thread.article, everything=True)
        shown |= {"reference": reference_in([comment.revision] if comment.revision is not None else [])}
        shown |= {"version": comment.state.version, "queues": sorted(comment.state.queues), "scores": scores}
    data: Document = {
        "comment_id": delivery.comment,
        "comment": shown,
        "article": None
        if thread is None
        else {"id": thread.article, "title": thread.title, "url": thread.url, "count": thread.count},
        "status_before": delivery.before,
        "status_after": delivery.after,
        "version": delivery.version,
    }
    if delivery.queue is not None:
        data["queue"] = delivery.queue
    if delivery.actor is not None:
        data["moderator"] = delivery.actor
        data["decision"] = None if decision is None else _decision_document(decision)
    if delivery.type.startswith("appeal."):
        data["appeal"] = None if appeal is None else own_appeal_document(appeal)
    return {
        "id": delivery.id,
        "type": delivery.type,
        "created_at": rfc3339(delivery.at),
        "site": site,
        "data": {} if delivery.type == PING else data,
    }


def _decision_document(decision: Decision) -> Document:
    return {
        "id": decision.id,
        "action": str(decision.action),
        "moderator": decision.moderator,
        "at": rfc3339(decision.at),
        "reason": decision.reason,
        "undone_at": None if decision.undone_at is None else rfc3339(decision.undone_at),
    }


def coral_message(message: Mapping[str, Any], domain: str, ancestors: Sequence[str]) -> Document:
    """The same as Coral's webhooks tell it. A comment is created, for Coral, when readers see it."""
    data = message["data"]
    told: Document = {}
    kind = PING.upper()
    if data:
        where = {
            "storyID": None if data["article"] is None else data["article"]["id"],
            "siteID": message["site"],
        }
        if message["type"] in _CORAL_QUEUED:
            kind = _CORAL_QUEUED[message["type"]]
            queue, status = _CORAL_QUEUES[data["queue"]], _CORAL_STATUSES.get(data["status_after"], "NONE")
            told = {"queue": queue, "commentID": data["comment_id"], "status": status, **where}
        else:
            kind = "COMMENT_REPLY_CREATED" if ancestors else "COMMENT_CREATED"
            told = {**where, "commentID": data["comment_id"]}
            if ancestors:
                told["ancestorIDs"] = list(ancestors)
    return {
        "id": message["id"],
        "type": kind,
        "data": told,
        "createdAt": message["created_at"],
        "tenantID": message["site"],
        "tenantDomain": domain,
    }


def slack_message(message: Mapping[str, Any]) -> Document:
    """The same as a message for Slack's incoming webhooks: one text in their markup, in which nothing that a commenter
    wrote can become a link, a mention or a call of everybody."""
    said, data = _SAID[message["type"]], message["data"]
    if not data:
        return {"text": f"{said}: `{message['site']}` can tell you what happens here."}
    if "queue" in data:
        said = f"{said} `{data['queue']}`"
    elif message["type"] == _KINDS[Kind.APPEAL_DECIDED] and data["appeal"] is not None:
        said = f"{said}: {data['appeal']['state']}"
    elif data.get("decision") is not None:
        decision = data["decision"]
        said = f"{said}: {decision['action']}" + (f" ({_escaped(decision['reason'])})" if decision["reason"] else "")
    lines = [f"*{said}*{_where(data['article'])}"]
    comment = data["comment"]
    if comment is not None and comment["body"] is not None:
        text = comment["body"][:EXCERPT] + ("…" if len(comment["body"]) > EXCERPT else "")
        lines += [f"> {_escaped(line)}" for line in text.splitlines() if line.strip()]
        scores = sorted(comment["scores"].items(), key=lambda pair: -pair[1])[:3]
        about = [_escaped(comment["author"]["name"]), comment["status"]]
        about += [f"{name} {value:.2f}" for name, value in scores]
        lines.append(" · ".join(about))
    appeal = data.get("appeal")
    if appeal is not None:
        lines += [f"Its author: {_escaped(' '.join(appeal['statement'].split())[:EXCERPT])}"]
    lines.append(f"`{data['comment_id']}`")
    return {"text": "\n".join(lines)}


def _where(article: Mapping[str, Any] | None) -> str:
    if article is None:
        return ""
    name = _escaped(" ".join((article["title"] or article["id"]).split()))
    url = article["url"] or ""
    if not url.startswith(("https://", "http://")):
        return f" on {name}"
    return f" on <{_escaped(url).replace('|', '%7C')}|{name}>"


def _escaped(text: str) -> str:
    """Text as Slack's markup wants it; an `@` that other programs would take for a mention is kept apart."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("@", "@\u200b")
