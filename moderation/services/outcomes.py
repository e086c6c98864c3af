"""What becomes of a judged comment: how storage keeps it, and what its author is answered."""

from dataclasses import dataclass, replace
from typing import Any

import orjson

from moderation.domain.actors import POLICY
from moderation.domain.comment import Comment, Revision, Status
from moderation.domain.errors import (
    Conflict,
    EditWindowOver,
    Invalid,
    KeyReused,
    NotAllowed,
    NotFound,
    Refused,
    ThreadClosed,
)
from moderation.domain.site import Site
from moderation.pipeline.facts import Facts
from moderation.pipeline.judge import Verdict, counted
from moderation.services.authorship import edit_token
from moderation.services.documents import comment_document
from moderation.storage.comments import Ruling


@dataclass(frozen=True, slots=True)
class Submitted:
    """`document` is `{"comment": Comment, "reasons"?, "edit_token"?}`; `visible` as its author is to see it."""

    visible: bool
    document: dict[str, Any]
    replayed: bool = False


def ruling_of(verdict: Verdict, facts: Facts, action: str, before: Status | None = None) -> Ruling:
    """How storage shall keep the comment, with the audit entry of a verdict that keeps it from readers, or that lets
    through what was rejected `before`."""
    detail = b""
    if verdict.status is not Status.PUBLISHED or before is Status.REJECTED:
        decisive = ("approve",) if verdict.status is Status.APPROVED else ("hold", "reject", "shadow")
        told = [each for each in counted(verdict.opinions) if each.effect in decisive]
        rules = sorted({str(each.detail["rule"]) for each in told if each.reason == "rule"})
        detail = orjson.dumps(
            {
                "action": action,
                "actor": POLICY,
                "policy": facts.policy.version,
                "status": str(verdict.status),
                "reasons": sorted({each.reason for each in told}),
                **({"rules": rules} if rules else {}),
            }
        )
    queues = frozenset(str(queue) for queue in verdict.queues)
    return Ruling(verdict.status, queues, verdict.priority, detail)


def refused(word: str) -> Refused:
    """The error for a word that a storage script answered with instead of doing its work."""
    match word:
        case "key-reused":
            return KeyReused("This Idempotency-Key was sent with another comment; use a new one for each.")
        case "closed":
            return ThreadClosed("This discussion is closed.")
        case "no-parent":
            sentence = "There is no comment here that could be replied to with this id."
            return Invalid(sentence, {"parent_id": [sentence]})
        case "too-deep":
            sentence = "This conversation is as deep as it can get; reply to an earlier comment of it."
            return Invalid(sentence, {"parent_id": [sentence]})
        case "window-over":
            return EditWindowOver("The time for changing this comment is over.")
        case "rejected":
            return NotAllowed("A rejected comment cannot be changed.")
        case "stale":
            return Conflict("The comment was changed by somebody else just now; load it again.")
        case _:
            return NotFound("There is no such comment.")


def _told(verdict: Verdict) -> tuple[bool, list[dict[str, str]]]:
    """(whether its author is to see it as visible, the reasons they are given)."""
    if verdict.shadow or verdict.status.visible:
        return True, []
    return False, [dict(reason) for reason in verdict.reasons]


def submitted(site: Site, comment: Comment, article: str, verdict: Verdict) -> Submitted:
    """The answer to a comment that was stored just now."""
    visible, reasons = _told(verdict)
    shown_as = Status.PUBLISHED if verdict.shadow else None
    document: dict[str, Any] = {"comment": comment_document(comment, article, everything=True, shown_as=shown_as)}
    if reasons:
        document["reasons"] = reasons
    if comment.revision is not None and comment.revision.guest:
        document["edit_token"] = edit_token(site, comment.id)
    return Submitted(visible, document)


def kept_answer(verdict: Verdict, *, guest: bool) -> bytes:
    """What a repeated request's answer needs beyond the stored comment."""
    visible, reasons = _told(verdict)
    shown_as = Status.PUBLISHED if verdict.shadow else verdict.status
    return orjson.dumps({"status": str(shown_as), "visible": visible, "guest": guest, "reasons": reasons})


def replayed(site: Site, comment: Comment, first: Revision | None, article: str, kept: bytes) -> Submitted:
    """The answer that was given first, from the comment as it was stored first."""
    answer = orjson.loads(kept)
    state = replace(
        comment.state, likes=0, shown_replies=0, visible_replies=0, edited_at=None, status=Status(answer["status"])
    )
    document: dict[str, Any] = {
        "comment": comment_document(Comment(comment.id, state, first), article, everything=True)
    }
    if answer["reasons"]:
        document["reasons"] = answer["reasons"]
    if answer["guest"]:
        document["edit_token"] = edit_token(site, comment.id)
    return Submitted(answer["visible"], document, replayed=True)
