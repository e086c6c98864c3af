"""What the moderators' rules are asked about, from the facts of now or from what was kept of then."""

from moderation.domain.author import AuthorRecord
from moderation.domain.comment import Circumstances, Comment, Revision, kept_score
from moderation.domain.thread import Thread
from moderation.pipeline.facts import Facts, Scores, Unread
from moderation.pipeline.words import CompiledWords
from moderation.rules.case import Case

_MINUTE = 60_000


def circumstances_of(facts: Facts) -> Circumstances:
    """What is kept with the judgement, so that the same rules say the same later. An author who changes a comment has
    not paused, whenever they last wrote."""
    minute = facts.now // _MINUTE
    author, thread = facts.author, facts.thread
    return Circumstances(
        minute=minute,
        language=_language(facts),
        standing=author.standing_at(facts.now),
        posted=author.posted,
        visible=author.visible,
        approved=author.approved,
        rejected=author.rejected,
        author_minutes=_since(author.first_at, minute),
        pause=None if facts.pause is None or facts.edit else facts.pause // 1000,
        comments=thread.count,
        article_minutes=_since(thread.first_at, minute),
    )


def case_of(facts: Facts) -> Case:
    """The case of these facts; the scores are those that will be kept."""
    scores = facts.scoring.scores if isinstance(facts.scoring, Scores) else {}
    return Case(
        body=facts.body,
        circumstances=circumstances_of(facts),
        scores={name: kept_score(score) for name, score in scores.items()},
        author_id=facts.author.id,
        author_name=facts.author_name,
        guest=not facts.reader.signed_in,
        badges=facts.badges,
        reply=facts.reply,
        article=facts.thread.article,
        title=facts.thread.title or "",
        url=facts.thread.url or "",
        banned=facts.words.banned,
        suspect=facts.words.suspect,
    )


def case_then(comment: Comment, revision: Revision, thread: Thread, known: Circumstances, words: CompiledWords) -> Case:
    """The case that a stored comment was. Word lists, the article's title and its address are those of today."""
    return Case(
        body=revision.body,
        circumstances=known,
        scores=revision.judgement.scores,
        author_id=comment.state.author_id,
        author_name=revision.author_name,
        guest=revision.guest,
        badges=revision.badges,
        reply=comment.state.parent is not None,
        article=thread.article,
        title=thread.title or "",
        url=thread.url or "",
        banned=words.banned,
        suspect=words.suspect,
    )


def circumstances_today(at: int, author: AuthorRecord, thread: Thread) -> Circumstances:
    """What is known now of a comment of `at` (milliseconds since 1970) that nothing was kept of."""
    minute = at // _MINUTE
    return Circumstances(
        minute=minute,
        standing=author.standing_at(at),
        posted=author.posted,
        visible=author.visible,
        approved=author.approved,
        rejected=author.rejected,
        author_minutes=_since(author.first_at, minute),
        comments=thread.count,
        article_minutes=_since(thread.first_at, minute),
    )


def _language(facts: Facts) -> str:
    return facts.scoring.language if isinstance(facts.scoring, Scores | Unread) else ""


def _since(first_at: int | None, minute: int) -> int | None:
    return None if first_at is None else max(0, minute - first_at // _MINUTE)
