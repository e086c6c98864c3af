"""A site's policy: what is held, what is rejected, who may comment. Everything an administrator can set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

ATTRIBUTES = (
    "TOXICITY",
    "SEVERE_TOXICITY",
    "IDENTITY_ATTACK",
    "INSULT",
    "PROFANITY",
    "THREAT",
    "SPAM",
    "LIKELY_TO_REJECT",
)
"""What a threshold can be about. Which of them a comment is scored for is the models' affair; a threshold for another
waits until there is a model that gives it."""


class Mode(StrEnum):
    POST = "post"  # publish, then look
    PRE = "pre"  # look, then publish


class OnFailure(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"


class Hearer(StrEnum):
    """Who may decide an appeal against a moderator's decision."""

    OTHER = "other"  # anybody but that moderator
    ANYBODY = "anybody"


class Decider(StrEnum):
    """Who may decide what a moderator escalated."""

    ANYBODY = "anybody"
    ADMINS = "admins"


class Consequence(StrEnum):
    """What an author becomes for a while whose strikes are too many."""

    PREMODERATED = "premoderated"
    SUSPENDED = "suspended"


def _thresholds(**values: float) -> Mapping[str, float]:
    return MappingProxyType(values)


@dataclass(frozen=True, slots=True)
class Policy:
    """Defaults suit a site that publishes first and reviews what the classifier doubts."""

    mode: Mode = Mode.POST
    guests: bool = True
    edit_window_seconds: int = 900
    body_min: int = 1
    body_max: int = 5000
    comments_per_minute: int = 30
    """Per author, or per address for guests; 0 means no limit."""
    hold: Mapping[str, float] = field(
        default_factory=lambda: _thresholds(
            TOXICITY=0.8, SEVERE_TOXICITY=0.4, IDENTITY_ATTACK=0.5, INSULT=0.85, THREAT=0.4
        )
    )
    reject: Mapping[str, float] = field(default_factory=_thresholds)
    hold_links: int = 3
    """Hold a comment with at least this many links; 0 means never."""
    hold_new_commenters: int = 0
    """Hold until this many of the author's comments were approved; 0 means never."""
    hold_history_rate: float = 0.5
    """Hold when at least this share of the author's decided comments was rejected; 0 means never."""
    hold_history_minimum: int = 4
    """Decided comments needed before the rate says anything."""
    hold_repeats: bool = True
    hold_suspect_words: bool = True
    """Whether a suspect word holds the comment, or publishes it into the `reported` queue."""
    banned_words: Sequence[str] = ()
    suspect_words: Sequence[str] = ()
    word_lists: Sequence[str] = ()
    """Shipped lists whose words count as suspect, by name: `en`, `de` ..."""
    rules: str = ""
    """What the site's moderators have written in the rule language (`moderation/rules`)."""
    on_classifier_failure: OnFailure = OnFailure.PUBLISH
    languages: Sequence[str] = ("en",)
    """What the site expects to be written in, as ISO 639-1 codes; a comment too short to tell counts as the first of
    them that a model reads."""
    on_unsupported_language: OnFailure = OnFailure.PUBLISH
    """Of comments that are clearly in a language no model reads, and so will never have scores."""
    light_reports_after: int = 5
    """Reports of a signed-in reader weigh less once so many were answered and none was right; 0 means never."""
    reports_per_day: int = 100
    """Reports and notices, per reader, or per address for guests; 0 means no limit."""
    strike_days: int = 90
    """How long a warning or a restriction counts against an author, less and less; 0 means not at all."""
    strikes_suspend: float = 0.0
    """From how many strikes on, as they count at that moment, an author is restricted without a moderator's saying so;
    0 means never."""
    strikes_suspend_as: Consequence = Consequence.SUSPENDED
    strikes_suspend_days: int = 7
    appeal_window_days: int = 180
    """How long the author of a rejected comment may appeal; 0 means that there are no appeals."""
    appeals_per_day: int = 10
    """Per author, or per address for guests; 0 means no limit."""
    second_reader_margin: float = 0.0
    """How close a score is to its hold threshold where two moderators read the comment; 0 means never."""
    appeals_heard_by: Hearer = Hearer.OTHER
    escalations_decided_by: Decider = Decider.ANYBODY
    close_after_days: int = 0
    """Threads close this long after their first comment; 0 means never."""
    origins: Sequence[str] = ("*",)
    """Web origins whose pages may call the public interface."""
    jwt_secret: str = ""
    """Shared secret of HS256 tokens; empty means that HS256 is not accepted."""
    jwks: str = ""
    """A JSON Web Key Set as JSON, for RS256, ES256 and EdDSA."""
    jwt_issuer: str = ""
    jwt_audience: str = ""
    statement_ground: str = "Rules of the discussion"
    """Which rule of the site's terms a rejection rests on, as statements of reasons name it."""
    house_rules: Sequence[str] = ()
    """Rules of the site's terms that a moderator may name when rejecting."""
    legal_grounds: Sequence[str] = ()
    """Laws that a moderator may name when rejecting what is illegal."""
    statement_territories: Sequence[str] = ()
    """Countries where restrictions apply, as statements of reasons name them; none means the whole of the European
    Economic Area."""
    coral_secret: str = ""
    """With which a Coral site signs the comments it asks about; empty means that none may ask."""
    version: int = 0


SECRETS = frozenset({"coral_secret", "jwt_secret"})
"""Never shown again once set."""
