"""Everything a phase may look at, gathered before any of them is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderation.domain.author import AuthorRecord, Reader
from moderation.domain.comment import Span
from moderation.domain.policy import Policy
from moderation.domain.thread import Thread
from moderation.pipeline.words import NO_WORDS, CompiledWords
from moderation.rules.evaluate import NO_RULES, Ruleset
from moderation.text.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether the author may post once more now; if not, `retry_after` says in how many seconds."""

    granted: bool = True
    retry_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """What a `reader` of the classifier `model` says of this text: attribute to a number from 0 to 1, and where.

    ValueError for a score outside 0 to 1 or not a number: such a score would stand below every threshold unnoticed.
    """

    scores: Mapping[str, float]
    spans: Sequence[Span] = ()
    model: str = ""
    reader: str = "fast"
    language: str = ""
    """Which the text was read in, ISO 639-1."""

    def __post_init__(self) -> None:
        for attribute, score in self.scores.items():
            if not 0.0 <= score <= 1.0:
                raise ValueError(f"{attribute} was scored {score!r}; scores are numbers from 0 to 1")


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The classifier gave no answer; `reason` is for moderators and logs ("timed out after 800 ms")."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """The text is in a `language` (ISO 639-1) that no model reads: it has no scores, and waiting brings none."""

    language: str


@dataclass(frozen=True, slots=True)
class Outside:
    """What another program, which the site asked, said of this text: one of Coral's statuses, its flags and a reason;
    or why it said nothing."""

    by: str
    reference: str = ""
    """The id under which it knows the comment."""
    status: str | None = None
    flags: Sequence[str] = ()
    reason: str | None = None
    silence: str | None = None
    """A sentence for moderators; None where it answered."""
    hold: bool = False
    """The site holds what it says nothing of."""
    may_approve: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """One text by one author in one thread, and what was known of them at `now`."""

    policy: Policy
    body: str
    now: int
    """Milliseconds since 1970, on the storage server's clock."""
    reader: Reader
    author: AuthorRecord
    thread: Thread
    scoring: Scores | Unavailable | Unread
    words: CompiledWords = NO_WORDS
    """The policy's word lists; `compile_words`, once per version of the policy."""
    rules: Ruleset = NO_RULES
    """The policy's rules; `compile_rules`, once per version of the policy."""
    author_name: str = ""
    """As the comment will show it."""
    badges: Sequence[str] = ()
    reply: bool = False
    pause: int | None = None
    """Milliseconds since the author last wrote; None after a day."""
    allowance: Allowance = Allowance()
    fingerprint: Fingerprint | None = None
    """Nearly the same for nearly the same text; None where it is not asked for."""
    recent: Sequence[Fingerprint] = ()
    """Fingerprints of the author's recent comments, newest first."""
    outside: Sequence[Outside] = ()
    edit: bool = False
    """A new revision of a comment that exists."""
    nudge: bool = False
    """The author asked to be told before a comment is held for its wording."""
