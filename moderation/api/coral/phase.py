"""`/coral/phase`: what a Coral site enters as the address of an external moderation phase."""

from collections.abc import Sequence
from typing import Any, Final

from moderation.api.answers import Reply
from moderation.api.coral.dialect import CORAL
from moderation.api.routes import Call, route
from moderation.api.schemas.coral import CoralAnswer, CoralQuery, CoralQuestion
from moderation.domain.comment import Status
from moderation.domain.moderator import Permission
from moderation.pipeline.judge import Verdict, counted
from moderation.pipeline.opinion import Effect, Opinion
from moderation.services.counsel import Question
from moderation.text.markup import text_of_html

TOXIC, SPAM = "COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"
_STATUS: Final = {
    Status.REJECTED: "REJECTED",
    Status.PENDING: "SYSTEM_WITHHELD",
    Status.APPROVED: "APPROVED",
}
_FLAGGING: Final = (Effect.REJECT, Effect.HOLD, Effect.REPORT)
_REASONS: Final = {"banned_word": TOXIC, "suspect_word": TOXIC, "links": SPAM, "rule": TOXIC}


async def moderate(call: Call) -> Reply:
    """204 where we have nothing to say, so that Coral goes on as if it had not asked."""
    asked = call.body
    body = asked["comment"]["body"] or ""
    if call.query["format"] == "html":
        body = text_of_html(body)
    if not body.strip():
        return Reply(204)
    question = Question(
        body=body,
        author_id=asked["author"]["id"],
        role=asked["author"]["role"].lower(),
        article=asked["story"]["id"],
        url=asked["story"]["url"],
        reply=asked["comment"]["parent_id"] is not None,
        edit=asked["action"] == "EDIT",
    )
    answer = answer_of(await call.house.counsel.verdict(call.site, question))
    return Reply(200, answer) if answer else Reply(204)


def answer_of(verdict: Verdict) -> dict[str, Any]:
    """The verdict as Coral understands one; empty when nothing is to be done. Coral drops an answer with any word
    that it does not know, so only those that every version knows are said."""
    answer: dict[str, Any] = {}
    if verdict.status in _STATUS:
        answer["status"] = _STATUS[verdict.status]
    if reasons := _reasons(counted(verdict.opinions)):
        answer["actions"] = [{"actionType": "FLAG", "reason": reason} for reason in reasons]
    return answer


def _reasons(opinions: Sequence[Opinion]) -> list[str]:
    """Each once, in the order in which they were found."""
    flagging = [opinion for opinion in opinions if opinion.effect in _FLAGGING]
    found = [
        (SPAM if opinion.detail.get("attribute") == "SPAM" else TOXIC)
        if opinion.reason == "score"
        else _REASONS.get(opinion.reason)
        for opinion in flagging
    ]
    return list(dict.fromkeys(reason for reason in found if reason is not None))


ROUTES = (
    route(
        "POST",
        "/coral/phase",
        moderate,
        needs=Permission.SIGNED,
        summary="Judge a comment of a Coral site, as its external moderation phase",
        body=CoralQuestion,
        query=CoralQuery,
        answers={200: CoralAnswer, 204: None},
        dialect=CORAL,
    ),
)
