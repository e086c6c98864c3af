"""The neutral records that importers read and exports are written from: settings, threads, standings, comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moderation.domain.appeal import Appeal
from moderation.domain.audit import AuditEntry
from moderation.domain.author import Standing, Warned
from moderation.domain.comment import Revision, Status
from moderation.domain.external_phase import ExternalPhase
from moderation.domain.learning import Learned
from moderation.domain.model_choice import ModelChoices
from moderation.domain.moderator import Token
from moderation.domain.note import Note
from moderation.domain.webhook import Webhook


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """Which site an export is of."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """What is set apart from the defaults, as it is stored."""

    document: Mapping[str, Any]
    left_out: Sequence[str] = ()
    """Keys that are set and were not written, as nobody asked for secrets."""


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """A part of an audit chain, oldest entry first; the part before it comes before it."""

    chain: str
    entries: Sequence[AuditEntry]


@dataclass(frozen=True, slots=True)
class ReceivedRecord:
    """How many reports a partition had ever, by `month|reason`, whatever became of them."""

    partition: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SignIn:
    """A way to sign in, and the token that it stands for."""

    token_id: str
    token_digest: str
    proof: str | None
    """The argon2 hash of a password; or the provider's name for an account, if it has come once."""


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """Who may sign in, and what the site proves itself with: written only where secrets were asked for."""

    secret: bytes
    """Of the site: behind guests' edit tokens and what stands for readers' addresses."""
    tokens: Mapping[str, Token]
    """By the SHA-256 of the token, in hexadecimal."""
    passwords: Mapping[str, SignIn]
    """By name."""
    identities: Mapping[str, SignIn]
    """By e-mail address at the operator's provider."""


@dataclass(frozen=True, slots=True)
class WebhookRecord:
    webhook: Webhook
    """Without secrets where none were asked for."""


@dataclass(frozen=True, slots=True)
class PhaseRecord:
    phase: ExternalPhase
    """Without secrets where none were asked for."""


@dataclass(frozen=True, slots=True)
class ModelsRecord:
    choices: ModelChoices


@dataclass(frozen=True, slots=True)
class ArtifactRecord:
    """A model of the site's own."""

    artifact: bytes


@dataclass(frozen=True, slots=True)
class LearnedRecord:
    """What the site has learned; its artifacts come before it."""

    learned: Learned
    lessons: Sequence[Mapping[str, Any]]
    """Attempts to teach it, newest first."""


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    article: str
    title: str | None = None
    url: str | None = None
    open: bool | None = None
    """None: nobody has said, so it is open."""
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """One thing that was done about an author. Times are 0 for what did not happen."""

    number: int
    at: int
    undone_at: int
    undone_by: str
    acknowledged_at: int
    detail: Mapping[str, Any]
    """Of its audit entry."""


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """An author about whom something was done. What their comments come to follows from the comments."""

    author_id: str
    standing: Standing
    until: int | None
    reason: str | None
    version: int = 1
    """Of the author's record: how often something was done."""
    warning: Warned | None = None
    """What waits to be acknowledged."""
    measures: Sequence[MeasureRecord] = ()


@dataclass(frozen=True, slots=True)
class NotesRecord:
    """What moderators noted about an author; None: for the next shift."""

    author_id: str | None
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class ActRecord:
    """One act that decided many comments; its decisions stand with the comments, and name it."""

    id: str
    moderator: str
    at: int
    comments: Sequence[tuple[str, bytes]]
    """(article, id) of each, in the order that was asked."""


@dataclass(frozen=True, slots=True)
class EarlierRevision:
    number: int
    since: int
    """Milliseconds since 1970 from which readers saw it."""
    revision: Revision


@dataclass(frozen=True, slots=True)
class Before:
    """How a comment stood when a decision was made: what taking the decision back restores."""

    status: Status
    queues: frozenset[str]
    open_reports: int
    round: int
    priority: int
    waiting_since: int = 0
    """Milliseconds since 1970; 0: since it was written, or nobody waits."""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    id: bytes
    version: int
    """Of the comment, after it."""
    at: int
    undone_at: int
    undone_by: str
    status_after: Status
    before: Before
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportRecord:
    mark: bytes
    """Eight bytes that stand for the reporter within the thread."""
    round: int
    at: int
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CommentRecord:
    id: bytes
    article: str
    parent: bytes | None
    author_id: str
    status: Status
    queues: frozenset[str]
    version: int
    revision_number: int
    likes: int
    round: int
    """Reports of earlier rounds are closed."""
    priority: int
    edited_at: int
    revision: Revision
    earlier: Sequence[EarlierRevision] = ()
    decisions: Sequence[DecisionRecord] = ()
    reports: Sequence[ReportRecord] = ()
    appeals: Sequence[Appeal] = ()
    likers: Sequence[bytes] = ()
    waiting_since: int = 0
    """As in `Before`."""


SettingRecord = (
    PolicyRecord | AccessRecord | WebhookRecord | PhaseRecord | ModelsRecord | ArtifactRecord | LearnedRecord
)
PastRecord = HistoryRecord | ReceivedRecord
WrittenRecord = ThreadRecord | StandingRecord | NotesRecord | ActRecord | CommentRecord
Record = SiteRecord | PastRecord | SettingRecord | WrittenRecord


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a file that gives no record: which, and why not."""

    kind: str
    """`threads`, `comments` or `settings`: what it would have been."""
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be told of a file although nothing of it was lost."""

    sentence: str


class Unusable(Exception):
    """The whole file cannot be imported; the message is a sentence."""
