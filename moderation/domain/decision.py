"""A recorded decision on a comment: by whom, what, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.domain.appeal import AppealOutcome
from moderation.domain.comment import Status


class Action(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"


class Ground(StrEnum):
    """What kind of rule a rejection rests on."""

    RULES = "rules"  # of the site
    ILLEGAL = "illegal"  # the law


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rejection rests on, in words that an administrator wrote beforehand."""

    ground: Ground = Ground.RULES
    rule: str | None = None
    """The rule of the site, or the law: one of the policy's house_rules or legal_grounds."""
    category: str | None = None
    """One of the Transparency Database's categories."""


@dataclass(frozen=True, slots=True)
class Order:
    """One row of what a moderator asks for."""

    comment_id: str
    action: Action
    reason: str | None = None
    note: str | None = None
    expected_version: int | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    comment_id: str
    action: Action | AppealOutcome
    """What a moderator ordered, or how an appeal ended."""
    moderator: str
    at: int
    reason: str | None
    note: str | None
    status_before: Status
    status_after: Status
    undone_by: str | None = None
    undone_at: int | None = None
    basis: Basis | None = None
    bulk: str | None = None
    """The act that decided many comments at once, if it was one of those."""
    version: int = 0
    """The comment's after it: another one says that something else has changed it since."""
    first_reading: bool = False
    """Whether it is the word of a first reader, which decides nothing."""


def still_undoable(decision: Decision, decisions: Sequence[Decision], version: int) -> bool:
    """Whether it can be taken back: nothing has changed the comment since but decisions that were taken back, each of
    which made two versions. `decisions` are all of the comment's, `version` is its present one."""
    later = [each for each in decisions if each.version > decision.version]
    taken_back = all(each.undone_at is not None for each in later)
    return decision.undone_at is None and taken_back and version - decision.version == 2 * len(later)
