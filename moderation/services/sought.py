"""What a moderator looks for among comments, in a queue or among all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from moderation.domain import ids
from moderation.domain.comment import Comment, Status
from moderation.domain.errors import Invalid
from moderation.text.canonical import canonical_text


@dataclass(frozen=True, slots=True)
class Sought:
    """Everything that is given must hold. Times in ms, both ends included; scores from 0 to 1."""

    words: str | None = None
    comment: str | None = None
    """A comment by its id."""
    author: str | None = None
    article: str | None = None
    status: Status | None = None
    attribute: str | None = None
    """Whose score `min_score` and `max_score` are about; without one, the highest score of all."""
    min_score: float | None = None
    max_score: float | None = None
    language: str | None = None
    """Which the text was read in, ISO 639-1."""
    tag: str | None = None
    """A tag that one of the site's rules gave it; upper and lower case are the same."""
    rule: str | None = None
    """The name of a rule that was fulfilled, on trial or not."""
    from_ms: int | None = None
    to_ms: int | None = None
    canonical: Sequence[str] = field(init=False, default=())

    def __post_init__(self) -> None:
        if self.from_ms is not None and self.to_ms is not None and self.from_ms > self.to_ms:
            raise Invalid("The time span ends before it begins.", {"from": ["Must not be after `to`."]})
        if self.min_score is not None and self.max_score is not None and self.min_score > self.max_score:
            raise Invalid("The scores end before they begin.", {"min_score": ["Must not be over `max_score`."]})
        object.__setattr__(self, "canonical", tuple(canonical_text(self.words or "").split()))

    @property
    def narrows(self) -> bool:
        """Whether a comment of the right article and author may still not be what is looked for."""
        by_text = self.canonical or self.status or self.language or self.attribute or self.tag or self.rule
        by_number = (self.min_score, self.max_score, self.from_ms, self.to_ms)
        return bool(by_text) or any(each is not None for each in by_number)

    def fits(self, comment: Comment) -> bool:
        """Whether a comment is what is looked for; its article is the caller's to know."""
        state, revision = comment.state, comment.revision
        if self.status is not None and state.status is not self.status:
            return False
        if self.author is not None and state.author_id != self.author:
            return False
        if not self.in_time(comment.id) or not self._in_scores(comment):
            return False
        if not self._by_rules(comment):
            return False
        if self.language is not None:
            circumstances = None if revision is None else revision.judgement.circumstances
            if circumstances is None or circumstances.language != self.language:
                return False
        if not self.canonical:
            return True
        text = canonical_text(revision.body) if revision is not None else ""
        return all(word in text for word in self.canonical)

    def in_time(self, comment_id: bytes) -> bool:
        at = ids.time_of(comment_id)
        return (self.from_ms is None or at >= self.from_ms) and (self.to_ms is None or at <= self.to_ms)

    def _by_rules(self, comment: Comment) -> bool:
        if self.tag is None and self.rule is None:
            return True
        opinions = () if comment.revision is None else comment.revision.judgement.opinions
        said = [detail for each in opinions if isinstance(detail := each.get("detail"), Mapping)]
        return all(
            wanted is None or any(str(detail.get(name, "")).casefold() == wanted.casefold() for detail in said)
            for name, wanted in (("tag", self.tag), ("rule", self.rule))
        )

    def _in_scores(self, comment: Comment) -> bool:
        if self.attribute is None and self.min_score is None and self.max_score is None:
            return True
        scores = {} if comment.revision is None else comment.revision.judgement.scores
        score = max(scores.values(), default=None) if self.attribute is None else scores.get(self.attribute)
        if score is None:
            return False
        return (self.min_score or 0.0) <= score <= (1.0 if self.max_score is None else self.max_score)
